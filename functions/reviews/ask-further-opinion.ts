import { decideThreshold } from '../domain/endorsement/decide-threshold.ts'
import { needsFurtherRequest } from '../domain/reviewing/further-opinion.ts'
import type { ReviewRequest } from '../domain/reviewing/review-request.ts'
import { MAX_REQUESTS } from '../domain/reviewing/terms.ts'
import { toRequestEvent } from '../domain/reviewing/to-review-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { DueItem } from '../ports/due-store.ts'
import { loadRule } from './load-review-context.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'
import { requestDue, tendReviewRequest } from './tend-review-request.ts'

/**
 * Asks for exactly one more opinion on a claim whose decision lacks one, without anyone asking and at no cost. Requests are
 * numbered, so of two at once one makes the next and the other sees it.
 *
 * @returns when the new request has to be looked at again; `undefined` when none was needed.
 */
export async function askFurtherOpinion(deps: ReviewDeps, claimId: Id): Promise<DueItem | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [claim, requests] = await Promise.all([deps.claims.load(claimId), deps.reviews.loadRequests(claimId)])
    if (claim?.status !== 'open' || requests.length >= MAX_REQUESTS) return undefined
    const open = requests.filter(({ state }) => state === 'open')
    const [rule, endorsements, assignments] = await Promise.all([
      loadRule(deps, claim),
      deps.endorsements.load(claimId, claim.evidenceVersion),
      deps.reviews.loadAssignments(
        claimId,
        open.flatMap(({ asked }) => asked),
      ),
    ])
    const at = deps.now()
    const decision = decideThreshold(rule, claim, endorsements, at)
    if (!needsFurtherRequest(decision, requests, assignments)) return undefined
    const request: ReviewRequest = {
      id: deps.random.id(),
      claimId,
      community: claim.community,
      number: requests.length + 1,
      source: 'rule',
      wanted: 1,
      named: [],
      languages: claim.language === undefined ? [] : [claim.language],
      asked: [],
      state: 'open',
      widened: [],
      askedAt: at,
      paid: 0,
      version: 1,
    }
    const event = toRequestEvent('review.asked', request, { id: deps.random.id(), at }, { wanted: 1, source: 'rule' })
    const asked = await deps.reviews.ask({ request, event, due: requestDue(request, at) })
    if (asked.ok) {
      await tendReviewRequest(deps, claimId, request.number)
      return undefined
    }
  }
  throw new Error(`claim ${claimId} kept changing; it is tried again later`)
}
