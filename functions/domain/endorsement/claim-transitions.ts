import type { Repeatable } from '../../../schemas/achievement.ts'
import type { ClaimStatus } from '../../../schemas/claim.ts'
import type { Id } from '../shared/ids.ts'
import { addDays, addMilliseconds, type Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Claim } from './claim.ts'
import type { ClaimEventType } from './claim-event.ts'
import { revisionsLeft } from './clauses/revisions.ts'

/** What becomes of the item that keeps a learner from claiming the same achievement again. */
export type UniquenessChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'release' }
  /** The achievement may be claimed again from `freeAt` on. */
  | { readonly kind: 'free-at'; readonly freeAt: Instant }
  /** The place is taken once more; the change is refused when another claim of the learner has it by `at`. */
  | { readonly kind: 'take'; readonly at: Instant }

/** One step of a claim, to be stored only while the claim still is exactly `from`. */
export interface ClaimChange {
  readonly from: Claim
  readonly to: Claim
  readonly event: ClaimEventType
  readonly data: Readonly<Record<string, string | number | boolean>>
  readonly actorId?: Id | undefined
  readonly uniqueness: UniquenessChange
}

/** Who may take a claim from one state to another. */
type Side = 'learner' | 'endorser' | 'objector' | 'panel' | 'issuance' | 'clock' | 'erasure'

/** Every allowed change of state with the side that may make it; all others are refused. */
export const TRANSITIONS: readonly { readonly from: ClaimStatus; readonly to: ClaimStatus; readonly by: Side }[] = [
  { from: 'open', to: 'open', by: 'learner' },
  { from: 'revision', to: 'open', by: 'learner' },
  { from: 'open', to: 'withdrawn', by: 'learner' },
  { from: 'revision', to: 'withdrawn', by: 'learner' },
  { from: 'met', to: 'withdrawn', by: 'learner' },
  { from: 'met', to: 'open', by: 'endorser' },
  { from: 'revision', to: 'open', by: 'endorser' },
  { from: 'open', to: 'revision', by: 'issuance' },
  { from: 'open', to: 'met', by: 'issuance' },
  { from: 'met', to: 'open', by: 'issuance' },
  { from: 'met', to: 'issued', by: 'issuance' },
  { from: 'open', to: 'expired', by: 'clock' },
  { from: 'revision', to: 'expired', by: 'clock' },
  { from: 'open', to: 'withdrawn', by: 'erasure' },
  { from: 'revision', to: 'withdrawn', by: 'erasure' },
  { from: 'met', to: 'withdrawn', by: 'erasure' },
  { from: 'contested', to: 'withdrawn', by: 'erasure' },
  { from: 'refused', to: 'withdrawn', by: 'erasure' },
  { from: 'issued', to: 'withdrawn', by: 'erasure' },
  { from: 'met', to: 'contested', by: 'objector' },
  { from: 'contested', to: 'withdrawn', by: 'learner' },
  { from: 'contested', to: 'refused', by: 'panel' },
  { from: 'contested', to: 'met', by: 'panel' },
  // Nobody was there to be drawn, or nobody voted in time.
  { from: 'contested', to: 'met', by: 'clock' },
  // An appeal leaves the claim refused until it is upheld.
  { from: 'refused', to: 'refused', by: 'learner' },
  { from: 'refused', to: 'met', by: 'panel' },
  { from: 'refused', to: 'refused', by: 'panel' },
  { from: 'refused', to: 'refused', by: 'clock' },
  // What became of the endorsements of a badge (clause `living`).
  { from: 'issued', to: 'issued', by: 'issuance' },
]

const MS_PER_HOUR = 3_600_000

/** Whether a side may take a claim from one state to another. */
export const mayMove = (from: ClaimStatus, to: ClaimStatus, by: Side): boolean =>
  TRANSITIONS.some((row) => row.from === from && row.to === to && row.by === by)

/** A change of state that the table does not hold is a mistake of ours, never of a caller. */
export function move(from: Claim, by: Side, event: ClaimEventType, changes: Partial<Claim> & Pick<Claim, 'status'>) {
  if (!mayMove(from.status, changes.status, by))
    throw new TypeError(`a claim cannot go from ${from.status} to ${changes.status} by ${by}`)
  const to: Claim = { ...from, ...changes, version: from.version + 1 }
  return { from, to, event, data: {}, uniqueness: { kind: 'keep' } } satisfies ClaimChange
}

