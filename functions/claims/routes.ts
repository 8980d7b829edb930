import type { Context } from 'hono'
import { z } from 'zod'
import { AddEvidenceSchema, ClaimSchema, ClaimSummarySchema, OpenClaimSchema } from '../../schemas/claim.ts'
import { EvidenceDifferenceSchema } from '../../schemas/evidence-difference.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { Role } from '../domain/community/member.ts'
import type { Viewer } from '../domain/endorsement/blindness.ts'
import type { Id } from '../domain/shared/ids.ts'
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
import { negotiateLanguage } from '../http/negotiate.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf, type OperationId } from '../http/permissions.ts'
import { type AddEvidenceDeps, addEvidence } from './add-evidence.ts'
import type { ChangeOwnClaimInput } from './change-own-claim.ts'
import { CLAIM_LANGUAGES } from './claim-words.ts'
import { type ListClaimsDeps, listClaims } from './list-claims.ts'
import { type ClaimReader, type LoadClaimViewDeps, loadClaimView } from './load-claim.ts'
import { type LoadEvidenceDifferenceDeps, loadEvidenceDifference } from './load-evidence-difference.ts'
import { type OpenClaimDeps, openClaim } from './open-claim.ts'
import { toClaimSummaryView } from './to-claim-view.ts'
import { withdrawClaim } from './withdraw-claim.ts'

export type ClaimRoutesDeps = OpenClaimDeps &
  AddEvidenceDeps &
  ListClaimsDeps &
  LoadClaimViewDeps &
  LoadEvidenceDifferenceDeps

const CommunityParams = z.strictObject({ slug: SlugSchema })
const ClaimParams = z.strictObject({ claim: IdSchema })
const VersionSchema = z.coerce.number().pipe(z.int().min(1))
const DifferenceQuery = z.strictObject({
  from: VersionSchema.optional().meta({ description: 'The earlier version; the one before when left out' }),
})
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
    'achievement_not_claimable',
    'base_url_changed',
    'claim_exists',
  ],
  responses: { 201: jsonResponse('The open claim', ClaimSchema, 'ETag', 'Content-Language') },
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
    'State, evidence versions, endorsements and the decision in words and data. Endorsements of the ten newest evidence versions are shown, with their comments. The reason of a `decline` is shown to the learner and to its endorser alone. Of a `sealed` claim a member sees what others judged once they have judged themself, the learner once a revision is asked for, everyone once it is settled; under `anonymous` endorsers have names of this claim alone. A key that acts for nobody sees everything else. Until the badge is issued the decision is made anew with every request; from then on it is the one the badge was issued on.',
  tags: ['claims'],
  request: { params: ClaimParams },
  refusals: ['claim_not_found'],
  responses: { 200: jsonResponse('The claim', ClaimSchema, 'ETag', 'Content-Language') },
})

const getEvidenceDifferenceRoute = apiRoute({
  method: 'get',
  path: '/v1/claims/{claim}/evidence/{evidenceVersion}/difference',
  operationId: 'getEvidenceDifference',
  summary: 'See what changed between evidence versions',
  description:
    'Compares an evidence version with the one before, or with `from`: entries added, removed and changed, and texts by lines and words. Says how the caller had judged the earlier version; a judgement does not move along to new evidence, which is judged by a new endorsement.',
  tags: ['claims'],
  request: { params: ClaimParams.extend({ evidenceVersion: VersionSchema }), query: DifferenceQuery },
  refusals: ['claim_not_found', 'evidence_not_found'],
  responses: { 200: jsonResponse('What changed', EvidenceDifferenceSchema, 'Content-Language') },
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
  responses: { 201: jsonResponse('The claim with its new evidence version', ClaimSchema, 'ETag', 'Content-Language') },
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
  responses: { 200: jsonResponse('The withdrawn claim', ClaimSchema, 'ETag', 'Content-Language') },
})

/** Who reads: a member, or the community's software when nobody is named. Tells clients that the words depend on language. */
function readerOf(c: Context<AppEnv>, member: { readonly id: Id; readonly role?: Role } | undefined): ClaimReader {
  const language = negotiateLanguage(c.req.header('accept-language'), CLAIM_LANGUAGES)
  c.header('Content-Language', language)
  c.header('Vary', 'Accept-Language', { append: true })
  return { viewer: toViewer(member), language }
}

const toViewer = (member: { readonly id: Id; readonly role?: Role } | undefined): Viewer =>
  member ? { kind: 'member', id: member.id, role: member.role ?? 'member' } : { kind: 'community' }

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
      return c.json(await loadClaimView(deps, opened.value, readerOf(c, { id: learner.value })), 201)
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
      return c.json(await loadClaimView(deps, claim, readerOf(c, actingMemberOf(caller.value))), 200)
    })
    .openapi(getEvidenceDifferenceRoute, async (c) => {
      const { claim: claimId, evidenceVersion } = c.req.valid('param')
      const claim = await deps.claims.load(claimId)
      const caller = await authorize(c, 'getEvidenceDifference', claim?.community, 'claim_not_found')
      if (!caller.ok) return answerRefusal(c, caller.error)
      if (!claim) return answerRefusal(c, { code: 'claim_not_found' })
      const reader = readerOf(c, actingMemberOf(caller.value))
      const versions = { to: evidenceVersion, from: c.req.valid('query').from }
      const difference = await loadEvidenceDifference(deps, claim, reader, versions)
      return difference.ok ? c.json(difference.value, 200) : answerRefusal(c, difference.error)
    })
    .openapi(addEvidenceRoute, async (c) => {
      const input = await toOwnChange(c, 'addEvidence', c.req.valid('param').claim)
      if (!input.ok) return answerRefusal(c, input.error)
      const changed = await addEvidence(deps, input.value, c.req.valid('json'))
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(await loadClaimView(deps, changed.value, readerOf(c, { id: input.value.actorId })), 201)
    })
    .openapi(withdrawClaimRoute, async (c) => {
      const input = await toOwnChange(c, 'withdrawClaim', c.req.valid('param').claim)
      if (!input.ok) return answerRefusal(c, input.error)
      const changed = await withdrawClaim(deps, input.value)
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(await loadClaimView(deps, changed.value, readerOf(c, { id: input.value.actorId })), 200)
    })
}
