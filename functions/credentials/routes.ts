import type { Context } from 'hono'
import { z } from 'zod'
import {
  CredentialStatusSchema,
  ReinstateCredentialSchema,
  ReinstatedCredentialSchema,
  RevokeCredentialSchema,
  RevokedCredentialSchema,
  SuspendCredentialSchema,
  SuspendedCredentialSchema,
} from '../../schemas/credential.ts'
import { IdSchema } from '../../schemas/text.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import type { OperationId } from '../http/permissions.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { StatusRequest } from './change-credential-status.ts'
import { giveUpCredential } from './give-up-credential.ts'
import { type LoadCredentialStatusDeps, loadCredentialStatus } from './load-credential-status.ts'
import { revokeCredential } from './revoke-credential.ts'
import { reinstateCredential, type SuspendCredentialDeps, suspendCredential } from './suspend-credential.ts'

export type CredentialRoutesDeps = SuspendCredentialDeps &
  LoadCredentialStatusDeps & { readonly claims: Pick<ClaimStore, 'loadByCredential'> }

const Params = z.strictObject({ credential: IdSchema })

const revokeCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/revoke',
  operationId: 'revokeCredential',
  summary: 'Revoke a badge',
  description:
    'For good. The badge stays public and says that it was revoked, when and why; its status list says so within a minute.',
  tags: ['credentials'],
  request: { params: Params, body: jsonBody(RevokeCredentialSchema) },
  idempotent: true,
  refusals: ['credential_not_found', 'already_revoked'],
  responses: { 200: jsonResponse('The badge is revoked', RevokedCredentialSchema) },
})

const giveUpCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/give-up',
  operationId: 'giveUpCredential',
  summary: 'Give up a badge of one’s own',
  description:
    'Revokes it for good at the wish of its holder, without a reason. Only the holder, or an API key that acts for them, does that.',
  tags: ['credentials'],
  request: { params: Params },
  idempotent: true,
  refusals: ['credential_not_found', 'already_revoked'],
  responses: { 200: jsonResponse('The badge is revoked', RevokedCredentialSchema) },
})

const suspendCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/suspend',
  operationId: 'suspendCredential',
  summary: 'Suspend a badge',
  description:
    'Until it is reinstated or revoked. The page of the badge says since when and why, and verification by this service fails. The suspension list is published within a minute, but the badge itself names the revocation list only: other software does not see a suspension.',
  tags: ['credentials'],
  request: { params: Params, body: jsonBody(SuspendCredentialSchema) },
  idempotent: true,
  refusals: ['credential_not_found', 'already_suspended', 'already_revoked'],
  responses: { 200: jsonResponse('The badge is suspended', SuspendedCredentialSchema) },
})

const reinstateCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/reinstate',
  operationId: 'reinstateCredential',
  summary: 'Reinstate a suspended badge',
  description: 'The badge is valid again, and counts among what its holder holds. A revoked badge is never reinstated.',
  tags: ['credentials'],
  request: { params: Params, body: jsonBody(ReinstateCredentialSchema) },
  idempotent: true,
  refusals: ['credential_not_found', 'not_suspended', 'already_revoked'],
  responses: { 200: jsonResponse('The badge is valid again', ReinstatedCredentialSchema) },
})

const getCredentialStatusRoute = apiRoute({
  method: 'get',
  path: '/v1/credentials/{credential}/status',
  operationId: 'getCredentialStatus',
  summary: 'Read how a badge stands and every change of it',
  tags: ['credentials'],
  request: { params: Params },
  refusals: ['credential_not_found'],
  responses: { 200: jsonResponse('The status and its history', CredentialStatusSchema) },
})

/** The calls about the status of badges. */
export function credentialRoutes(deps: CredentialRoutesDeps) {
  /** The claim of a badge, for a caller who may do that with it. */
  async function authorized(c: Context<AppEnv>, operation: OperationId, credentialId: Id) {
    const claim = await deps.claims.loadByCredential(credentialId)
    const caller = await authorize(c, operation, claim?.community, 'credential_not_found')
    if (!caller.ok) return caller
    return claim ? ok({ claim, caller: caller.value }) : err({ code: 'credential_not_found' as const })
  }

  async function toRequest(
    c: Context<AppEnv>,
    operation: OperationId,
    credentialId: Id,
    reason: string,
  ): Promise<Result<StatusRequest, Refusal>> {
    const allowed = await authorized(c, operation, credentialId)
    if (!allowed.ok) return allowed
    const idempotency = await idempotencyKeyOf(c, allowed.value.caller)
    return idempotency.ok ? ok({ ...allowed.value, reason, idempotency: idempotency.value }) : idempotency
  }

  return createApp()
    .openapi(revokeCredentialRoute, async (c) => {
      const { credential } = c.req.valid('param')
      const request = await toRequest(c, 'revokeCredential', credential, c.req.valid('json').reason)
      const revoked = request.ok ? await revokeCredential(deps, request.value) : request
      return revoked.ok ? c.json(revoked.value, 200) : answerRefusal(c, revoked.error)
    })
    .openapi(giveUpCredentialRoute, async (c) => {
      const request = await toRequest(c, 'giveUpCredential', c.req.valid('param').credential, '')
      const revoked = request.ok ? await giveUpCredential(deps, request.value) : request
      return revoked.ok ? c.json(revoked.value, 200) : answerRefusal(c, revoked.error)
    })
    .openapi(suspendCredentialRoute, async (c) => {
      const { credential } = c.req.valid('param')
      const request = await toRequest(c, 'suspendCredential', credential, c.req.valid('json').reason)
      const suspended = request.ok ? await suspendCredential(deps, request.value) : request
      return suspended.ok ? c.json(suspended.value, 200) : answerRefusal(c, suspended.error)
    })
    .openapi(reinstateCredentialRoute, async (c) => {
      const { credential } = c.req.valid('param')
      const request = await toRequest(c, 'reinstateCredential', credential, c.req.valid('json').reason)
      const reinstated = request.ok ? await reinstateCredential(deps, request.value) : request
      return reinstated.ok ? c.json(reinstated.value, 200) : answerRefusal(c, reinstated.error)
    })
    .openapi(getCredentialStatusRoute, async (c) => {
      const allowed = await authorized(c, 'getCredentialStatus', c.req.valid('param').credential)
      const status = allowed.ok ? await loadCredentialStatus(deps, allowed.value.claim) : allowed
      return status.ok ? c.json(status.value, 200) : answerRefusal(c, status.error)
    })
}
