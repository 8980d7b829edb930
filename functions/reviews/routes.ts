import type { Context } from 'hono'
import { z } from 'zod'
import {
  AskedForReviewSchema,
  AskForReviewSchema,
  DeclineReviewSchema,
  ReviewAssignmentSchema,
  ReviewRequestSchema,
} from '../../schemas/review-request.ts'
import { IdSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { CommunityCaller } from '../domain/community/caller.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { REVIEW_LANGUAGES, type ReviewLanguage } from '../domain/reviewing/describe-review.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createCallerOfClaim } from '../http/caller-of-claim.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { negotiateLanguage } from '../http/negotiate.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf, type OperationId } from '../http/permissions.ts'
import { declineReview, takeReview } from './answer-own-assignment.ts'
import { type AskForReviewDeps, askForReview } from './ask-for-review.ts'
import { listClaimRequests, loadExpectedWait, loadRequest } from './list-review-requests.ts'
import { peersSeenBy } from './peers-seen-by.ts'
import { type PeersSeen, toAssignmentView, toBudgetView, toRequestView } from './to-review-view.ts'
import { withdrawReviewRequest } from './withdraw-review-request.ts'

const ClaimParams = z.strictObject({ claim: IdSchema })
const RequestParams = z.strictObject({ claim: IdSchema, reviewRequest: IdSchema })

const askForReviewRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/review-requests',
  operationId: 'askForReview',
  summary: 'Ask peers to judge a claim',
  description:
    'The queue draws peers who may endorse under the rule, are independent of the learner, read the language and have least waiting for them; each is told why it is them. Members may be asked by name as well, except where those who judge stay unnamed. Each judgement asked for takes one from the learner’s budget; each request they answer themselves earns one, and what nobody answers is given back. An offer stands for three days, who takes it has eight hours; then somebody else is drawn. After three days without enough answers more people may be asked, never under another standard; after 14 days the request ends. Only the learner asks, or an API key that acts for them.',
  tags: ['review requests'],
  idempotent: true,
  request: { params: ClaimParams, body: jsonBody(AskForReviewSchema) },
  refusals: [
    'claim_not_found',
    'acting_member_missing',
    'claim_closed',
    'reviewers_anonymous',
    'too_many_review_requests',
    'ask_budget_spent',
  ],
  responses: {
    201: jsonResponse('The request, and what is left of the budget', AskedForReviewSchema, 'Content-Language'),
  },
})

const listClaimReviewRequestsRoute = apiRoute({
  method: 'get',
  path: '/v1/claims/{claim}/review-requests',
  operationId: 'listClaimReviewRequests',
  summary: 'List the review requests of a claim',
  description:
    'How far each request is and what wait to expect. The learner, owners and facilitators, and keys that act for nobody see everyone who was asked; the learner sees why somebody declined, and not who they are where those who judge stay unnamed.',
  tags: ['review requests'],
  request: { params: ClaimParams, query: PageQuerySchema },
  refusals: ['claim_not_found', 'invalid_cursor'],
  responses: {
    200: jsonResponse('A page of requests, oldest first', pageSchema(ReviewRequestSchema), 'Link', 'Content-Language'),
  },
})

const withdrawReviewRequestRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/review-requests/{reviewRequest}/withdraw',
  operationId: 'withdrawReviewRequest',
  summary: 'Take a review request back',
  description:
    'Whoever still has it is let go, and what nobody answered is given back. Only the learner withdraws, or an API key that acts for them. Safe to repeat.',
  tags: ['review requests'],
  request: { params: RequestParams },
  refusals: ['claim_not_found', 'acting_member_missing', 'review_request_not_found', 'review_request_closed'],
  responses: { 200: jsonResponse('The request', ReviewRequestSchema, 'Content-Language') },
})

const OWN = 'Only whoever was asked, or an API key that acts for them. Safe to repeat.'
const OWN_REFUSALS = [
  'claim_not_found',
  'acting_member_missing',
  'review_request_not_found',
  'review_request_closed',
] as const

const takeReviewRequestRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/review-requests/{reviewRequest}/take',
  operationId: 'takeReviewRequest',
  summary: 'Take a review request on',
  description: `For eight hours nobody else is asked in their place. Judging without taking it first is as good. ${OWN}`,
  tags: ['review requests'],
  request: { params: RequestParams },
  refusals: [...OWN_REFUSALS, 'claim_closed'],
  responses: { 200: jsonResponse('What they are asked', ReviewAssignmentSchema, 'Content-Language') },
})

const declineReviewRequestRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/review-requests/{reviewRequest}/decline',
  operationId: 'declineReviewRequest',
  summary: 'Decline a review request',
  description: `Somebody else is asked within a minute; the reason is for the learner alone. Declining costs nothing. ${OWN}`,
  tags: ['review requests'],
  request: { params: RequestParams, body: jsonBody(DeclineReviewSchema) },
  refusals: OWN_REFUSALS,
  responses: { 200: jsonResponse('What they were asked', ReviewAssignmentSchema, 'Content-Language') },
})

