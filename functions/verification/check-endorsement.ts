import type { EndorsementReport, VerificationCheck } from '../../schemas/verification-report.ts'
import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, outcomeOf, pass, warn } from './check.ts'
import { checkCredential } from './check-credential.ts'
import { checkJwt } from './check-jwt.ts'
import { type FoundEndorsement, findEndorsements } from './find-endorsements.ts'
import { asText, isCompactJws, isJsonObject, issuerIdOf } from './json.ts'
import type { Verification } from './verification.ts'

/** Whom a badge is by and whom it is for: their own endorsement of it says little (END-08). */
export interface BadgeParties {
  readonly issuer?: string | undefined
  readonly recipient?: string | undefined
}

/** What became of one endorsement, and the endorsements of its endorser that are in it. */
export interface CheckedEndorsement {
  readonly report: EndorsementReport
  readonly inner: readonly FoundEndorsement[]
}

/** Why a document is refused for the work it makes. */
export const TOO_COMPLEX = 'DOCUMENT_TOO_COMPLEX'

/**
 * Verifies one endorsement by the same steps as a badge (END-06), that it endorses what carries it (END-07), and whether
 * its endorser is independent. Whatever stands where an endorsement goes gets a report.
 */
export async function checkEndorsement(
  verification: Verification,
  found: FoundEndorsement,
  parties: BadgeParties,
): Promise<CheckedEndorsement> {
  const { pointer, form, value } = found
  if (form === 'embedded')
    return isJsonObject(value)
      ? checkRead(verification, found, parties, value, [])
      : unread(found, {}, [fail('parse', 'SCHEMA', 'This endorsement is not a JSON object.', pointer)])
  if (typeof value !== 'string' || !isCompactJws(value))
    return unread(found, {}, [fail('parse', 'SCHEMA', 'This endorsement is not a JWT.', pointer)])
  const { credential, checks } = await checkJwt(verification, value)
  return credential
    ? checkRead(verification, found, parties, credential, checks)
    : unread(found, claimedBy(value), checks.map(toEndorsementCode))
}

async function checkRead(
  verification: Verification,
  found: FoundEndorsement,
  parties: BadgeParties,
  given: JsonObject,
  jwt: readonly VerificationCheck[],
): Promise<CheckedEndorsement> {
  const { checks, document } = await checkCredential(verification, given, 'endorsement', jwt)
  const report = toReport(found, document, [
    ...checks.map(toEndorsementCode),
    checkTarget(document, found),
    ...checkEndorser(document, parties),
  ])
  const inner = findEndorsements(document).map((one) => ({ ...one, pointer: `${found.pointer}${one.pointer}` }))
  return { report, inner }
}

const unread = (
  found: FoundEndorsement,
  document: JsonObject,
  checks: readonly VerificationCheck[],
): CheckedEndorsement => ({ report: toReport(found, document, checks), inner: [] })

/** Who a JWT says it is from, though its signature does not hold. */
function claimedBy(jwt: string): JsonObject {
  const payload = peekJwtPayload(jwt) ?? {}
  return isJsonObject(payload['vc']) ? payload['vc'] : payload
}

function checkTarget(document: JsonObject, { targetId, pointer }: FoundEndorsement): VerificationCheck {
  const subject = document['credentialSubject']
  const endorsed = isJsonObject(subject) ? asText(subject['id']) : undefined
  return endorsed !== undefined && endorsed === targetId
    ? pass('endorsements', 'It endorses what carries it.')
    : fail(
        'endorsements',
        'ENDORSEMENT_TARGET_MISMATCH',
        'It was given to something else than what carries it.',
        `${pointer}/credentialSubject/id`,
      )
}

function checkEndorser(document: JsonObject, { issuer, recipient }: BadgeParties): readonly VerificationCheck[] {
  const endorser = issuerIdOf(document)
  if (endorser === undefined) return []
  if (endorser === recipient)
    return [warn('endorsements', 'SELF_ENDORSEMENT', 'The endorser is the recipient of the badge.')]
  return endorser === issuer
    ? [warn('endorsements', 'ISSUER_ENDORSEMENT', 'The endorser is the issuer of the badge.')]
    : []
}

/** A forged endorsement has a code of its own, apart from a forged badge. */
const toEndorsementCode = (check: VerificationCheck): VerificationCheck =>
  check.status === 'fail' && check.code !== TOO_COMPLEX && (check.id === 'proof' || check.id === 'issuer')
    ? { ...check, code: 'ENDORSEMENT_PROOF_INVALID' }
    : check

function toReport(
  { pointer }: FoundEndorsement,
  document: JsonObject,
  checks: readonly VerificationCheck[],
): EndorsementReport {
  const issuer = document['issuer']
  const name = isJsonObject(issuer) ? asText(issuer['name']) : undefined
  const id = asText(document['id'])
  const issuerId = issuerIdOf(document)
  return {
    outcome: outcomeOf(checks),
    pointer,
    ...(id === undefined ? {} : { id }),
    ...(issuerId === undefined ? {} : { issuer: issuerId }),
    ...(name === undefined ? {} : { name }),
    checks: [...checks],
  }
}
