import { MAX_VALUES } from '../../domain/vc-data-model/check-size.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { DocumentRefused } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'

const MAX_DEPTH = 64
/** About a second of the library comparing each value of a property with those before it. */
const MAX_COMPARED_PAIRS = 12_500_000

/**
 * Refuses a document beyond the limits of work.
 *
 * @returns how many values there are in it.
 */
export function assertBounded(document: unknown): number {
  let values = 0
  let level = [document]
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    if (depth > MAX_DEPTH) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `nested deeper than ${MAX_DEPTH} levels`)
    if (values > MAX_VALUES) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `more than ${MAX_VALUES} values`)
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return values
}

/**
 * Refuses expanded JSON-LD that would take long to merge: the library compares each value of a property of a node with
 * those it has already, wherever in the document they stand.
 */
export function assertMergeable(expanded: readonly JsonObject[]): void {
  const valuesOf = new Map<string, number>()
  let pairs = 0
  const add = (id: unknown, property: string, count: number) => {
    // A node without an id is one of its own, whose values stand together.
    const name = typeof id === 'string' ? `${id} ${property}` : undefined
    const before = (name === undefined ? undefined : valuesOf.get(name)) ?? 0
    if (name !== undefined) valuesOf.set(name, before + count)
    pairs += count * before + (count * count) / 2
    if (pairs > MAX_COMPARED_PAIRS) {
      throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', 'more values of one property than can be merged')
    }
  }
  const left: unknown[] = [...expanded]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (!isJsonObject(value)) continue
    for (const [property, values] of Object.entries(value)) {
      if (property === '@reverse' && isJsonObject(values)) {
        for (const [reversed, nodes] of Object.entries(values)) {
          for (const node of listOf(nodes)) if (isJsonObject(node)) add(node['@id'], reversed, 1)
        }
        left.push(...Object.values(values).flatMap(listOf))
      } else if (Array.isArray(values)) {
        if (property !== '@list') add(value['@id'], property, values.length)
        for (const inner of values) left.push(inner)
      }
    }
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])
