import type { Decision } from '../endorsement/decision.ts'
import { isWaiting } from './assignment-transitions.ts'
import type { ReviewAssignment, ReviewRequest } from './review-request.ts'

/** Whether the decision lacks what the queue can bring without anyone asking: one more opinion, or one that was drawn. */
export const lacksAnOpinion = ({ missing }: Pick<Decision, 'missing'>): boolean =>
  missing.some(({ clause }) => clause === 'furtherOpinion' || clause === 'minDrawn')

/**
 * Whether the queue is to ask for exactly one more opinion by itself: the decision lacks one, and no drawn peer is being
 * waited for already.
 *
 * @param assignments  Everyone asked by the open requests of the claim.
 */
export function needsFurtherRequest(
  decision: Pick<Decision, 'missing'>,
  requests: readonly ReviewRequest[],
  assignments: readonly ReviewAssignment[],
): boolean {
  if (!lacksAnOpinion(decision)) return false
  if (requests.some(({ state, source }) => state === 'open' && source === 'rule')) return false
  return !assignments.some(({ drawn, state }) => drawn && isWaiting(state))
}
