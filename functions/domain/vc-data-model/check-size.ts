import { type Finding, finding, type Path } from './finding.ts'

/** How many values (objects, lists, texts, numbers …) a document may hold; no larger one is signed or verified. */
export const MAX_VALUES = 50_000

/**
 * Whether a document is small enough for every value in it to be looked at.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#protecting-application-developers
 */
export function checkSize(document: unknown, path: Path): readonly Finding[] {
  let values = 1
  const containers = [document].filter(isContainer)
  for (let container = containers.pop(); container; container = containers.pop()) {
    const members: readonly unknown[] = Array.isArray(container) ? container : Object.values(container)
    values += members.length
    if (values > MAX_VALUES) return [finding('DOCUMENT_TOO_COMPLEX', path, `must hold at most ${MAX_VALUES} values`)]
    containers.push(...members.filter(isContainer))
  }
  return []
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null
