import type { Id } from '../shared/ids.ts'
import { addDays, addMilliseconds, type Instant, toEpochMilliseconds } from '../shared/instant.ts'
import type { Claim } from './claim.ts'
import { type ClaimChange, move } from './claim-transitions.ts'

/** Days after a refusal in which the learner may appeal. */
const APPEAL_DAYS = 30

/** Whether a met claim can be objected to at `now`. */
export const isObjectable = ({ status, objectableUntil }: Claim, now: Instant): boolean =>
  (status === 'met' || status === 'contested') && objectableUntil !== undefined && now < objectableUntil

/** Whether a met claim still waits for objections, so that no badge is made of it. */
export const waitsForObjections = ({ objectableUntil }: Claim, now: Instant): boolean =>
  objectableUntil !== undefined && now < objectableUntil

/** Until when the learner may appeal against a refusal; `undefined` when there is none, or was an appeal before. */
export const appealableUntil = ({ status, refusedAt, appeal }: Claim): Instant | undefined =>
  status === 'refused' && refusedAt !== undefined && appeal === undefined ? addDays(refusedAt, APPEAL_DAYS) : undefined

/** The objection or appeal that a claim waits for, or that is to be closed since its learner took the claim back. */
export const openDisputeOf = ({ disputeId, objection, appeal }: Claim): Id | undefined =>
  objection === 'raised' || appeal === 'raised' ? disputeId : undefined

/** A member objects: nothing is signed until it is settled. The event does not say who. */
export const contestClaim = (claim: Claim, objectionId: Id): ClaimChange => ({
  ...move(claim, 'objector', 'claim.contested', { status: 'contested', objection: 'raised', disputeId: objectionId }),
  data: { objectionId, round: claim.round },
})

/** The panel upholds the objection. The learner may claim anew at once, or appeal, also when an earlier refusal was appealed against. */
export function refuseClaim(claim: Claim, refusedAt: Instant): ClaimChange {
  const change = settled(claim, 'panel', 'claim.refused', { status: 'refused', refusedAt })
  const { appeal: _appeal, ...to } = change.to
  return { ...change, to, uniqueness: { kind: 'release' } }
}

/**
 * The objection is dismissed: the rule counts as met as of the instant it was met. What is left of the time to object is for others:
 * otherwise a friend of the learner could end it by an objection made in order to be dismissed. The claim's own time goes on from where it stood.
 *
 * @param by  `clock` when nobody could be drawn, or nobody voted in time.
 */
export const dismissObjection = (claim: Claim, by: 'panel' | 'clock', raisedAt: Instant, now: Instant): ClaimChange =>
  settled(claim, by, 'claim.objection-dismissed', {
    status: 'met',
    ...longer(claim, raisedAt, now),
  })

/**
 * The learner appeals against a refusal; the claim stays refused meanwhile.
 *
 * @param isUnique  Whether the achievement is given once at a time, so that this claim takes its place again.
 */
export const appealRefusal = (claim: Claim, appealId: Id, isUnique: boolean, now: Instant): ClaimChange => ({
  ...move(claim, 'learner', 'claim.appealed', { status: 'refused', appeal: 'raised', disputeId: appealId }),
  actorId: claim.learnerId,
  data: { objectionId: appealId },
  uniqueness: isUnique ? { kind: 'take', at: now } : { kind: 'keep' },
})

/** The panel of the appeal upholds it: the rule counts as met again, as of the instant it was met. */
export function upholdAppeal(claim: Claim, now: Instant): ClaimChange {
  const change = settled(claim, 'panel', 'claim.appeal-upheld', {
    status: 'met',
    appeal: 'upheld',
    objectableUntil: now,
    ...longer(claim, claim.refusedAt ?? now, now),
  })
  const { refusedAt: _refusedAt, ...to } = change.to
  return { ...change, to }
}

/** The appeal is dismissed: the claim stays refused for good. */
export const dismissAppeal = (claim: Claim, by: 'panel' | 'clock'): ClaimChange => ({
  ...settled(claim, by, 'claim.appeal-dismissed', { status: 'refused', appeal: 'dismissed' }),
  uniqueness: { kind: 'release' },
})

function settled(...[claim, by, event, changes]: Parameters<typeof move>): ClaimChange {
  const change = move(claim, by, event, changes)
  const { objection: _objection, ...to } = change.to
  const objectionId = claim.disputeId
  return { ...change, to, data: objectionId === undefined ? {} : { objectionId } }
}

/** A claim does not run out while others settle a dispute about it. */
const longer = ({ expiresAt }: Claim, from: Instant, now: Instant) =>
  expiresAt === undefined
    ? {}
    : { expiresAt: addMilliseconds(expiresAt, Math.max(0, toEpochMilliseconds(now) - toEpochMilliseconds(from))) }
