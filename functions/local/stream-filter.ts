import type { DynamoDbStreamRecord } from './stream-records.ts'

/** What a member must be: one of the listed values, or an object whose members match in turn. */
export type FilterPattern = { readonly [member: string]: FilterPattern | readonly (string | number | boolean | null)[] }

/**
 * Whether one of the patterns matches, or there is none: the equality part of Lambda's event filtering, such as
 * `{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['claim'] } } } }`. Any other comparison is a `TypeError`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function passesFilters(record: DynamoDbStreamRecord, patterns: readonly FilterPattern[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(record, pattern))
}

function matches(value: unknown, pattern: FilterPattern): boolean {
  return Object.entries(pattern).every(([member, wanted]) => {
    const found = memberOf(value, member)
    if (!isList(wanted)) return matches(found, wanted)
    if (wanted.some((one) => typeof one === 'object' && one !== null)) {
      throw new TypeError(`the filter on ${member} compares by more than equality`)
    }
    return wanted.some((one) => one === found)
  })
}

function memberOf(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined
  return Object.entries(value).find(([name]) => name === member)?.[1]
}

const isList = (pattern: FilterPattern[string]): pattern is readonly (string | number | boolean | null)[] =>
  Array.isArray(pattern)
