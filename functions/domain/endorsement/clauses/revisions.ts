import type { ThresholdPolicy } from '../../../../schemas/policy.ts'

/** What a policy allows that does not have the clause. */
const MAX_REVISIONS = 99

/** Clause `revisions`: how many evidence versions a claim may still be given that is at this one; the first is 1. */
export const revisionsLeft = (
  evidenceVersion: number,
  { revisions = MAX_REVISIONS }: Pick<ThresholdPolicy, 'revisions'>,
): number => Math.max(0, revisions + 1 - evidenceVersion)
