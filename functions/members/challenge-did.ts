import { challengeDomain, challengeEndsAt, type DidChallenge } from '../domain/community/proven-did.ts'
import { DID_METHODS, didMethodOf } from '../domain/shared/did.ts'
import type { Did, Id, Slug } from '../domain/shared/ids.ts'
import { communityDid } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { Randomness } from '../ports/randomness.ts'

export interface ChallengeDidDeps {
  readonly dids: Pick<DidStore, 'putChallenge'>
  readonly random: Pick<Randomness, 'secret'>
  readonly now: Now
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

export interface ChallengeDidInput {
  readonly community: Slug
  readonly memberId: Id
  readonly did: Did
}

/** Gives a member something to sign with a DID. Refused with `did_method_unsupported`. */
export async function challengeDid(
  { dids, random, now, publicUrl }: ChallengeDidDeps,
  { community, memberId, did }: ChallengeDidInput,
): Promise<Result<DidChallenge & { readonly domain: string }, Refusal>> {
  const refusal = refuseMethod(did, publicUrl)
  if (refusal) return err(refusal)
  const challenge = { challenge: random.secret(), community, memberId, did, expiresAt: challengeEndsAt(now()) }
  await dids.putChallenge(challenge)
  return ok({ ...challenge, domain: challengeDomain(publicUrl) })
}

/** A DID under our own address belongs to a community, which endorses nothing as a peer (END-08). */
export function refuseMethod(did: Did, publicUrl: string): Refusal | undefined {
  if (didMethodOf(did) === undefined) {
    const known = DID_METHODS.map((method) => `did:${method}`).join(', ')
    return { code: 'did_method_unsupported', detail: `DIDs of these methods are taken: ${known}.` }
  }
  return did.toLowerCase().startsWith(communityDid(publicUrl, '').toLowerCase())
    ? { code: 'did_method_unsupported', detail: 'This DID is one of this service, and nobody’s own.' }
    : undefined
}
