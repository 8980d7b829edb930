import type { Context } from 'hono'
import { z } from 'zod'
import {
  CastVoteSchema,
  ObjectionSchema,
  PanelSeatSchema,
  RaiseAppealSchema,
  RaiseObjectionSchema,
} from '../../schemas/objection.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { CommunityCaller } from '../domain/community/caller.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createCallerOfClaim } from '../http/caller-of-claim.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf, type OperationId } from '../http/permissions.ts'
import type { PanelSeat } from '../ports/objection-store.ts'
import { castVote } from './cast-vote.ts'
import type { DisputeDeps } from './dispute-deps.ts'
import { type LoadObjectionDeps, loadObjectionView } from './load-objections.ts'
import { raiseAppeal } from './raise-appeal.ts'
import { type RaiseInput, raiseObjection } from './raise-objection.ts'

export type DisputeRoutesDeps = DisputeDeps & LoadObjectionDeps

const ClaimParams = z.strictObject({ claim: IdSchema })
const ObjectionParams = z.strictObject({ objection: IdSchema })
const MemberParams = z.strictObject({ slug: SlugSchema, member: IdSchema })

const raiseObjectionRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/objections',
  operationId: 'raiseObjection',
  summary: 'Object to a claim',
  description:
    'While the rule of a claim is met and its badge not made yet (`objectableUntil`), a member whom the rule lets judge, and who has no part in the claim, may object. The claim is then `contested` until three uninvolved members, drawn by lot, have settled it. Others who object meanwhile join the same objection; once it is dismissed, they may object until the same `objectableUntil`. The learner and the panel read the reason, and not who gave it.',
  tags: ['disputes'],
  idempotent: true,
  request: { params: ClaimParams, body: jsonBody(RaiseObjectionSchema) },
  refusals: [
    'claim_not_found',
    'member_not_found',
    'acting_member_missing',
    'not_objectable',
    'self_objection',
    'endorser_objection',
    'not_eligible',
    'already_objected',
  ],
  responses: { 201: jsonResponse('The objection', ObjectionSchema) },
})

const raiseAppealRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/appeals',
  operationId: 'raiseAppeal',
  summary: 'Appeal against a refusal',
  description:
    'Within 30 days after an objection was upheld the learner may appeal, once. Three others, none of whom had a part before, settle it; the claim stays `refused` until then. An achievement that is given once cannot be appealed for while the learner has another claim for it.',
  tags: ['disputes'],
  idempotent: true,
  request: { params: ClaimParams, body: jsonBody(RaiseAppealSchema) },
  refusals: ['claim_not_found', 'acting_member_missing', 'not_appealable', 'claim_exists'],
  responses: { 201: jsonResponse('The appeal', ObjectionSchema) },
})

const castVoteRoute = apiRoute({
  method: 'post',
  path: '/v1/objections/{objection}/votes',
  operationId: 'castVote',
  summary: 'Vote on an objection or appeal',
  description:
    'Only who was drawn votes, once and for good, or declines, so that someone else is drawn in their place. Nobody sees how others voted until it is settled: as soon as more than half agree, or when the time is over. Who has not voted by `decideBy` is replaced once.',
  tags: ['disputes'],
  idempotent: true,
  request: { params: ObjectionParams, body: jsonBody(CastVoteSchema) },
  refusals: [
    'objection_not_found',
    'member_not_found',
    'acting_member_missing',
    'not_on_panel',
    'objection_settled',
    'already_voted',
  ],
  responses: { 201: jsonResponse('The objection with the vote counted in', ObjectionSchema) },
})

const listObjectionsRoute = apiRoute({
  method: 'get',
  path: '/v1/claims/{claim}/objections',
  operationId: 'listObjections',
  summary: 'List objections and appeals',
  description: 'Of one claim, oldest first, each as the caller may see it.',
  tags: ['disputes'],
  request: { params: ClaimParams, query: PageQuerySchema },
  refusals: ['claim_not_found', 'invalid_cursor'],
  responses: { 200: jsonResponse('A page of objections and appeals', pageSchema(ObjectionSchema), 'Link') },
})

const getObjectionRoute = apiRoute({
  method: 'get',
  path: '/v1/objections/{objection}',
  operationId: 'getObjection',
  summary: 'Read an objection or appeal',
  description:
    'Its state, and how its panel was drawn. The reasons are shown to the learner, the panel, and owners and facilitators; who objected to the last two and themself alone.',
  tags: ['disputes'],
  request: { params: ObjectionParams },
  refusals: ['objection_not_found'],
  responses: { 200: jsonResponse('The objection or appeal', ObjectionSchema) },
})

const listPanelSeatsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members/{member}/panel-seats',
  operationId: 'listPanelSeats',
  summary: 'List the panels one was drawn for',
  description: 'Oldest first, also those that are settled. Only the member reads it, or an API key for them.',
  tags: ['disputes'],
  request: { params: MemberParams, query: PageQuerySchema },
  refusals: ['member_not_found', 'invalid_cursor'],
  responses: { 200: jsonResponse('A page of places on panels', pageSchema(PanelSeatSchema), 'Link') },
})

