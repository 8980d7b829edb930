import type { Did, Id, Slug } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/instant.ts'

/** How long a challenge may be answered: 10 minutes. */
const CHALLENGE_MILLISECONDS = 600_000

/** How many DIDs a member may hold at once. */
export const MAX_DIDS = 20

/** A random text that whoever controls a DID signs; good for one member, one DID and one use. */
export interface DidChallenge {
  readonly challenge: string
  readonly community: Slug
  readonly memberId: Id
  readonly did: Did
  readonly expiresAt: Instant
}

/** A DID whose control a member has proven. */
export interface ProvenDid {
  readonly community: Slug
  readonly memberId: Id
  readonly did: Did
  readonly provenAt: Instant
}

/** When a challenge given out now ends. */
export const challengeEndsAt = (now: Instant): Instant => addMilliseconds(now, CHALLENGE_MILLISECONDS)

/** Whether a challenge may be answered with a proof for this DID now. */
export const isAnswerable = (challenge: DidChallenge, did: string, now: Instant): boolean =>
  challenge.did === did && challenge.expiresAt > now

/** The DID proven last: what newly opened claims of the member put into the badge. */
export const newestDid = (proven: readonly ProvenDid[]): Did | undefined =>
  proven.toSorted((a, b) => (a.provenAt < b.provenAt ? -1 : 1)).at(-1)?.did

/**
 * The host of the service, which proofs of control name, so that a proof for one service is none for another.
 *
 * @param publicUrl  Base URL of the service, without a trailing slash.
 */
export const challengeDomain = (publicUrl: string): string => new URL(publicUrl).host
