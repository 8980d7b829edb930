import type { JwtKeySources } from '../../ports/credential-jwt.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { failure } from '../data-integrity/document-refused.ts'
import { type JwsFailure, jwsFailure } from './compact-jws.ts'
import { type CandidateKey, loadIssuerKeys, thumbprintOf } from './issuer-keys.ts'

/** The issuer's key that a JWT was signed with, if its signature holds. */
interface SigningKey {
  readonly ok: true
  readonly jwk: JsonObject
  readonly thumbprint: string
}

/**
 * Finds the key that a header names among those its issuer lists for assertions. `kid` may be the id of a verification method,
 * the https address of the key or its `kid` in the issuer's document, or the issuer's id when it has one key; `jwk` may hold
 * the key itself. Both are only hints: what counts is that the issuer lists that key.
 *
 * @returns `KEY_UNRESOLVABLE` when there is no such key, `ISSUER_KEY_UNBOUND` when there is one that is not the issuer's to
 *   use so, `KEY_MISMATCH` when `kid` and `jwk` mean different keys.
 */
export async function findSigningKey(
  { kid, jwk }: JsonObject,
  issuer: string,
  sources: JwtKeySources,
): Promise<SigningKey | JwsFailure | ProofFailure> {
  const keys = await loadIssuerKeys(issuer, sources)
  if ('ok' in keys) return keys
  const held = jwk === undefined ? undefined : thumbprintOf(jwk)
  if (typeof kid !== 'string') return choose(keys, held, issuer)

  const isNamed = ({ names }: CandidateKey) => names.includes(kid) || names.includes(`${issuer}#${kid}`)
  const named = kid === issuer && keys.length === 1 ? keys : keys.filter(isNamed)
  if (named.length === 0) return findElsewhere(keys, kid, held, issuer, sources)
  if (held !== undefined && !named.some(({ thumbprint }) => thumbprint === held)) return mismatch
  return choose(named, held ?? named[0]?.thumbprint, issuer)
}

/** `kid` is no name that the issuer gives to a key of its own: an address where one of them may stand by itself. */
async function findElsewhere(
  keys: readonly CandidateKey[],
  kid: string,
  held: string | undefined,
  issuer: string,
  { resolveKey }: JwtKeySources,
): Promise<SigningKey | JwsFailure | ProofFailure> {
  if (!URL.canParse(kid)) return failure('KEY_UNRESOLVABLE', `${issuer} has no key ${kid.slice(0, 200)}`)
  const { protocol } = new URL(kid)
  if (protocol === 'did:' && !kid.startsWith(`${issuer}#`)) return unbound(issuer)
  if (protocol !== 'https:') return failure('KEY_UNRESOLVABLE', `${issuer} has no key ${kid.slice(0, 200)}`)
  const thumbprint = thumbprintOf(await resolveKey(kid))
  if (thumbprint === undefined) return failure('KEY_UNRESOLVABLE', `there is no JWK at ${kid.slice(0, 200)}`)
  if (held !== undefined && held !== thumbprint) return mismatch
  return choose(keys, thumbprint, issuer)
}

function choose(
  keys: readonly CandidateKey[],
  thumbprint: string | undefined,
  issuer: string,
): SigningKey | ProofFailure {
  const chosen = keys.find((key) => key.thumbprint === thumbprint && key.isListed)
  return chosen ? { ok: true, jwk: chosen.jwk, thumbprint: chosen.thumbprint } : unbound(issuer)
}

const unbound = (issuer: string) => failure('ISSUER_KEY_UNBOUND', `${issuer} does not list that key for assertions`)

const mismatch = jwsFailure('KEY_MISMATCH', 'its kid and its jwk mean different keys')
