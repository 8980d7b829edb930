import { type Finding, finding, type Path } from './finding.ts'
import type { JsonObject } from './values.ts'

/** XSD 1.1 `dateTimeStamp`: the zone is part of it. */
const DATE_TIME_STAMP =
  /^(\d{4,})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)$/

/**
 * The instant that a text stands for, in milliseconds; `undefined` when it has no zone or names no day of the calendar.
 *
 * @see https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp
 */
export function instantOf(value: unknown): number | undefined {
  const [, year, month, day] = (typeof value === 'string' && DATE_TIME_STAMP.exec(value)) || []
  if (typeof value !== 'string' || year === undefined) return undefined
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const instant = Date.parse(value)
  return Number(day) > lastDay || Number.isNaN(instant) ? undefined : instant
}

/**
 * Whether the two ends of the time in which a credential is valid are instants, in this order.
 *
 * @param members  Their names in this version of the data model.
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function checkValidity(
  credential: JsonObject,
  path: Path,
  { from, until, isFromRequired }: { readonly from: string; readonly until: string; readonly isFromRequired: boolean },
): readonly Finding[] {
  const start = instantOf(credential[from])
  const end = instantOf(credential[until])
  const findings = [from, until].flatMap((member) => {
    const value = credential[member]
    if (value === undefined)
      return member === from && isFromRequired ? [finding('DATE_INVALID', [...path, member], 'is required')] : []
    return instantOf(value) === undefined
      ? [finding('DATE_INVALID', [...path, member], 'must be a date and time with a time zone')]
      : []
  })
  if (start === undefined || end === undefined || start <= end) return findings
  return [...findings, finding('DATE_INVALID', [...path, until], `must not be before "${from}"`)]
}
