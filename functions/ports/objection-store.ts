import type { Member } from '../domain/community/member.ts'
import type { Votes } from '../domain/dispute/decide-panel.ts'
import type { Objection, Vote } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { KnownFacts } from '../domain/endorsement/known-facts.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from './due-store.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** Everything that raising an objection or appeal writes, as one. */
interface Raising {
  readonly change: ClaimChange
  readonly event: ClaimEvent
  readonly objection: Objection
  /** The words of whoever raises it; they lie with them. */
  readonly reason: string
  readonly due: DueItem
}

/** A change of an objection that is not settled, while it is still exactly `from`. */
interface ObjectionChange {
  readonly from: Objection
  readonly to: Objection
  readonly event: ClaimEvent
}

/** Everything that settling writes, as one. */
interface Settling extends ObjectionChange {
  /** What becomes of the claim; absent when the learner took it back. */
  readonly claim?: { readonly change: ClaimChange; readonly event: ClaimEvent } | undefined
  /** The signed outcome as text, byte for byte. */
  readonly outcomeText: string
}

/** A member with what the rule may ask about them. */
export interface LoadedCandidate {
  readonly member: Member
  /** Achievements they hold an unrevoked badge for. */
  readonly holdings: readonly Id[]
  /** What the store knows of them for the claim. */
  readonly known: KnownFacts
  /** Whether they and the learner, or they and an objector, have endorsed each other. */
  readonly isMutual: boolean
}

/** A place on a panel, as its member finds it. */
export interface PanelSeat {
  readonly objectionId: Id
  readonly claimId: Id
  readonly kind: Objection['kind']
  readonly drawnAt: Instant
}

export interface ObjectionStore {
  /** Refuses with `stale` when the claim moved on, `claim_exists` when another claim took its place, `idempotency_key_reused`. */
  raise(raising: Raising, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** One more member objects, with their words. `stale` when the objection or its claim moved on, or `idempotency_key_reused`. */
  join(
    change: ObjectionChange,
    claim: Claim,
    memberId: Id,
    reason: string,
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** Seats a panel: each finds their place. `stale` when the objection moved on. */
  seat(change: ObjectionChange): Promise<Result<void, Refusal>>
  /** Keeps a vote apart from the objection, with its reason, or that a member declines. `stale`, or `idempotency_key_reused`. */
  vote(
    change: ObjectionChange,
    vote: { readonly memberId: Id; readonly vote: Vote | 'decline'; readonly reason: string },
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** `stale` when the objection or the claim moved on. */
  settle(settling: Settling): Promise<Result<void, Refusal>>
  /** Strongly consistent. */
  load(claimId: Id, id: Id): Promise<Objection | undefined>
  /** The claim of an objection. */
  locate(id: Id): Promise<Id | undefined>
  /** Every objection and appeal of a claim, oldest first. */
  loadAll(claimId: Id): Promise<readonly Objection[]>
  list(claimId: Id, page: PageRequest): Promise<Result<Page<Objection>, Refusal>>
  loadVotes(objection: Objection): Promise<Votes>
  /** What objectors and panel wrote, by member; what was erased is left out. */
  loadWords(
    objection: Objection,
  ): Promise<{ readonly reasons: ReadonlyMap<Id, string>; readonly votes: ReadonlyMap<Id, string> }>
  loadOutcome(id: Id): Promise<{ readonly text: string; readonly digest: string } | undefined>
  listSeats(memberId: Id, page: PageRequest): Promise<Result<Page<PanelSeat>, Refusal>>
  /** Every member of a community, page by page. */
  loadMemberIds(community: Slug): Promise<readonly Id[]>
  /** Those of these members who are there, with all that is known of them for a claim and beside those who object. */
  loadCandidates(claim: Claim, ids: readonly Id[], objectors: readonly Id[]): Promise<readonly LoadedCandidate[]>
  /** Who ever judged a claim, whatever they said and whatever became of it. */
  loadJudges(claimId: Id): Promise<readonly Id[]>
}
