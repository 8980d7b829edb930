import { type Finding, finding, type Path } from './finding.ts'

/** How many values (objects, lists, texts, numbers …) a document may hold; no larger one is signed or verified. */
export const MAX_VALUES = 50_000

/**
 * Whether a document is small enough for every value in it to be looked at.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#protecting-application-developers
 */
export function checkSize(document: unknown, path: Path, maxValues = MAX_VALUES): readonly Finding[] {
  let values = 1
  const containers = [document].filter(isContainer)
  for (let container = containers.pop(); container; container = containers.pop()) {
    const members: readonly unknown[] = Array.isArray(container) ? container : Object.values(container)
    values += members.length
    if (values > maxValues) return [finding('DOCUMENT_TOO_COMPLEX', path, `must hold at most ${maxValues} values`)]
    for (const member of members) if (isContainer(member)) containers.push(member)
  }
  return []
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null
