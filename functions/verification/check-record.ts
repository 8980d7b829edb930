import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, warn } from './check.ts'
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
  if (!stored || issuerIdOf(stored) !== issuer) return [fail('issuer', 'NOT_ISSUED_HERE', NOT_HERE[kind], '/id')]
  return kind === 'badge' ? checkIsNewest(stored, document) : []
}

const NOT_HERE = {
  badge: 'This service has given out no badge with this id and issuer.',
  endorsement:
    'No badge of this service holds an endorsement with this id and issuer: it was never given, or was taken back since.',
} as const

/** An earlier version is as genuine as the newest; only endorsements may have come, or been taken back, since. */
function checkIsNewest(newest: JsonObject, document: JsonObject): readonly VerificationCheck[] {
  const since = asText(newest['validFrom']) ?? ''
  return Date.parse(asText(document['validFrom']) ?? '') < Date.parse(since)
    ? [
        warn(
          'issuer',
          'NEWER_VERSION',
          `The issuer has issued this badge again, on ${since}: endorsements may have been added or taken back since this copy was made. The newest version is at the badge's address.`,
          '/validFrom',
        ),
      ]
    : []
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
