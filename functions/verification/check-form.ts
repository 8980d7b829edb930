import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer } from './check.ts'
import { isJsonObject } from './json.ts'

/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20

/**
 * Whether every member stands under its plain published name, and nothing is empty.
 *
 * A signature over JSON-LD covers meanings, not spellings: a member under its full IRI or an alias means the same to it,
 * and is out of sight for whoever reads JSON. A revoked badge could so lose its status, an endorsement its check. The
 * data model asks for compacted documents and Open Badges for no `null` and no `[]` (GEN-15), both for that reason.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#json-ld
 */
export function checkForm(document: JsonObject): readonly VerificationCheck[] {
  const found: VerificationCheck[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (found.length >= MAX_FINDINGS) return
    if (value === null || (Array.isArray(value) && value.length === 0)) found.push(empty(path))
    else if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    else if (isJsonObject(value))
      for (const [key, member] of Object.entries(value)) {
        if (isPlain(key, path)) visit(member, [...path, key])
        else found.push(disguised([...path, key]))
      }
  }
  visit(document, [])
  return found
}

const isPlain = (key: string, path: readonly PropertyKey[]): boolean =>
  key === '@context' ? mayHaveContext(path) : !key.startsWith('@') && !key.includes(':')

/** Credentials and proofs name contexts; nothing else may, for that gives other names to its members. */
const mayHaveContext = (path: readonly PropertyKey[]): boolean => {
  const owner = typeof path.at(-1) === 'number' ? path.at(-2) : path.at(-1)
  return owner === undefined || owner === 'endorsement' || owner === 'proof'
}

const empty = (path: readonly PropertyKey[]) =>
  fail('conformance', 'SCHEMA', `${path.join('.')}: must be left out rather than be empty.`, toPointer(path))

const disguised = (path: readonly PropertyKey[]) =>
  fail(
    'conformance',
    'JSONLD_NOT_COMPACTED',
    `${path.join('.')}: members must stand under their plain published names, or they could be hidden.`,
    toPointer(path),
  )
