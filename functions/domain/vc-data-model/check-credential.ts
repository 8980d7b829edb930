import { CREDENTIALS_V1, checkContexts } from './check-contexts.ts'
import { checkId } from './check-ids.ts'
import { checkMembers } from './check-members.ts'
import { checkIssuer, checkSubjects } from './check-parties.ts'
import { checkProofs } from './check-proofs.ts'
import { checkRelatedResources } from './check-related-resources.ts'
import { checkSize } from './check-size.ts'
import { checkTexts } from './check-texts.ts'
import { checkTypes } from './check-types.ts'
import { checkValidity } from './check-validity.ts'
import type { Finding, Path } from './finding.ts'
import type { JsonObject } from './values.ts'

const VALIDITY_MEMBERS = {
  1: { from: 'issuanceDate', until: 'expirationDate', isFromRequired: true },
  2: { from: 'validFrom', until: 'validUntil', isFromRequired: false },
} as const

/** The version of the data model a document is written in, by its first context. */
export const modelVersionOf = (document: JsonObject): 1 | 2 => {
  const contexts = document['@context']
  return Array.isArray(contexts) && contexts[0] === CREDENTIALS_V1 ? 1 : 2
}

/** The names that the two ends of the validity period have in a document. */
export const validityMembersOf = (document: JsonObject) => VALIDITY_MEMBERS[modelVersionOf(document)]

/**
 * Checks a credential against the VC Data Model 2.0, or 1.1 when its first context says so, as far as can be told
 * without expanding it; undefined terms and types come to light with the signature. Whether its proofs hold is not
 * looked at.
 *
 * @param path  Where it stands in the request.
 * @returns every broken rule, in the order of the standard; none when it may be signed. Of one too large to be looked at,
 *   that alone.
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-credentials
 */
export function checkCredentialDocument(credential: JsonObject, path: Path): readonly Finding[] {
  const tooLarge = checkSize(credential, path)
  if (tooLarge.length > 0) return tooLarge
  return [
    ...checkContexts(credential['@context'], [...path, '@context']),
    ...checkId(credential['id'], path),
    ...checkTypes(credential['type'], path, 'VerifiableCredential'),
    ...checkTexts(credential, path),
    ...checkIssuer(credential['issuer'], [...path, 'issuer']),
    ...checkSubjects(credential['credentialSubject'], [...path, 'credentialSubject']),
    ...checkValidity(credential, path, validityMembersOf(credential)),
    ...checkMembers(credential, path),
    ...checkRelatedResources(credential['relatedResource'], [...path, 'relatedResource']),
    ...checkProofs(credential['proof'], [...path, 'proof']),
  ]
}
