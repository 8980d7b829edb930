import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer } from './check.ts'
import { asList, isJsonObject } from './json.ts'
import { PUBLISHED_TERMS } from './published-terms.ts'
import { inFull, namesPublished, onlyAddsTerms, readOwnTerms } from './written-out-contexts.ts'

/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20

/** What only a credential has; a part of one that bears its id could take it over. */
const OF_THE_WHOLE = [
  'credentialStatus',
  'validFrom',
  'validUntil',
  'issuanceDate',
  'expirationDate',
  'refreshService',
  'credentialSchema',
  'termsOfUse',
  'evidence',
  'issuer',
  'credentialSubject',
  'awardedDate',
]

/**
 * Whether every member with a published name stands under it, and nothing is empty. Members of an issuer's own may stand
 * under a name, a prefixed name or a full IRI.
 *
 * A signature over JSON-LD covers meanings, not spellings: a member under its full IRI or an alias means the same to it,
 * and is out of sight for whoever reads JSON. A revoked badge could so lose its status, an endorsement its check. The
 * data model asks for compacted documents and Open Badges for no `null` and no `[]` (GEN-15), both for that reason.
 *
 * For the same reason an id is not taken that is written with a prefix of the document's own: no list of the revoked holds
 * it so.
 *
 * Nor does it cover at which of several places with one id a member stands: where evidence, say, bears the id of the badge,
 * its status could be moved there.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#json-ld
 */
export function checkForm(document: JsonObject): readonly VerificationCheck[] {
  const own = readOwnTerms(document)
  const { id } = document
  const whole = typeof id === 'string' ? inFull(id, own) : undefined
  const isSameAsWhole = (part: unknown) =>
    whole !== undefined && typeof part === 'string' && inFull(part, own) === whole
  const found: VerificationCheck[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (found.length >= MAX_FINDINGS) return
    if (value === null || (Array.isArray(value) && value.length === 0)) found.push(empty(path))
    else if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    else if (isJsonObject(value)) {
      if (path.length > 0 && isSameAsWhole(value['id']))
        for (const name of OF_THE_WHOLE) if (value[name] !== undefined) found.push(movedAway([...path, name]))
      for (const [key, member] of Object.entries(value)) {
        if (found.length >= MAX_FINDINGS) return
        const inner = [...path, key]
        if (key === '@context') found.push(...checkContext(member, inner))
        else if (isDisguised(key)) found.push(disguised(inner))
        else if (key === 'id' ? isAbbreviated(member) : key === 'type' && asList(member).some(isSpelledOut))
          found.push(respelled(inner))
        else visit(member, inner)
      }
    }
  }
  const isDisguised = (key: string) =>
    key.startsWith('@') || PUBLISHED_TERMS.alsoMembers.has(key) || (key.includes(':') && namesPublished(key, own))
  const isAbbreviated = (name: unknown) => typeof name === 'string' && inFull(name, own) !== name
  const isSpelledOut = (name: unknown) =>
    typeof name === 'string' && name.includes(':') && PUBLISHED_TERMS.iris.has(inFull(name, own) ?? '')
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

const respelled = (path: readonly PropertyKey[]) =>
  fail(
    'conformance',
    'JSONLD_NOT_COMPACTED',
    `${path.join('.')}: an id must be written in full and a published type as its name, or they could be passed over.`,
    toPointer(path),
  )

const movedAway = (path: readonly PropertyKey[]) =>
  fail(
    'conformance',
    'JSONLD_NOT_COMPACTED',
    `${path.join('.')}: members of the document itself must stand in it and not in a part with its id, or they could be hidden.`,
    toPointer(path),
  )
