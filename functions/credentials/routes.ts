import { z } from 'zod'
import { RevokeCredentialSchema, RevokedCredentialSchema } from '../../schemas/credential.ts'
import { IdSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import { type RevokeCredentialDeps, revokeCredential } from './revoke-credential.ts'

export interface CredentialRoutesDeps extends RevokeCredentialDeps {
  readonly claims: Pick<ClaimStore, 'loadByCredential'>
}

const revokeCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/revoke',
  operationId: 'revokeCredential',
  summary: 'Revoke a badge',
  description:
    'For good. The badge stays public and says that it was revoked, when and why; its status list says so within a minute.',
  tags: ['credentials'],
  request: { params: z.strictObject({ credential: IdSchema }), body: jsonBody(RevokeCredentialSchema) },
  idempotent: true,
  refusals: ['credential_not_found', 'already_revoked'],
  responses: { 200: jsonResponse('The badge is revoked', RevokedCredentialSchema) },
})

/** The calls about badges that change something. */
export const credentialRoutes = (deps: CredentialRoutesDeps) =>
  createApp().openapi(revokeCredentialRoute, async (c) => {
    const claim = await deps.claims.loadByCredential(c.req.valid('param').credential)
    const caller = await authorize(c, 'revokeCredential', claim?.community, 'credential_not_found')
    if (!caller.ok) return answerRefusal(c, caller.error)
    if (!claim) return answerRefusal(c, { code: 'credential_not_found' })
    const idempotency = await idempotencyKeyOf(c, caller.value)
    if (!idempotency.ok) return answerRefusal(c, idempotency.error)
    const { reason } = c.req.valid('json')
    const revoked = await revokeCredential(deps, claim, caller.value, reason, idempotency.value)
    return revoked.ok ? c.json(revoked.value, 200) : answerRefusal(c, revoked.error)
  })
