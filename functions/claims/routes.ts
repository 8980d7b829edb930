import type { Context } from 'hono'
import { z } from 'zod'
import { AddEvidenceSchema, ClaimSchema, ClaimSummarySchema, OpenClaimSchema } from '../../schemas/claim.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createCallerOfClaim } from '../http/caller-of-claim.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { etagOf, ifMatchOf } from '../http/if-match.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf, type OperationId } from '../http/permissions.ts'
import { type AddEvidenceDeps, addEvidence } from './add-evidence.ts'
import type { ChangeOwnClaimInput } from './change-own-claim.ts'
import { type ListClaimsDeps, listClaims } from './list-claims.ts'
import { type LoadClaimViewDeps, loadClaimView } from './load-claim.ts'
import { type OpenClaimDeps, openClaim } from './open-claim.ts'
import { toClaimSummaryView } from './to-claim-view.ts'
import { withdrawClaim } from './withdraw-claim.ts'

export type ClaimRoutesDeps = OpenClaimDeps & AddEvidenceDeps & ListClaimsDeps & LoadClaimViewDeps

const CommunityParams = z.strictObject({ slug: SlugSchema })
const ClaimParams = z.strictObject({ claim: IdSchema })
const ListQuery = PageQuerySchema.extend({
  learner: IdSchema.optional().meta({ description: 'Claims of this member only' }),
})

const openClaimRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/claims',
  operationId: 'openClaim',
  summary: 'Open a claim',
  description:
    'Asks for recognition for the newest published version of an achievement. The addresses of the badge and of its award record are allotted at once. Opening a claim records the learner’s consent to a public page of the badge. A member opens claims for themself; an API key names the learner in the body or in `Peerbadge-Member`.',
  tags: ['claims'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(OpenClaimSchema) },
  refusals: [
    'learner_required',
    'member_not_found',
    'achievement_not_found',
    'achievement_not_published',
    'base_url_changed',
    'claim_exists',
  ],
  responses: { 201: jsonResponse('The open claim', ClaimSchema, 'ETag') },
})

const listClaimsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/claims',
  operationId: 'listClaims',
  summary: 'List claims',
  description: 'Claims of the community, oldest first; what was just written may be missing for a few seconds.',
  tags: ['claims'],
  request: { params: CommunityParams, query: ListQuery },
  refusals: ['invalid_cursor', 'member_not_found'],
  responses: { 200: jsonResponse('A page of claims', pageSchema(ClaimSummarySchema), 'Link') },
})

const getClaimRoute = apiRoute({
  method: 'get',
  path: '/v1/claims/{claim}',
  operationId: 'getClaim',
  summary: 'Read a claim',
  description:
    'State, evidence versions, endorsements and the decision in words and data. Endorsements of the ten newest evidence versions are shown, with their comments. The reason of a `decline` is shown to the learner and to its endorser alone. Until the badge is issued the decision is made anew with every request; from then on it is the one the badge was issued on.',
  tags: ['claims'],
  request: { params: ClaimParams },
  refusals: ['claim_not_found'],
  responses: { 200: jsonResponse('The claim', ClaimSchema, 'ETag') },
})

const addEvidenceRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/evidence',
  operationId: 'addEvidence',
  summary: 'Add an evidence version',
  description:
    'Only the learner, or an API key that acts for them, adds evidence. Endorsements of earlier versions stop counting; a claim in `revision` is open again.',
  tags: ['claims'],
  idempotent: true,
  conditional: true,
  request: { params: ClaimParams, body: jsonBody(AddEvidenceSchema) },
  refusals: ['claim_not_found', 'acting_member_missing', 'evidence_closed'],
  responses: { 201: jsonResponse('The claim with its new evidence version', ClaimSchema, 'ETag') },
})

const withdrawClaimRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/withdraw',
  operationId: 'withdrawClaim',
  summary: 'Withdraw a claim',
  description:
    'Only the learner, or an API key that acts for them, withdraws a claim, and only before its badge is issued. The achievement can be claimed again.',
  tags: ['claims'],
  idempotent: true,
  conditional: true,
  request: { params: ClaimParams },
  refusals: ['claim_not_found', 'acting_member_missing', 'claim_not_withdrawable'],
  responses: { 200: jsonResponse('The withdrawn claim', ClaimSchema, 'ETag') },
})

/** The routes of claims. */
export function claimRoutes(deps: ClaimRoutesDeps) {
  const callerOfClaim = createCallerOfClaim(deps.claims)

  async function toOwnChange(
    c: Context<AppEnv>,
    operation: OperationId,
    claimId: string,
  ): Promise<Result<ChangeOwnClaimInput, Refusal>> {
    const caller = await callerOfClaim(c, operation, claimId)
    if (!caller.ok) return caller
    const actor = decideActingMember(caller.value, undefined, 'acting_member_missing')
    if (!actor.ok) return actor
    const idempotency = await idempotencyKeyOf(c, caller.value)
    if (!idempotency.ok) return idempotency
    return ok({
      community: caller.value.community,
      claimId,
      actorId: actor.value,
      ifMatch: ifMatchOf(c),
      idempotency: idempotency.value,
    })
  }

  return createApp()
    .openapi(openClaimRoute, async (c) => {
      const caller = c.get('caller')
      const request = c.req.valid('json')
      const learner = decideActingMember(caller, request.learner, 'learner_required')
      if (!learner.ok) return answerRefusal(c, learner.error)
      const idempotency = await idempotencyKeyOf(c, caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const opened = await openClaim(deps, {
        community: c.req.valid('param').slug,
        learnerId: learner.value,
        request,
        idempotency: idempotency.value,
      })
      if (!opened.ok) return answerRefusal(c, opened.error)
      c.header('ETag', etagOf(opened.value.version))
      return c.json(await loadClaimView(deps, opened.value, learner.value), 201)
    })
    .openapi(listClaimsRoute, async (c) => {
      const { learner, ...page } = c.req.valid('query')
      const claims = await listClaims(deps, c.req.valid('param').slug, learner, toPageRequest(page))
      if (!claims.ok) return answerRefusal(c, claims.error)
      return c.json(answerPage(c, claims.value, toClaimSummaryView), 200)
    })
    .openapi(getClaimRoute, async (c) => {
      const claim = await deps.claims.load(c.req.valid('param').claim)
      const caller = await authorize(c, 'getClaim', claim?.community, 'claim_not_found')
      if (!caller.ok) return answerRefusal(c, caller.error)
      if (!claim) return answerRefusal(c, { code: 'claim_not_found' })
      c.header('ETag', etagOf(claim.version))
      return c.json(await loadClaimView(deps, claim, actingMemberOf(caller.value)?.id), 200)
    })
    .openapi(addEvidenceRoute, async (c) => {
      const input = await toOwnChange(c, 'addEvidence', c.req.valid('param').claim)
      if (!input.ok) return answerRefusal(c, input.error)
      const changed = await addEvidence(deps, input.value, c.req.valid('json'))
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(await loadClaimView(deps, changed.value, input.value.actorId), 201)
    })
    .openapi(withdrawClaimRoute, async (c) => {
      const input = await toOwnChange(c, 'withdrawClaim', c.req.valid('param').claim)
      if (!input.ok) return answerRefusal(c, input.error)
      const changed = await withdrawClaim(deps, input.value)
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(await loadClaimView(deps, changed.value, input.value.actorId), 200)
    })
}
