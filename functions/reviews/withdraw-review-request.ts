import type { ReviewRequest } from '../domain/reviewing/review-request.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'
import { closeReviewRequest, countSpent } from './tend-review-request.ts'

/**
 * The learner takes a request back; whoever still has it is let go. Where the rule counts on who is drawn, whoever was drawn for
 * it stays paid for: else one could draw until it is a friend. Safe to repeat.
 *
 * Refused with `claim_not_found`, `forbidden`, `review_request_not_found` (also for what the rule asked for), or
 * `review_request_closed` when it ended otherwise.
 */
export async function withdrawReviewRequest(
  deps: Pick<ReviewDeps, 'reviews' | 'claims' | 'achievements' | 'random' | 'now'>,
  input: { readonly community: Slug; readonly claimId: Id; readonly requestId: Id; readonly actorId: Id },
): Promise<Result<ReviewRequest, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [claim, requests] = await Promise.all([
      deps.claims.load(input.claimId),
      deps.reviews.loadRequests(input.claimId),
    ])
    if (claim?.community !== input.community) return err({ code: 'claim_not_found' })
    if (claim.learnerId !== input.actorId) return err({ code: 'forbidden', detail: 'Only the learner may do that.' })
    const request = requests.find(({ id, source }) => id === input.requestId && source === 'learner')
    if (!request) return err({ code: 'review_request_not_found' })
    if (request.closedAs === 'withdrawn') return ok(request)
    if (request.state === 'closed')
      return err({ code: 'review_request_closed', detail: 'The request has ended already.' })
    const assignments = await deps.reviews.loadAssignments(claim.id, request.asked)
    const spent = await countSpent(deps, claim, assignments)
    const closed = await closeReviewRequest(deps, claim, request, assignments, 'withdrawn', 'learner', spent)
    if (closed.ok) return ok({ ...request, state: 'closed', closedAs: 'withdrawn', closedAt: deps.now() })
  }
  return err({ code: 'overloaded', detail: 'The request keeps changing; repeat it.' })
}
