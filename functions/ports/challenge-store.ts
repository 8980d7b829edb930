import type { Challenge } from '../domain/challenge/challenge.ts'
import type { ChallengeStanding } from '../domain/challenge/challenge-standing.ts'
import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** That somebody took part in a challenge without a claim. */
interface Participation {
  readonly memberId: Id
  readonly challengeId: Id
  readonly recordedAt: Instant
}

export interface ChallengeStore {
  create(challenge: Challenge, event: CommunityEvent, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(id: Id): Promise<Challenge | undefined>
  loadMany(ids: readonly Id[]): Promise<readonly Challenge[]>
  /** Stores `to` while the stored version is still that of `from`; otherwise `stale`. */
  change(from: Challenge, to: Challenge, event: CommunityEvent): Promise<Result<void, Refusal>>
  list(community: Slug, page: PageRequest): Promise<Result<Page<Challenge>, Refusal>>
  /** The first record of a member's taking part stays; safe to repeat. */
  recordParticipation(participation: Participation, event: CommunityEvent): Promise<void>
  loadStanding(memberId: Id, challengeId: Id): Promise<ChallengeStanding | undefined>
  /** Those who have worked on it; a page may be shorter than asked for, since who withdrew all claims is left out. */
  listParticipants(challengeId: Id, page: PageRequest): Promise<Result<Page<ChallengeStanding>, Refusal>>
}
