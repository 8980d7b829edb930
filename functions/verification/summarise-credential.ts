import type { VerificationReport } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { asText, isJsonObject, issuerIdOf } from './json.ts'

/** What a page shows of a credential whatever the outcome; nothing of it is vouched for. */
export function summariseCredential(document: JsonObject): VerificationReport['credential'] {
  const subject = document['credentialSubject']
  const achievement = isJsonObject(subject) ? subject['achievement'] : undefined
  const issuer = document['issuer']
  const members = {
    id: asText(document['id']),
    name: asText(document['name']),
    issuer: issuerIdOf(document),
    issuerName: isJsonObject(issuer) ? asText(issuer['name']) : undefined,
    achievement: isJsonObject(achievement) ? asText(achievement['id']) : undefined,
    achievementName: isJsonObject(achievement) ? asText(achievement['name']) : undefined,
    awardedDate: asText(document['awardedDate']),
    validFrom: asText(document['validFrom']),
    validUntil: asText(document['validUntil']),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
