import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail } from './check.ts'
import type { CredentialKind } from './check-conformance.ts'
import { asList, asText, isJsonObject, issuerIdOf } from './json.ts'
import type { OwnObjects } from './own-objects.ts'

/**
 * Whether what bears one of our addresses or issuers was given out here. Anyone may sign as themselves a badge that
 * borrows the address of ours; only the store knows that we gave none to that issuer.
 *
 * @returns nothing when all is well or the document is none of ours.
 */
export async function checkRecord(
  own: OwnObjects,
  document: JsonObject,
  kind: CredentialKind,
): Promise<readonly VerificationCheck[]> {
  const id = asText(document['id']) ?? ''
  const issuer = issuerIdOf(document) ?? ''
  if (!own.isOwnUrl(id) && !own.isOwnDid(issuer)) return []
  const stored = kind === 'badge' ? await loadObject(own, id) : await loadEndorsement(own, document, id)
  return stored && issuerIdOf(stored) === issuer
    ? []
    : [fail('issuer', 'NOT_ISSUED_HERE', `This service has given out no ${kind} with this id and issuer.`, '/id')]
}

async function loadObject({ loadCredential }: OwnObjects, url: string): Promise<JsonObject | undefined> {
  const text = await loadCredential(url)
  return text === undefined ? undefined : JSON.parse(text)
}

/** An endorsement is public as part of the badge it endorses. */
async function loadEndorsement(own: OwnObjects, document: JsonObject, id: string): Promise<JsonObject | undefined> {
  const subject = document['credentialSubject']
  const badge = isJsonObject(subject) ? await loadObject(own, asText(subject['id']) ?? '') : undefined
  return asList(badge?.['endorsement']).find((entry): entry is JsonObject => isJsonObject(entry) && entry['id'] === id)
}
