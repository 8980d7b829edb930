import { z } from 'zod'
import {
  EndorsementAnswerSchema,
  GiveEndorsementCredentialSchema,
  ReviseEndorsementCredentialSchema,
} from '../../schemas/endorsement.ts'
import { IdSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import { createActingEndorser, nameVersion, toOwnChange } from './acting-endorser.ts'
import { readCredentialSource } from './credential-source.ts'
import { type GiveEndorsementCredentialDeps, giveEndorsementCredential } from './give-endorsement-credential.ts'
import { type ReviseEndorsementCredentialDeps, reviseEndorsementCredential } from './revise-endorsement-credential.ts'

export type EndorsementCredentialRoutesDeps = GiveEndorsementCredentialDeps &
  ReviseEndorsementCredentialDeps & { readonly claims: Pick<ClaimStore, 'load'> }

const ClaimParams = z.strictObject({ claim: IdSchema })
const EndorsementParams = z.strictObject({ claim: IdSchema, endorsement: IdSchema })

const TAKEN =
  'The verdict is `endorse`, the comment is that of the credential, and the assurance `own-key`. The credential is verified before it counts: its issuer is a DID that the endorser has proven, its subject is the claim’s `credentialUrl`, its `validFrom` lies between the evidence and now, and it carries neither `validUntil` nor `credentialStatus` nor `refreshService`. It is kept byte for byte, published at `/endorsements/{id}` with the badge, and each is taken once. JSON goes into the badge; a JWT counts and is linked from the award record.'

const REFUSALS = [
  'claim_not_found',
  'member_not_found',
  'acting_member_missing',
  'claim_closed',
  'self_endorsement',
  'collaborator_endorsement',
  'not_eligible',
  'evidence_version_stale',
  'endorsement_credential_invalid',
  'endorsement_not_permanent',
  'endorsement_target_mismatch',
  'endorsement_date_invalid',
  'related_resource_mismatch',
  'issuer_did_not_proven',
  'did_unresolvable',
  'endorsement_proof_invalid',
  'endorsement_credential_used',
  'endorsement_not_anonymous',
] as const

const giveEndorsementCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/claims/{claim}/endorsement-credentials',
  operationId: 'giveEndorsementCredential',
  summary: 'Endorse a claim with a credential signed in one’s own wallet',
  description: `Takes a finished \`EndorsementCredential\` as one peer’s endorsement of the current evidence version. ${TAKEN}`,
  tags: ['endorsements'],
  idempotent: true,
  request: { params: ClaimParams, body: jsonBody(GiveEndorsementCredentialSchema) },
  refusals: [...REFUSALS, 'already_endorsed'],
  responses: { 201: jsonResponse('Recorded', EndorsementAnswerSchema, 'ETag', 'Content-Language') },
})

const reviseEndorsementCredentialRoute = apiRoute({
  method: 'put',
  path: '/v1/claims/{claim}/endorsement-credentials/{endorsement}',
  operationId: 'reviseEndorsementCredential',
  summary: 'Revise an endorsement by a credential signed in one’s own wallet',
  description: `Replaces the endorser’s own judgement, however it was given, by a finished credential. ${TAKEN} A revision at \`/v1/claims/{claim}/endorsements/{endorsement}\` goes the other way: it is signed with a kept key again.`,
  tags: ['endorsements'],
  idempotent: true,
  conditional: true,
  request: { params: EndorsementParams, body: jsonBody(ReviseEndorsementCredentialSchema) },
  refusals: [...REFUSALS, 'endorsement_not_found', 'endorsement_erased', 'already_revised'],
  responses: { 200: jsonResponse('The next version', EndorsementAnswerSchema, 'ETag', 'Content-Language') },
})

/** The routes that take endorsements signed by the endorsers themselves; they verify signatures over JSON-LD. */
export function endorsementCredentialRoutes(deps: EndorsementCredentialRoutesDeps) {
  const toActing = createActingEndorser(deps.claims)
  return createApp()
    .openapi(giveEndorsementCredentialRoute, async (c) => {
      const { claim: claimId } = c.req.valid('param')
      const { endorser, ratings, relationship } = c.req.valid('json')
      const acting = await toActing(c, 'giveEndorsementCredential', claimId, endorser)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const source = readCredentialSource(await c.req.text())
      if (!source.ok) return answerRefusal(c, source.error)
      const { caller, memberId, idempotency, language } = acting.value
      const given = await giveEndorsementCredential(deps, {
        community: caller.community,
        claimId,
        endorserId: memberId,
        beside: { ratings, relationship },
        source: source.value,
        language,
        idempotency,
      })
      if (!given.ok) return answerRefusal(c, given.error)
      nameVersion(c, given.value.version, acting.value)
      return c.json(given.value, 201)
    })
    .openapi(reviseEndorsementCredentialRoute, async (c) => {
      const { claim: claimId, endorsement: endorsementId } = c.req.valid('param')
      const judgement = c.req.valid('json')
      const acting = await toActing(c, 'reviseEndorsementCredential', claimId)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const source = readCredentialSource(await c.req.text())
      if (!source.ok) return answerRefusal(c, source.error)
      const input = { ...toOwnChange(acting.value, c), claimId, endorsementId }
      const revised = await reviseEndorsementCredential(deps, input, judgement, source.value)
      if (!revised.ok) return answerRefusal(c, revised.error)
      nameVersion(c, revised.value.version, acting.value)
      return c.json(revised.value, 200)
    })
}