/**
 * The learner offers a new evidence version; earlier endorsements stop counting.
 *
 * @param revisions  What the policy says of them.
 * @returns the change, or `evidence_closed` unless the claim is `open` or in `revision` and a revision is left.
 */
export function addEvidence(
  claim: Claim,
  evidenceDigest: string,
  actorId: Id,
  revisions?: number,
): Result<ClaimChange, Refusal> {
  if (!mayMove(claim.status, 'open', 'learner'))
    return err({ code: 'evidence_closed', detail: `The claim is ${claim.status} and takes no new evidence.` })
  if (revisionsLeft(claim.evidenceVersion, { revisions }) === 0)
    return err({
      code: 'evidence_closed',
      detail: `This claim has been given every evidence version that its rule takes, ${claim.evidenceVersion} in all; withdraw it and open a new one.`,
    })
  const evidenceVersion = claim.evidenceVersion + 1
  return ok({
    ...move(claim, 'learner', 'claim.evidence-added', { status: 'open', evidenceVersion, evidenceDigest }),
    actorId,
    data: { evidenceVersion, evidenceDigest },
  })
}

/** The learner takes the claim back. Refused with `claim_not_withdrawable` once it is issued or over. */
export function withdrawClaim(claim: Claim, actorId: Id): Result<ClaimChange, Refusal> {
  if (!mayMove(claim.status, 'withdrawn', 'learner'))
    return err({ code: 'claim_not_withdrawable', detail: `The claim is ${claim.status} and cannot be withdrawn.` })
  return ok({
    ...move(claim, 'learner', 'claim.withdrawn', { status: 'withdrawn' }),
    actorId,
    uniqueness: { kind: 'release' },
  })
}

/** The clock ends a claim whose `expiresAt` has passed; `undefined` when there is nothing to end. */
export function expireClaim(claim: Claim, now: Instant): ClaimChange | undefined {
  if (claim.expiresAt === undefined || claim.expiresAt > now || !mayMove(claim.status, 'expired', 'clock'))
    return undefined
  return { ...move(claim, 'clock', 'claim.expired', { status: 'expired' }), uniqueness: { kind: 'release' } }
}

/** Enough peers said `not-yet`: the learner is asked for new evidence. */
export const askRevision = (claim: Claim, notYet: number): ClaimChange => ({
  ...move(claim, 'issuance', 'claim.revision-asked', { status: 'revision' }),
  data: { evidenceVersion: claim.evidenceVersion, notYet },
})

/**
 * The rule is met: freezes the decision instant and opens a new round of issuing.
 *
 * @param objectionHours  How long the claim can be objected to from then on; 0 for not at all.
 */
export function meetRule(claim: Claim, decidedAt: Instant, counted: number, objectionHours = 0): ClaimChange {
  const round = claim.round + 1
  const window =
    objectionHours === 0 ? {} : { objectableUntil: addMilliseconds(decidedAt, objectionHours * MS_PER_HOUR) }
  return {
    ...move(claim, 'issuance', 'claim.met', { status: 'met', decidedAt, round, ...window }),
    data: { decidedAt, counted, round, ...window },
  }
}

/** The frozen set no longer meets the rule, or one of it was taken back, or a `not-yet` was undone: the claim is open again. */
export function reopenClaim(claim: Claim, by: 'issuance' | 'endorser', actorId?: Id): ClaimChange {
  const { decidedAt: _decidedAt, objectableUntil: _objectableUntil, ...undecided } = claim
  const change = move(claim, by, 'claim.reopened', { status: 'open' })
  return {
    ...change,
    to: { ...undecided, status: 'open', version: change.to.version },
    data: { round: claim.round },
    ...(actorId === undefined ? {} : { actorId }),
  }
}

/** The badge is stored. When the achievement repeats, says from when on it may be claimed again. */
export const issueClaim = (
  claim: Claim,
  issuedAt: Instant,
  { repeatable, periodDays }: { readonly repeatable: Repeatable; readonly periodDays?: number | undefined },
): ClaimChange => ({
  ...move(claim, 'issuance', 'claim.issued', { status: 'issued', issuedAt }),
  data: { credentialId: claim.credentialId, round: claim.round },
  uniqueness:
    repeatable === 'per-period' && periodDays !== undefined
      ? { kind: 'free-at', freeAt: addDays(issuedAt, periodDays) }
      : { kind: 'keep' },
})
