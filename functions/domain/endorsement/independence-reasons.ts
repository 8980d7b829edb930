import type { UncountedReason } from '../../../schemas/decision.ts'

/** Reasons of the clause `independence`. All but the last, which stands for any of them, tell about other people than the endorser. */
export const INDEPENDENCE_REASONS = [
  'mutual_pair',
  'closed_ring',
  'share_exceeded',
  'same_person',
  'not_independent',
] as const satisfies readonly UncountedReason[]

/** Whether a reason says that somebody is not independent enough of somebody else. */
export const isAboutOthers = (reason: UncountedReason): boolean => INDEPENDENCE_REASONS.some((one) => one === reason)

/** The reasons as they may be told to whoever is not to learn about other people from them, each once. */
export const withoutOthers = (reasons: readonly UncountedReason[]): readonly UncountedReason[] => [
  ...new Set(reasons.map((reason) => (isAboutOthers(reason) ? 'not_independent' : reason))),
]