/** Which language a caller's answer is in; says so in the answer. */
export function languageOf(c: Context<AppEnv>): ReviewLanguage {
  const language = negotiateLanguage(c.req.header('accept-language'), REVIEW_LANGUAGES)
  c.header('Content-Language', language)
  c.header('Vary', 'Accept-Language')
  return language
}

/** The routes of review requests, by claim. */
export function reviewRoutes(deps: AskForReviewDeps) {
  const callerOfClaim = createCallerOfClaim(deps.claims)

  async function toActing(
    c: Context<AppEnv>,
    operation: OperationId,
    claimId: Id,
  ): Promise<Result<{ readonly caller: CommunityCaller; readonly actorId: Id }, Refusal>> {
    const caller = await callerOfClaim(c, operation, claimId)
    if (!caller.ok) return caller
    const actor = decideActingMember(caller.value, undefined, 'acting_member_missing')
    return actor.ok ? ok({ caller: caller.value, actorId: actor.value }) : actor
  }

  const seenBy = (caller: CommunityCaller, claim: Claim): Promise<PeersSeen> =>
    peersSeenBy(deps, claim, actingMemberOf(caller))

  return createApp()
    .openapi(askForReviewRoute, async (c) => {
      const { claim: claimId } = c.req.valid('param')
      const acting = await toActing(c, 'askForReview', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const { caller, actorId } = acting.value
      const idempotency = await idempotencyKeyOf(c, caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const asked = await askForReview(deps, {
        community: caller.community,
        claimId,
        actorId,
        request: c.req.valid('json'),
        idempotency: idempotency.value,
      })
      if (!asked.ok) return answerRefusal(c, asked.error)
      const [{ request, assignments }, claim, reviewers, wait] = await Promise.all([
        loadRequest(deps, claimId, asked.value),
        deps.claims.load(claimId),
        deps.reviews.loadReviewers([actorId]),
        loadExpectedWait(deps, caller.community, deps.now()),
      ])
      if (!claim) return answerRefusal(c, { code: 'claim_not_found' })
      const view = toRequestView(request, assignments, await seenBy(caller, claim), wait, languageOf(c))
      return c.json({ ...view, ...toBudgetView(reviewers.get(actorId), deps.now()) }, 201)
    })
    .openapi(listClaimReviewRequestsRoute, async (c) => {
      const { claim: claimId } = c.req.valid('param')
      const caller = await callerOfClaim(c, 'listClaimReviewRequests', claimId)
      if (!caller.ok) return answerRefusal(c, caller.error)
      const claim = await deps.claims.load(claimId)
      if (claim?.community !== caller.value.community) return answerRefusal(c, { code: 'claim_not_found' })
      const [page, seen, wait] = await Promise.all([
        listClaimRequests(deps, claimId, toPageRequest(c.req.valid('query'))),
        seenBy(caller.value, claim),
        loadExpectedWait(deps, claim.community, deps.now()),
      ])
      if (!page.ok) return answerRefusal(c, page.error)
      const language = languageOf(c)
      const view = answerPage(c, page.value, ({ request, assignments }) =>
        toRequestView(request, assignments, seen, wait, language),
      )
      return c.json(view, 200)
    })
    .openapi(withdrawReviewRequestRoute, async (c) => {
      const { claim: claimId, reviewRequest: requestId } = c.req.valid('param')
      const acting = await toActing(c, 'withdrawReviewRequest', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const { caller, actorId } = acting.value
      const input = { community: caller.community, claimId, requestId, actorId }
      const withdrawn = await withdrawReviewRequest(deps, input)
      if (!withdrawn.ok) return answerRefusal(c, withdrawn.error)
      const [{ request, assignments }, claim] = await Promise.all([
        loadRequest(deps, claimId, requestId),
        deps.claims.load(claimId),
      ])
      if (!claim) return answerRefusal(c, { code: 'claim_not_found' })
      const seen = await seenBy(caller, claim)
      return c.json(toRequestView(request, assignments, seen, undefined, languageOf(c)), 200)
    })
    .openapi(takeReviewRequestRoute, async (c) => {
      const { claim: claimId, reviewRequest: requestId } = c.req.valid('param')
      const acting = await toActing(c, 'takeReviewRequest', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const { caller, actorId } = acting.value
      const taken = await takeReview(deps, { community: caller.community, claimId, requestId, actorId })
      if (!taken.ok) return answerRefusal(c, taken.error)
      return c.json(toAssignmentView(taken.value.assignment, taken.value.claim, languageOf(c)), 200)
    })
    .openapi(declineReviewRequestRoute, async (c) => {
      const { claim: claimId, reviewRequest: requestId } = c.req.valid('param')
      const acting = await toActing(c, 'declineReviewRequest', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const { caller, actorId } = acting.value
      const input = { community: caller.community, claimId, requestId, actorId }
      const declined = await declineReview(deps, input, c.req.valid('json').reason)
      if (!declined.ok) return answerRefusal(c, declined.error)
      return c.json(toAssignmentView(declined.value.assignment, declined.value.claim, languageOf(c)), 200)
    })
}
