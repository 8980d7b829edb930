import type { JudgedEndorsement, WholeClause } from '../decision.ts'
import { revisionsLeft } from './revisions.ts'

/** The `not-yet` that count: given by someone whose `endorse` would not be refused for who they are. */
export const countingNotYet = (judged: readonly JudgedEndorsement[]): readonly JudgedEndorsement[] =>
  judged.filter(
    ({ endorsement, reasons }) =>
      endorsement.verdict === 'not-yet' && reasons.every((reason) => reason === 'verdict_not_endorse'),
  )

/** Clause `disagreement`: enough `not-yet` on the current evidence version ask the learner for a revision, if one is left. */
export const disagreement: WholeClause = (judged, { policy, claim }) => {
  if (policy.disagreement === undefined) return undefined
  const notYet = countingNotYet(judged)
  if (notYet.length < policy.disagreement.notYetForRevision) return undefined
  const criteria = new Set(notYet.flatMap(({ endorsement: { criterion } }) => criterion ?? []))
  return {
    kind: 'revise',
    missing: [
      {
        clause: 'disagreement',
        notYet: notYet.length,
        criteria: [...criteria].sort(),
        ...(policy.revisions === undefined ? {} : { revisionsLeft: revisionsLeft(claim.evidenceVersion, policy) }),
      },
    ],
  }
}
