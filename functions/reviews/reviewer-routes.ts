import type { Context } from 'hono'
import { z } from 'zod'
import { ChangeReviewingSchema, ReviewAssignmentSchema, ReviewingSchema } from '../../schemas/review-request.ts'
import { IdSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { Member } from '../domain/community/member.ts'
import { isPaused } from '../domain/reviewing/draw-reviewers.ts'
import type { Id } from '../domain/shared/ids.ts'
import { toInstant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import type { OperationId } from '../http/permissions.ts'
import { listWaiting } from './list-review-requests.ts'
import type { ReviewDeps } from './review-deps.ts'
import { languageOf } from './routes.ts'
import { toAssignmentView, toBudgetView } from './to-review-view.ts'

const MemberParams = z.strictObject({ member: IdSchema })

const OWN = 'Only the member themself, or an API key that acts for them.'
const REFUSALS = ['member_not_found', 'acting_member_missing'] as const

const listMemberReviewRequestsRoute = apiRoute({
  method: 'get',
  path: '/v1/members/{member}/review-requests',
  operationId: 'listMemberReviewRequests',
  summary: 'List what a member is asked to judge',
  description: `What waits for them now, with the reasons why it is them and until when they have it; longest waiting first. ${OWN}`,
  tags: ['review requests'],
  request: { params: MemberParams, query: PageQuerySchema },
  refusals: [...REFUSALS, 'invalid_cursor'],
  responses: {
    200: jsonResponse('A page of what they are asked', pageSchema(ReviewAssignmentSchema), 'Link', 'Content-Language'),
  },
})

const getReviewingRoute = apiRoute({
  method: 'get',
  path: '/v1/members/{member}/reviewing',
  operationId: 'getReviewing',
  summary: 'Read how a member takes part in reviewing',
  description: `Whether requests come to them, how many wait, and how many judgements they may still ask for themself. ${OWN}`,
  tags: ['review requests'],
  request: { params: MemberParams },
  refusals: REFUSALS,
  responses: { 200: jsonResponse('Pause, load and budget', ReviewingSchema) },
})

const changeReviewingRoute = apiRoute({
  method: 'put',
  path: '/v1/members/{member}/reviewing',
  operationId: 'changeReviewing',
  summary: 'Pause or take requests again',
  description: `Every member may be asked unless they pause. What waits for them already stays until they decline it. ${OWN}`,
  tags: ['review requests'],
  request: { params: MemberParams, body: jsonBody(ChangeReviewingSchema) },
  refusals: REFUSALS,
  responses: { 200: jsonResponse('Pause, load and budget', ReviewingSchema) },
})

type ReviewerRoutesDeps = Pick<ReviewDeps, 'reviews' | 'claims' | 'members' | 'random' | 'now'>

/** The routes of members as reviewers. */
export function reviewerRoutes(deps: ReviewerRoutesDeps) {
  /** A member is unknown to whoever is another. */
  async function decideSelf(c: Context<AppEnv>, operation: OperationId, id: Id): Promise<Result<Member, Refusal>> {
    const member = await deps.members.load(id)
    const caller = await authorize(c, operation, member?.community, 'member_not_found')
    if (!caller.ok) return caller
    const acting = decideActingMember(caller.value, undefined, 'acting_member_missing')
    if (!acting.ok) return acting
    return member && acting.value === id ? ok(member) : err({ code: 'member_not_found' })
  }

  async function loadView(memberId: Id) {
    const now = deps.now()
    const reviewer = (await deps.reviews.loadReviewers([memberId])).get(memberId)
    const pausedUntil = isPaused(reviewer, now) ? reviewer?.pausedUntil : undefined
    return {
      ...(pausedUntil === undefined ? {} : { pausedUntil }),
      waiting: reviewer?.open.length ?? 0,
      ...toBudgetView(reviewer, now),
    }
  }

  return createApp()
    .openapi(listMemberReviewRequestsRoute, async (c) => {
      const self = await decideSelf(c, 'listMemberReviewRequests', c.req.valid('param').member)
      if (!self.ok) return answerRefusal(c, self.error)
      const page = await listWaiting(deps, self.value.id, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      const language = languageOf(c)
      const view = answerPage(c, page.value, ({ assignment, claim }) => toAssignmentView(assignment, claim, language))
      return c.json(view, 200)
    })
    .openapi(getReviewingRoute, async (c) => {
      const self = await decideSelf(c, 'getReviewing', c.req.valid('param').member)
      if (!self.ok) return answerRefusal(c, self.error)
      return c.json(await loadView(self.value.id), 200)
    })
    .openapi(changeReviewingRoute, async (c) => {
      const self = await decideSelf(c, 'changeReviewing', c.req.valid('param').member)
      if (!self.ok) return answerRefusal(c, self.error)
      const { id, community } = self.value
      const { pausedUntil } = c.req.valid('json')
      const until = pausedUntil === null ? undefined : toInstant(new Date(pausedUntil))
      await deps.reviews.pause(id, until, {
        id: deps.random.id(),
        type: until === undefined ? 'reviewing.resumed' : 'reviewing.paused',
        at: deps.now(),
        community,
        actorId: id,
        data: until === undefined ? {} : { until },
      })
      return c.json(await loadView(id), 200)
    })
}
