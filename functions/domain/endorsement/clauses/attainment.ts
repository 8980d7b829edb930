import type { WholeClause } from '../decision.ts'

/** Clause `attainment`: what this service itself must have recorded of the learner. Not known: not attained. */
export const attainment: WholeClause = (_judged, { policy, claim }) =>
  policy.attainment === undefined || claim.attained === policy.attainment
    ? undefined
    : { kind: 'pending', missing: [{ clause: 'attainment', attainment: policy.attainment }] }
