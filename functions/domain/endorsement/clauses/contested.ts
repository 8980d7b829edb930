import type { WholeClause } from '../decision.ts'

/** An objection that is being settled comes before all else, whatever the policy asks for. */
export const contested: WholeClause = (_judged, { claim }) =>
  claim.objection === undefined ? undefined : { kind: 'contested', missing: [{ clause: 'objection' }] }
