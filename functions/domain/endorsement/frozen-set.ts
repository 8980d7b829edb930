import type { Instant } from '../shared/instant.ts'
import type { Claim } from './claim.ts'
import type { Endorsement } from './endorsement.ts'

/**
 * What a met claim was decided on. Without an objection window that is everything that is read once it is met; with one,
 * peers may go on endorsing for days, and what they give after the decision instant comes later.
 */
export const frozenSet = (claim: Claim, endorsements: readonly Endorsement[]): readonly Endorsement[] =>
  endorsements.filter((endorsement) => isFrozen(claim, endorsement))

/** Whether a met claim was decided on this endorsement, so that it is decided again when it changes. */
export const isFrozen = (
  { objectableUntil, decidedAt }: Pick<Claim, 'objectableUntil' | 'decidedAt'>,
  { changedAt }: Endorsement,
): boolean => objectableUntil === undefined || decidedAt === undefined || changedAt <= decidedAt

/**
 * The decision instant of a set that is frozen by its instants: not before any endorsement in it, whichever clock it was given
 * by.
 */
export const decisionInstant = (endorsements: readonly Endorsement[], now: Instant): Instant =>
  [now, ...endorsements.map(({ changedAt }) => changedAt)].sort().at(-1) ?? now