/** The routes of objections, appeals and their panels. */
export function disputeRoutes(deps: DisputeRoutesDeps) {
  const callerOfClaim = createCallerOfClaim(deps.claims)

  async function toRaising(
    c: Context<AppEnv>,
    operation: OperationId,
    claimId: Id,
    named?: Id,
  ): Promise<Result<RaiseInput & { readonly caller: CommunityCaller }, Refusal>> {
    const caller = await callerOfClaim(c, operation, claimId)
    if (!caller.ok) return caller
    const member = decideActingMember(caller.value, named, 'acting_member_missing')
    if (!member.ok) return member
    const idempotency = await idempotencyKeyOf(c, caller.value)
    if (!idempotency.ok) return idempotency
    const { community } = caller.value
    return ok({ caller: caller.value, community, claimId, memberId: member.value, idempotency: idempotency.value })
  }

  /** As the member sees it who acted: what they may read follows from what they did. */
  async function viewFor({ memberId, caller }: { memberId: Id; caller: CommunityCaller }, objection: Objection) {
    const claim = await loadClaim(objection.claimId)
    const role = actingMemberOf(caller)?.role ?? 'member'
    return loadObjectionView(deps, claim, objection, { id: memberId, role })
  }

  async function loadClaim(claimId: Id): Promise<Claim> {
    const claim = await deps.claims.load(claimId)
    if (!claim) throw new Error(`claim ${claimId} has objections and is gone`)
    return claim
  }

  async function findObjection(
    c: Context<AppEnv>,
    operation: OperationId,
    id: Id,
  ): Promise<Result<{ readonly caller: CommunityCaller; readonly objection: Objection }, Refusal>> {
    const claimId = await deps.objections.locate(id)
    const objection = claimId === undefined ? undefined : await deps.objections.load(claimId, id)
    const caller = await authorize(c, operation, objection?.community, 'objection_not_found')
    if (!caller.ok) return caller
    if (!objection || !('community' in caller.value)) return err({ code: 'objection_not_found' })
    return ok({ caller: caller.value, objection })
  }

  return createApp()
    .openapi(raiseObjectionRoute, async (c) => {
      const request = c.req.valid('json')
      const raising = await toRaising(c, 'raiseObjection', c.req.valid('param').claim, request.objector)
      if (!raising.ok) return answerRefusal(c, raising.error)
      const raised = await raiseObjection(deps, raising.value, request)
      if (!raised.ok) return answerRefusal(c, raised.error)
      return c.json(await viewFor(raising.value, raised.value), 201)
    })
    .openapi(raiseAppealRoute, async (c) => {
      const raising = await toRaising(c, 'raiseAppeal', c.req.valid('param').claim)
      if (!raising.ok) return answerRefusal(c, raising.error)
      const raised = await raiseAppeal(deps, raising.value, c.req.valid('json'))
      if (!raised.ok) return answerRefusal(c, raised.error)
      return c.json(await viewFor(raising.value, raised.value), 201)
    })
    .openapi(castVoteRoute, async (c) => {
      const request = c.req.valid('json')
      const found = await findObjection(c, 'castVote', c.req.valid('param').objection)
      if (!found.ok) return answerRefusal(c, found.error)
      const { caller, objection } = found.value
      const member = decideActingMember(caller, request.member, 'acting_member_missing')
      if (!member.ok) return answerRefusal(c, member.error)
      const idempotency = await idempotencyKeyOf(c, caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const voting = {
        community: objection.community,
        claimId: objection.claimId,
        objectionId: objection.id,
        memberId: member.value,
        idempotency: idempotency.value,
      }
      const cast = await castVote(deps, voting, request)
      if (!cast.ok) return answerRefusal(c, cast.error)
      return c.json(await viewFor({ memberId: member.value, caller }, cast.value), 201)
    })
    .openapi(listObjectionsRoute, async (c) => {
      const claim = await deps.claims.load(c.req.valid('param').claim)
      const caller = await authorize(c, 'listObjections', claim?.community, 'claim_not_found')
      if (!caller.ok) return answerRefusal(c, caller.error)
      if (!claim) return answerRefusal(c, { code: 'claim_not_found' })
      const page = await deps.objections.list(claim.id, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      const reader = actingMemberOf(caller.value)
      const items = await Promise.all(
        page.value.items.map((objection) => loadObjectionView(deps, claim, objection, reader)),
      )
      return c.json(
        answerPage(c, { ...page.value, items }, (view) => view),
        200,
      )
    })
    .openapi(getObjectionRoute, async (c) => {
      const found = await findObjection(c, 'getObjection', c.req.valid('param').objection)
      if (!found.ok) return answerRefusal(c, found.error)
      const { caller, objection } = found.value
      const claim = await loadClaim(objection.claimId)
      return c.json(await loadObjectionView(deps, claim, objection, actingMemberOf(caller)), 200)
    })
    .openapi(listPanelSeatsRoute, async (c) => {
      const member = decideActingMember(c.get('caller'), c.req.valid('param').member, 'acting_member_missing')
      if (!member.ok) return answerRefusal(c, member.error)
      if ((await deps.members.load(member.value))?.community !== c.req.valid('param').slug)
        return answerRefusal(c, { code: 'member_not_found' })
      const seats = await deps.objections.listSeats(member.value, toPageRequest(c.req.valid('query')))
      if (!seats.ok) return answerRefusal(c, seats.error)
      return c.json(answerPage(c, seats.value, toSeatView), 200)
    })
}

const toSeatView = ({ objectionId, claimId, kind, drawnAt }: PanelSeat) => ({
  id: objectionId,
  claim: claimId,
  kind,
  drawnAt,
})
