/** Why something falls due; each is handled by the clock. */
export const DUE_KINDS = [
  'claim-expiry',
  'claim-met',
  'parked',
  'revocation',
  'suspension',
  'badge-count',
  'erasure',
  /** A review request may have to be widened, ended, or need more people. */
  'review-request',
  /** An offer of a review is a day or three old. */
  'review-offer',
  /** Whoever took a review had it for eight hours. */
  'review-lease',
  /** The decision on a claim lacks an opinion that the queue can bring. */
  'review-further',
  /** Members from before pools of reviewers were kept are to be put into them. */
  'review-pool',
  'licence',
  'summary',
  'objection-window',
  'objection',
  'living-grace',
  /** The outcome of a claim says something of how its endorsers review. */
  'review-weighing',
  /** A quarter has ended for a member who wants to be thanked. */
  'thanks',
] as const
export type DueKind = (typeof DUE_KINDS)[number]
