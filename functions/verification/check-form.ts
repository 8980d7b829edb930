import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer } from './check.ts'
import { asList, isJsonObject } from './json.ts'
import { namesPublished, onlyAddsTerms, readOwnTerms } from './written-out-contexts.ts'

/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20

/**
 * Whether every member with a published name stands under it, and nothing is empty. Members of an issuer's own may stand
 * under a name, a prefixed name or a full IRI.
 *
 * A signature over JSON-LD covers meanings, not spellings: a member under its full IRI or an alias means the same to it,
 * and is out of sight for whoever reads JSON. A revoked badge could so lose its status, an endorsement its check. The
 * data model asks for compacted documents and Open Badges for no `null` and no `[]` (GEN-15), both for that reason.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#json-ld
 */
export function checkForm(document: JsonObject): readonly VerificationCheck[] {
  const own = readOwnTerms(document)
  const found: VerificationCheck[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (found.length >= MAX_FINDINGS) return
    if (value === null || (Array.isArray(value) && value.length === 0)) found.push(empty(path))
    else if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    else if (isJsonObject(value))
      for (const [key, member] of Object.entries(value)) {
        const inner = [...path, key]
        if (key === '@context') found.push(...checkContext(member, inner))
        else if (key.startsWith('@') || (key.includes(':') && namesPublished(key, own))) found.push(disguised(inner))
        else visit(member, inner)
      }
  }
  const checkContext = (context: unknown, path: readonly PropertyKey[]): readonly VerificationCheck[] => {
    const entries = asList(context)
    if (context === null || entries.length === 0) return [empty(path)]
    const isPlain = (entry: unknown) => typeof entry === 'string' || (isJsonObject(entry) && onlyAddsTerms(entry, own))
    return entries.every(isPlain) ? [] : [disguised(path)]
  }
  visit(document, [])
  return found
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
