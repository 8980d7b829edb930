import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { EvidenceDocument } from '../domain/endorsement/open-claim.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/** So many concurrent changes in a row are more than a learner has to wait for. */
const MAX_TRIES = 5

export interface ChangeOwnClaimDeps {
  readonly claims: Pick<ClaimStore, 'load' | 'apply'>
  /** Its batch read returns claim and idempotency record together. */
  readonly endorsements: Pick<EndorsementStore, 'readForChange'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

export interface ChangeOwnClaimInput {
  readonly community: Slug
  readonly claimId: Id
  readonly actorId: Id
  readonly ifMatch: VersionCondition
  readonly idempotency?: IdempotencyKey | undefined
}

/** What a change writes beside the claim. */
interface OwnChange {
  readonly change: ClaimChange
  readonly evidence?: EvidenceDocument | undefined
  readonly due?: DueItem | undefined
}

type Decide = (claim: Claim, now: Instant) => Result<OwnChange, Refusal> | Promise<Result<OwnChange, Refusal>>

/**
 * Makes a change that only the learner may make, on the claim as it is now; repeats when the claim moves meanwhile.
 *
 * @param decide  The pure rule of the change.
 * @returns the changed claim, under a repeated idempotency key the claim as it is; or `claim_not_found`, `forbidden`,
 * `stale`, `idempotency_key_reused`, what `decide` refuses, or `overloaded` when the claim never rests.
 */
export async function changeOwnClaim(
  deps: ChangeOwnClaimDeps,
  input: ChangeOwnClaimInput,
  decide: Decide,
): Promise<Result<Claim, Refusal>> {
  const { claimId, actorId, idempotency } = input
  return answerRepeat(
    idempotency,
    async () => (await deps.endorsements.readForChange(claimId, actorId, idempotency)).earlier !== undefined,
    () => attemptChange(deps, input, decide),
  )
}

async function attemptChange(
  deps: ChangeOwnClaimDeps,
  { community, claimId, actorId, ifMatch, idempotency }: ChangeOwnClaimInput,
  decide: Decide,
): Promise<Result<Claim, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { claim, earlier } = await deps.endorsements.readForChange(claimId, actorId, idempotency)
    if (claim?.community !== community) return err({ code: 'claim_not_found' })
    if (earlier) return earlier.digest === idempotency?.digest ? ok(claim) : err({ code: 'idempotency_key_reused' })
    if (claim.learnerId !== actorId) return err({ code: 'forbidden', detail: 'Only the learner may do that.' })
    const stale = staleUnlessMatched(ifMatch, claim.version)
    if (stale) return err(stale)
    const now = deps.now()
    const decided = await decide(claim, now)
    if (!decided.ok) return decided
    const { change, evidence, due } = decided.value
    const event = toClaimEvent(change, deps.random.id(), now)
    const applied = await deps.claims.apply(change, event, { evidence, due, idempotency })
    if (applied.ok) return ok(applied.value.kind === 'written' ? change.to : await loadAgain(deps, claimId))
    if (applied.error.code !== 'stale') return applied
  }
  return err({ code: 'overloaded', detail: 'The claim keeps changing; repeat the request.' })
}

async function loadAgain({ claims }: ChangeOwnClaimDeps, claimId: Id): Promise<Claim> {
  const claim = await claims.load(claimId)
  if (!claim) throw new Error(`claim ${claimId} was changed and is gone`)
  return claim
}
