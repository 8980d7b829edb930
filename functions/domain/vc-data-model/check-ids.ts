import { type Finding, finding, type Path } from './finding.ts'
import { isUrl } from './values.ts'

/**
 * Whether an `id`, if there is one, is a single URL.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#identifiers
 */
export const checkId = (value: unknown, path: Path): readonly Finding[] =>
  value === undefined || isUrl(value) ? [] : [finding('ID_INVALID', [...path, 'id'], 'must be one absolute URL')]
