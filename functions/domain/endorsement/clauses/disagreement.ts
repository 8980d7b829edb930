import type { JudgedEndorsement, WholeClause } from '../decision.ts'

/** The `not-yet` that count: given by someone whose `endorse` would not be refused for who they are. */
export const countingNotYet = (judged: readonly JudgedEndorsement[]): readonly JudgedEndorsement[] =>
  judged.filter(
    ({ endorsement, reasons }) =>
      endorsement.verdict === 'not-yet' && reasons.every((reason) => reason === 'verdict_not_endorse'),
  )

/** Clause `disagreement`: enough `not-yet` on the current evidence version ask the learner for a revision. */
export const disagreement: WholeClause = (judged, { policy }) => {
  if (policy.disagreement === undefined) return undefined
  const notYet = countingNotYet(judged)
  if (notYet.length < policy.disagreement.notYetForRevision) return undefined
  const criteria = new Set(notYet.flatMap(({ endorsement: { criterion } }) => criterion ?? []))
  return {
    kind: 'revise',
    missing: [{ clause: 'disagreement', notYet: notYet.length, criteria: [...criteria].sort() }],
  }
}
