import type { Instant } from '../../domain/shared/instant.ts'
import type { JwtKeySources } from '../../ports/credential-jwt.ts'
import type { JsonObject, KeyTrouble, ProofFailure } from '../../ports/proofs.ts'
import { keyFailure } from '../data-integrity/document-refused.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { isHttps, isSameOrigin, shownPlace } from '../data-integrity/key-place.ts'
import { type JwsFailure, jwsFailure } from './compact-jws.ts'
import { type CandidateKey, type IssuerKeys, jwkOf, loadIssuerKeys, thumbprintOf } from './issuer-keys.ts'

/** The issuer's key that a JWT was signed with, if its signature holds. */
interface SigningKey {
  readonly ok: true
  readonly jwk: JsonObject
  readonly thumbprint: string
}

type Found = SigningKey | JwsFailure | ProofFailure

/** Whose key is looked for, and where. */
interface Wanted {
  readonly issuer: string
  readonly sources: JwtKeySources
  readonly now: Instant
}

/**
 * Finds the key that a header names among those its issuer lists for assertions. `kid` may be the id of a verification method,
 * the https address of the key or its `kid` in the issuer's document, or the issuer's id when it has one key; `jwk` may hold
 * the key itself. Both are only hints: what counts is that the issuer lists that key. An https issuer that says nowhere which
 * keys are theirs may have one by itself on their own authority.
 *
 * @returns `KEY_UNRESOLVABLE` when there is no such key, `ISSUER_KEY_UNBOUND` when there is one that is not the issuer's to
 *   use so, `KEY_MISMATCH` when `kid` and `jwk` mean different keys, `KEY_REVOKED` or `KEY_EXPIRED` when it counts no more.
 * @throws Unavailable when it may stand where nobody could look.
 */
export async function findSigningKey(header: JsonObject, wanted: Wanted): Promise<Found> {
  const published = await loadIssuerKeys(wanted.issuer, wanted.sources)
  if ('ok' in published) return published
  const found = await findAmong(published, header, wanted)
  const isOpen = !found.ok && (found.code === 'KEY_UNRESOLVABLE' || found.code === 'ISSUER_KEY_UNBOUND')
  if (published.unavailable && isOpen) throw published.unavailable
  return found
}

async function findAmong(published: IssuerKeys, { kid, jwk }: JsonObject, wanted: Wanted): Promise<Found> {
  const { keys } = published
  const { issuer } = wanted
  const held = jwk === undefined ? undefined : thumbprintOf(jwk)
  if (typeof kid !== 'string') return choose(keys, held, wanted)

  const isNamed = ({ names }: CandidateKey) => names.includes(kid) || names.includes(`${issuer}#${kid}`)
  const named = kid === issuer && keys.length === 1 ? keys : keys.filter(isNamed)
  if (named.length === 0) return findElsewhere(published, kid, held, wanted)
  if (held !== undefined && !named.some(({ thumbprint }) => thumbprint === held)) return mismatch
  return choose(named, held ?? named[0]?.thumbprint, wanted)
}

/** `kid` is no name that the issuer gives to a key of its own: an address where one of them may stand by itself. */
async function findElsewhere(
  { keys, isList }: IssuerKeys,
  kid: string,
  held: string | undefined,
  wanted: Wanted,
): Promise<Found> {
  const { issuer, sources } = wanted
  if (kid.startsWith('did:') && !kid.startsWith(`${issuer}#`)) return unbound(issuer)
  if (!isHttps(kid)) return unnamed(issuer, kid)
  const isOwnAuthority = isSameOrigin(kid, issuer)
  // No key of theirs could be the one there, so that a host which the signer chose is not asked.
  if (keys.length === 0 && (isList || !isOwnAuthority)) return unbound(issuer)
  const standing = await sources.resolveKey(kid, isOwnAuthority ? { onItsOrigin: true } : undefined)
  const jwk = jwkAlone(standing)
  const thumbprint = thumbprintOf(jwk)
  if (!jwk || thumbprint === undefined) return noneAt(kid, standing === undefined ? 'absent' : 'undescribed')
  if (held !== undefined && held !== thumbprint) return mismatch
  if (isList || !isOwnAuthority) return choose(keys, thumbprint, wanted)
  // A JWK cannot name its controller; a key document that names another is not the issuer's.
  const { controller = issuer } = isJsonObject(standing) ? standing : {}
  return controller === issuer ? { ok: true, jwk, thumbprint } : unbound(issuer, 'other_controller')
}

/** The one key at an address: a JWK, or a key document (KEY-08). A set of keys is none (KEY-04). */
const jwkAlone = (standing: unknown): JsonObject | undefined => {
  if (!isJsonObject(standing)) return undefined
  return 'kty' in standing ? standing : jwkOf(standing)
}

function choose(
  keys: readonly CandidateKey[],
  thumbprint: string | undefined,
  { issuer, now }: Pick<Wanted, 'issuer' | 'now'>,
): SigningKey | ProofFailure {
  const meant = keys.filter((key) => key.thumbprint === thumbprint)
  const chosen = meant.find(({ isListed }) => isListed)
  if (!chosen) return unbound(issuer, meant.length > 0 ? 'unlisted' : 'other_signer')
  return chosen.endedAt?.(now) ?? { ok: true, jwk: chosen.jwk, thumbprint: chosen.thumbprint }
}

const unbound = (issuer: string, trouble: KeyTrouble = 'other_signer') =>
  keyFailure('ISSUER_KEY_UNBOUND', `${issuer.slice(0, 200)} does not list that key for assertions`, {
    trouble,
    at: shownPlace(issuer),
  })

const unnamed = (issuer: string, kid: string) =>
  keyFailure('KEY_UNRESOLVABLE', `${issuer.slice(0, 200)} has no key ${kid.slice(0, 200)}`, {
    trouble: 'undescribed',
    at: shownPlace(issuer),
  })

const noneAt = (kid: string, trouble: KeyTrouble) =>
  keyFailure('KEY_UNRESOLVABLE', `there is no JWK at ${kid.slice(0, 200)}`, { trouble, at: shownPlace(kid) })

const mismatch = jwsFailure('KEY_MISMATCH', 'its kid and its jwk mean different keys')
