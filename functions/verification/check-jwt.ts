import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import type { JwtVerdict } from '../ports/credential-jwt.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass } from './check.ts'
import { compromisedChecks } from './check-compromised-key.ts'
import { keyElsewhere, keyUnknownHere } from './check-proof.ts'
import { asText, issuerIdOf } from './json.ts'
import type { OwnObjects } from './own-objects.ts'
import { unlessUnavailable } from './unless-unavailable.ts'
import type { Verification } from './verification.ts'

/** A JWT with the credential in it and what is to be said of its signature; without a credential when that does not hold. */
export interface CheckedJwt {
  readonly credential?: JsonObject
  readonly checks: readonly VerificationCheck[]
}

/**
 * Checks a VC-JWT by the keys this service answers for itself; nothing is fetched. One that was signed with a key that others
 * may have signed with holds when exactly its bytes were stored here before that was possible (KEY-09).
 */
export const checkJwt = (verification: Verification, jwt: string): Promise<CheckedJwt> =>
  unlessUnavailable<CheckedJwt, CheckedJwt>(
    () => checkReachable(verification, jwt),
    () => ({ checks: [verification.answersFor(claimedIssuer(jwt)) ? keyUnknownHere : keyElsewhere] }),
  )

async function checkReachable(verification: Verification, jwt: string): Promise<CheckedJwt> {
  const { credentialJwts, resolveDid, resolveKey, compromised, answersFor } = verification
  const verdict = await credentialJwts.verifyJwt(jwt, { resolveDid, resolveKey })
  if (verdict.ok) return { credential: verdict.credential, checks: HOLDS }
  const known = { resolveDid: compromised.resolveDid, resolveKey }
  const once = verdict.code === 'ISSUER_KEY_UNBOUND' ? await credentialJwts.verifyJwt(jwt, known) : verdict
  return once.ok ? checkWasHeld(verification, jwt, once) : { checks: toChecks(verdict, answersFor(claimedIssuer(jwt))) }
}

async function checkWasHeld(
  { compromised }: OwnObjects,
  jwt: string,
  { credential, thumbprint }: Extract<JwtVerdict, { readonly ok: true }>,
): Promise<CheckedJwt> {
  const issuer = issuerIdOf(credential) ?? ''
  const at = await compromised.compromisedAt(issuer, [`${issuer}#${thumbprint}`])
  if (at === undefined) return { checks: [UNBOUND] }
  const heldSince = await compromised.heldSince(asText(credential['id']) ?? '', jwt)
  return { credential, checks: compromisedChecks(at, heldSince) }
}

const HOLDS = [
  pass('proof', 'The signature of the JWT holds, and its claims say what the credential says.'),
  pass('issuer', 'The signing key belongs to the issuer named in the document.'),
]

const UNBOUND = fail(
  'issuer',
  'ISSUER_KEY_UNBOUND',
  'The key that signed does not belong to the issuer named in the document.',
)

/** Of a JWT whose signature was not found to hold; a key is only looked for where `iss` is the issuer's id. */
const claimedIssuer = (jwt: string): string => asText(peekJwtPayload(jwt)?.['iss']) ?? ''

function toChecks(
  { code, detail }: Extract<JwtVerdict, { readonly ok: false }>,
  isOwn: boolean,
): readonly VerificationCheck[] {
  switch (code) {
    case 'ISSUER_KEY_UNBOUND':
      return [UNBOUND]
    case 'KEY_UNRESOLVABLE':
      if (isOwn) return [keyUnknownHere]
      return [keyElsewhere]
    default:
      return [fail('proof', code, `The JWT does not hold. ${detail}`)]
  }
}
