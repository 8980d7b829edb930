import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JwtReason, JwtVerdict, UnverifiedJwt } from '../ports/credential-jwt.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { Unavailable } from '../ports/unavailable.ts'
import { fail, pass, skip } from './check.ts'
import { compromisedChecks } from './check-compromised-key.ts'
import { checkKey, keyUnavailable, keyUnknownHere } from './check-key.ts'
import { withoutRepeats } from './check-proof.ts'
import { asText, issuerIdOf } from './json.ts'
import type { OwnObjects } from './own-objects.ts'
import { unlessUnavailable } from './unless-unavailable.ts'
import type { Verification } from './verification.ts'

/** A JWT with the credential in it and what is to be said of its signature; without a credential when there is none to read. */
export interface CheckedJwt {
  /** Vouched for by nobody as long as a check of its signature, its claims or its key did not pass. */
  readonly credential?: JsonObject
  readonly checks: readonly VerificationCheck[]
}

/**
 * Checks a VC-JWT: its form, its claims, its signature and that the key is the issuer's. One that was signed with a key of
 * this service that others may have signed with holds when exactly its bytes were stored here before that was possible
 * (KEY-09).
 */
export async function checkJwt(verification: Verification, jwt: string): Promise<CheckedJwt> {
  const unverified = verification.credentialJwts.readUnverified(jwt)
  const given = unverified ? { credential: unverified.credential } : {}
  const isOwn = verification.answersFor(unverified ? (issuerIdOf(unverified.credential) ?? '') : '')
  return unlessUnavailable<CheckedJwt, CheckedJwt>(
    async () => ({ ...given, ...(await checkReachable(verification, jwt, isOwn)) }),
    (unavailable) => ({ ...given, checks: [isOwn ? keyUnknownHere : notTraced(unavailable, unverified)] }),
  )
}

/** A key that came along is there; whose it is, is what could not be found out. */
const notTraced = (unavailable: Unavailable, unverified: UnverifiedJwt | undefined): VerificationCheck =>
  keyUnavailable(unavailable, unverified?.namesKey === false ? 'ISSUER_KEY_UNBOUND' : 'KEY_UNRESOLVABLE')

async function checkReachable(verification: Verification, jwt: string, isOwn: boolean): Promise<CheckedJwt> {
  const { credentialJwts, resolveDid, resolveKey, compromised } = verification
  const verdict = await credentialJwts.verifyJwt(jwt, { resolveDid, resolveKey })
  if (verdict.ok) return { credential: verdict.credential, checks: HOLDS }
  const known = { resolveDid: compromised.resolveDid, resolveKey }
  const once = verdict.code === 'ISSUER_KEY_UNBOUND' ? await credentialJwts.verifyJwt(jwt, known) : verdict
  return once.ok
    ? checkWasHeld(verification, jwt, once)
    : { checks: withoutRepeats([verdict, ...(verdict.further ?? [])].map((reason) => toCheck(reason, isOwn))) }
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

function toCheck({ code, detail, key }: JwtReason, isOwn: boolean): VerificationCheck {
  switch (code) {
    case 'KEY_UNRESOLVABLE':
    case 'ISSUER_KEY_UNBOUND':
    case 'KEY_REVOKED':
    case 'KEY_EXPIRED':
      return checkKey(code, key, isOwn)
    case 'CLAIMS_NOT_CHECKED':
      return skip('proof', code, 'What the JWT claims was not compared with the credential, since it names no key.')
    default:
      return fail('proof', code, `The JWT does not hold: ${detail}.`)
  }
}
