import type { Endorsement } from './endorsement.ts'

/** Whether one judgement stands in its present form for longer than another; of two at the same instant, the lower id. */
export const isEarlier = (a: Endorsement, b: Endorsement): boolean =>
  a.changedAt === b.changedAt ? a.id < b.id : a.changedAt < b.changedAt

/** The judgements, earliest first, whatever order they came in. */
export const earliestFirst = (endorsements: readonly Endorsement[]): readonly Endorsement[] =>
  [...endorsements].sort((a, b) => (isEarlier(a, b) ? -1 : isEarlier(b, a) ? 1 : 0))
