import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import { z } from 'zod'
import type { OidcProvider } from '../../domain/community/community.ts'
import { toEpochMilliseconds } from '../../domain/shared/instant.ts'
import type { Now } from '../../ports/clock.ts'
import type { OidcTokens, TokenVerdict } from '../../ports/oidc.ts'

/** Algorithms accepted, whatever a provider offers. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
/** Kinds of JWT that say who somebody is: ID tokens and access tokens (RFC 9068). */
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt']
const CLOCK_TOLERANCE_SECONDS = 60
const DISCOVERY_MAX_AGE_MS = 10 * 60_000
const MAX_PROVIDERS = 200

const DiscoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() })

type KeySet = ReturnType<typeof createRemoteJWKSet>

export interface OidcTokensDeps {
  /** Fetches a document of a provider; throws what it refuses or cannot reach. */
  readonly fetch: (
    url: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{
    readonly status: number
    readonly bytes: Uint8Array<ArrayBuffer>
  }>
  readonly now: Now
}

/**
 * Verifies tokens with the keys that their issuer publishes: signature (RS256, ES256, EdDSA), issuer, audience, expiry,
 * not-before, with 60 seconds of tolerance. Discovery is kept for ten minutes; keys are fetched again when a
 * token names an unknown one.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export function joseOidcTokens(deps: OidcTokensDeps): OidcTokens {
  const keySets = new Map<string, { readonly keys: Promise<KeySet>; readonly at: number }>()

  function keysOf(issuer: string): Promise<KeySet> {
    const at = toEpochMilliseconds(deps.now())
    const known = keySets.get(issuer)
    if (known && Math.abs(at - known.at) < DISCOVERY_MAX_AGE_MS) return known.keys
    const keys = discover(deps, issuer)
    keySets.delete(issuer)
    keySets.set(issuer, { keys, at })
    for (const oldest of keySets.keys()) {
      if (keySets.size <= MAX_PROVIDERS) break
      keySets.delete(oldest)
    }
    // A provider that could not be asked is asked again by the next request.
    keys.catch(() => keySets.delete(issuer))
    return keys
  }

  return {
    async verify(token, providers) {
      const claimed = readUnverified(token)
      if (!claimed) return { kind: 'invalid', reason: 'token_malformed' }
      const ofIssuer = providers.filter(({ issuer }) => issuer === claimed.issuer)
      if (ofIssuer.length === 0) return { kind: 'unknown_issuer' }
      if (!ALGORITHMS.includes(claimed.algorithm)) return { kind: 'invalid', reason: 'token_algorithm' }
      if (!TYPES.includes(claimed.type)) return { kind: 'invalid', reason: 'token_type' }
      let keys: KeySet
      try {
        keys = await keysOf(claimed.issuer)
      } catch (error) {
        return { kind: 'unreachable', reason: error instanceof Error ? error.message : 'unknown' }
      }
      return verifyWith(deps, token, keys, ofIssuer)
    },
  }
}

interface ClaimedByToken {
  readonly issuer: string
  readonly algorithm: string
  readonly type: string | undefined
}

/** What an unverified token says of itself: enough to know whom to ask for its key. */
function readUnverified(token: string): ClaimedByToken | undefined {
  try {
    const { iss } = decodeJwt(token)
    const { alg, typ } = decodeProtectedHeader(token)
    if (iss === undefined || alg === undefined) return undefined
    return { issuer: iss, algorithm: alg, type: typ?.toLowerCase() }
  } catch {
    return undefined
  }
}

async function verifyWith(
  { now }: OidcTokensDeps,
  token: string,
  keys: KeySet,
  providers: readonly OidcProvider[],
): Promise<TokenVerdict> {
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: providers.map(({ issuer }) => issuer),
      audience: providers.map(({ audience }) => audience),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(toEpochMilliseconds(now())),
    })
    payload = verified.payload
  } catch (error) {
    return toVerdict(error)
  }
  const { iss, sub } = payload
  if (iss === undefined || sub === undefined || sub === '') return { kind: 'invalid', reason: 'token_subject' }
  return { kind: 'proven', subject: { issuer: iss, subject: sub } }
}

function toVerdict(error: unknown): TokenVerdict {
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError))
    return { kind: 'unreachable', reason: error instanceof Error ? error.message : 'unknown' }
  // jose throws its base class itself when the key set does not arrive or is none.
  if (error.code === 'ERR_JOSE_GENERIC' || error instanceof errors.JWKSInvalid)
    return { kind: 'unreachable', reason: error.message }
  const claim =
    error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired ? error.claim : ''
  return { kind: 'invalid', reason: claim === '' ? error.code.toLowerCase() : `token_claim_${claim}` }
}

async function discover(deps: OidcTokensDeps, issuer: string): Promise<KeySet> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, bytes } = await deps.fetch(url, { accept: 'application/json' })
  if (status !== 200) throw new Error(`the discovery document answered ${status}`)
  const document = DiscoverySchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  if (document.issuer !== issuer) throw new Error('the discovery document is of another issuer')
  return createRemoteJWKSet(new URL(document.jwks_uri), {
    timeoutDuration: 6000,
    cooldownDuration: 30_000,
    cacheMaxAge: DISCOVERY_MAX_AGE_MS,
    [customFetch]: async (keysUrl) => {
      const answer = await deps.fetch(keysUrl, { accept: 'application/json' })
      return new Response(answer.bytes, { status: answer.status })
    },
  })
}
