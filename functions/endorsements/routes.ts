import { z } from 'zod'
import {
  EndorsementAnswerSchema,
  GiveEndorsementSchema,
  ReviseEndorsementSchema,
  UndoAnswerSchema,
} from '../../schemas/endorsement.ts'
import { IdSchema } from '../../schemas/text.ts'
import { assuranceOf } from '../domain/community/caller.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import { createActingEndorser, nameVersion, toOwnChange } from './acting-endorser.ts'
import { type GiveEndorsementDeps, giveEndorsement } from './give-endorsement.ts'
import { reviseEndorsement } from './revise-endorsement.ts'
import { type UndoEndorsementDeps, undoEndorsement } from './undo-endorsement.ts'
import { withdrawEndorsement } from './withdraw-endorsement.ts'

export type EndorsementRoutesDeps = GiveEndorsementDeps &
  UndoEndorsementDeps & { readonly claims: Pick<ClaimStore, 'load'> }

const ClaimParams = z.strictObject({ claim: IdSchema })
const EndorsementParams = z.strictObject({ claim: IdSchema, endorsement: IdSchema })

const PUBLISHED =
  'The text of an `endorse` is published with the badge: whoever opens the badge reads the comment and the ratings, and the endorser’s name where they consented to be named (`consentToBeNamed`). `not-yet` and `decline` are never published.'

const JUDGING = [
  'claim_not_found',
  'acting_member_missing',
  'claim_closed',
  'self_endorsement',
  'collaborator_endorsement',
  'not_eligible',
  'evidence_version_stale',
] as const

const giveEndorsementRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/endorsements',
  operationId: 'giveEndorsement',
  summary: 'Endorse a claim, or say why not yet',
  description: `Records one peer’s judgement of the current evidence version and answers with the decision so far. ${PUBLISHED} A member judges for themself; an API key names the endorser in the body or in \`Peerbadge-Member\`.`,
  tags: ['endorsements'],
  idempotent: true,
  request: { params: ClaimParams, body: jsonBody(GiveEndorsementSchema) },
  refusals: [...JUDGING, 'member_not_found', 'already_endorsed'],
  responses: {
    201: jsonResponse(`Recorded. ${PUBLISHED}`, EndorsementAnswerSchema, 'ETag', 'Content-Language'),
  },
})

const reviseEndorsementRoute = apiRoute({
  method: 'put',
  path: '/v1/claims/{claim}/endorsements/{endorsement}',
  operationId: 'reviseEndorsement',
  summary: 'Revise an endorsement',
  description: `Replaces the judgement as a whole; who gave it stays, and the earlier version stays readable for the learner, for owners and facilitators. Gives a withdrawn endorsement again. Of a \`sealed\` claim a judgement is revised once, with \`changeReason\`. Only the endorser, or an API key that acts for them, revises. ${PUBLISHED}`,
  tags: ['endorsements'],
  idempotent: true,
  conditional: true,
  request: { params: EndorsementParams, body: jsonBody(ReviseEndorsementSchema) },
  refusals: [...JUDGING, 'member_not_found', 'endorsement_not_found', 'endorsement_erased', 'already_revised'],
  responses: {
    200: jsonResponse(`The next version. ${PUBLISHED}`, EndorsementAnswerSchema, 'ETag', 'Content-Language'),
  },
})

const withdrawEndorsementRoute = apiRoute({
  method: 'delete',
  path: '/v1/claims/{claim}/endorsements/{endorsement}',
  operationId: 'withdrawEndorsement',
  summary: 'Withdraw an endorsement',
  description:
    'Takes the judgement back; that it was given stays in the claim’s history. Before the badge is issued the rule is decided again without it. Only the endorser, or an API key that acts for them, withdraws.',
  tags: ['endorsements'],
  idempotent: true,
  conditional: true,
  request: { params: EndorsementParams },
  refusals: [
    'claim_not_found',
    'acting_member_missing',
    'claim_closed',
    'evidence_version_stale',
    'endorsement_not_found',
    'endorsement_erased',
  ],
  responses: { 200: jsonResponse('Withdrawn', EndorsementAnswerSchema, 'ETag', 'Content-Language') },
})

const undoEndorsementRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/endorsements/{endorsement}/undo',
  operationId: 'undoEndorsement',
  summary: 'Undo what was done last with an endorsement',
  description:
    'Within ten minutes, for a wrong click. Of a judgement that was just given nothing stays, and it can be given again; of one that was revised or withdrawn the version before stands again. When the badge was issued meanwhile, an `endorse` that was just given counts as withdrawn instead: `outcome` says which. A `not-yet` that asked for a revision is undone as well, and the claim is open again. Of a `sealed` claim giving cannot be undone once others have judged. Only the endorser, or an API key that acts for them, undoes.',
  tags: ['endorsements'],
  idempotent: true,
  conditional: true,
  request: { params: EndorsementParams },
  refusals: [
    'claim_not_found',
    'acting_member_missing',
    'claim_closed',
    'evidence_version_stale',
    'endorsement_not_found',
    'endorsement_erased',
    'undo_closed',
  ],
  responses: { 200: jsonResponse('Undone', UndoAnswerSchema, 'ETag', 'Content-Language') },
})

/** The routes of endorsements. */
export function endorsementRoutes(deps: EndorsementRoutesDeps) {
  const toActing = createActingEndorser(deps.claims)

  return createApp()
    .openapi(giveEndorsementRoute, async (c) => {
      const { claim: claimId } = c.req.valid('param')
      const judgement = c.req.valid('json')
      const acting = await toActing(c, 'giveEndorsement', claimId, judgement.endorser)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const { caller, memberId, idempotency, language } = acting.value
      const given = await giveEndorsement(deps, {
        community: caller.community,
        claimId,
        endorserId: memberId,
        assurance: assuranceOf(caller),
        judgement,
        language,
        idempotency,
      })
      if (!given.ok) return answerRefusal(c, given.error)
      nameVersion(c, given.value.version, acting.value)
      return c.json(given.value, 201)
    })
    .openapi(reviseEndorsementRoute, async (c) => {
      const { claim: claimId, endorsement: endorsementId } = c.req.valid('param')
      const acting = await toActing(c, 'reviseEndorsement', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const input = { ...toOwnChange(acting.value, c), claimId, endorsementId }
      const revised = await reviseEndorsement(deps, input, c.req.valid('json'), assuranceOf(acting.value.caller))
      if (!revised.ok) return answerRefusal(c, revised.error)
      nameVersion(c, revised.value.version, acting.value)
      return c.json(revised.value, 200)
    })
    .openapi(withdrawEndorsementRoute, async (c) => {
      const { claim: claimId, endorsement: endorsementId } = c.req.valid('param')
      const acting = await toActing(c, 'withdrawEndorsement', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const withdrawn = await withdrawEndorsement(deps, { ...toOwnChange(acting.value, c), claimId, endorsementId })
      if (!withdrawn.ok) return answerRefusal(c, withdrawn.error)
      nameVersion(c, withdrawn.value.version, acting.value)
      return c.json(withdrawn.value, 200)
    })
    .openapi(undoEndorsementRoute, async (c) => {
      const { claim: claimId, endorsement: endorsementId } = c.req.valid('param')
      const acting = await toActing(c, 'undoEndorsement', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const undone = await undoEndorsement(deps, { ...toOwnChange(acting.value, c), claimId, endorsementId })
      if (!undone.ok) return answerRefusal(c, undone.error)
      nameVersion(c, undone.value.version, acting.value)
      return c.json(undone.value, 200)
    })
}
