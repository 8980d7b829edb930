import { checkId } from './check-ids.ts'
import { checkTexts } from './check-texts.ts'
import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, isUrl, type JsonObject, listed } from './values.ts'

/**
 * Whether the issuer is a URL, or an object with one as its `id`.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#issuer
 */
export function checkIssuer(issuer: unknown, path: Path): readonly Finding[] {
  if (issuer === undefined) return [finding('ISSUER_INVALID', path, 'is required')]
  return isUrlOrNamed(issuer)
    ? textsOf(issuer, path)
    : [finding('ISSUER_INVALID', path, 'must be a URL, or an object whose "id" is one')]
}

/**
 * Whether the holder, if there is one, is a URL, or an object with one as its `id`.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations
 */
export const checkHolder = (holder: unknown, path: Path): readonly Finding[] =>
  holder === undefined || isUrlOrNamed(holder)
    ? []
    : [finding('HOLDER_INVALID', path, 'must be a URL, or an object whose "id" is one')]

/**
 * Whether something is said of at least one subject, and of each something.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#credential-subject
 */
export function checkSubjects(value: unknown, path: Path): readonly Finding[] {
  const subjects = listed(value, path)
  if (subjects.length === 0) return [finding('SUBJECT_INVALID', path, 'must say something of at least one subject')]
  return subjects.flatMap(({ value: subject, path: at }) =>
    isJsonObject(subject) && Object.keys(subject).length > 0
      ? checkId(subject['id'], at)
      : [finding('SUBJECT_INVALID', at, 'must be an object with at least one member')],
  )
}

const isUrlOrNamed = (value: unknown): value is string | JsonObject => isUrl(isJsonObject(value) ? value['id'] : value)

const textsOf = (party: string | JsonObject, path: Path): readonly Finding[] =>
  typeof party === 'string' ? [] : checkTexts(party, path)
