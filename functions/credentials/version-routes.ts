import type { Context } from 'hono'
import { z } from 'zod'
import { CredentialVersionsSchema, RefreshedCredentialSchema } from '../../schemas/credential.ts'
import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import { IdSchema } from '../../schemas/text.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { authorize } from '../http/gate.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { CREDENTIAL_TYPES, isJwtType, JWT_TYPES, negotiateType } from '../http/negotiate.ts'
import { actingMemberOf, type OperationId } from '../http/permissions.ts'
import { RETRY_AFTER_SECONDS } from '../http/problems.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import { answerText } from './answers.ts'
import { type AskRefreshDeps, askRefresh } from './ask-refresh.ts'
import { listVersions, loadVersion, type VersionsDeps } from './list-versions.ts'

export type VersionRoutesDeps = AskRefreshDeps &
  VersionsDeps & { readonly claims: Pick<ClaimStore, 'loadByCredential'> }

const Params = z.strictObject({ credential: IdSchema })
const VersionParams = Params.extend({
  credentialVersion: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
})

const refreshCredentialRoute = apiRoute({
  method: 'post',
  path: '/v1/credentials/{credential}/refresh',
  operationId: 'refreshCredential',
  summary: 'Issue a badge again with what was endorsed since',
  description:
    'Embeds every `endorse` that stands now, and leaves out what was withdrawn. The id and the date of the award stay; `validFrom` becomes later. When nothing changed, the badge stays as it is. Owners, facilitators and keys refresh any badge; a learner refreshes their own.',
  tags: ['credentials'],
  idempotent: true,
  request: { params: Params },
  refusals: ['credential_not_found', 'already_revoked'],
  responses: {
    200: jsonResponse('The badge holds everything that was given by now', RefreshedCredentialSchema),
    202: {
      ...jsonResponse('The badge as it still is; the new version is being made', RefreshedCredentialSchema),
      headers: {
        'Retry-After': { description: 'Seconds after which to ask again', schema: { type: 'integer' as const } },
      },
    },
  },
})

const listCredentialVersionsRoute = apiRoute({
  method: 'get',
  path: '/v1/credentials/{credential}/versions',
  operationId: 'listCredentialVersions',
  summary: 'List the versions of a badge',
  description: 'Oldest first, with the digests of their bytes. Learners read those of their own badges.',
  tags: ['credentials'],
  request: { params: Params },
  refusals: ['credential_not_found'],
  responses: { 200: jsonResponse('Every version', CredentialVersionsSchema) },
})

const getCredentialVersionRoute = apiRoute({
  method: 'get',
  path: '/v1/credentials/{credential}/versions/{credentialVersion}',
  operationId: 'getCredentialVersion',
  summary: 'Read one version of a badge',
  description: 'Byte for byte as it was given out, as JSON or, by `Accept`, as JWT.',
  tags: ['credentials'],
  request: { params: VersionParams },
  refusals: ['credential_not_found', 'credential_version_not_found', 'credential_version_erased', 'not_acceptable'],
  responses: {
    200: {
      description: 'The signed bytes',
      content: {
        ...Object.fromEntries(CREDENTIAL_TYPES.map((type) => [type, { schema: OpenBadgeCredentialSchema }])),
        ...Object.fromEntries(JWT_TYPES.map((type) => [type, { schema: z.string() }])),
      },
    },
    304: { description: 'The client has these bytes already' },
  },
})

/** The calls about the versions of a badge. */
export function versionRoutes(deps: VersionRoutesDeps) {
  /** The claim of a badge, for its learner, who may only act for themself, and for those who lead. */
  async function authorized(c: Context<AppEnv>, operation: OperationId, credentialId: Id) {
    const claim = await deps.claims.loadByCredential(credentialId)
    const caller = await authorize(c, operation, claim?.community, 'credential_not_found')
    if (!caller.ok) return caller
    const member = actingMemberOf(caller.value)
    if (claim?.status !== 'issued') return err({ code: 'credential_not_found' as const })
    if (member?.role === 'member' && member.id !== claim.learnerId)
      return err({ code: 'forbidden' as const, detail: 'Members may do that with their own badges.' })
    return ok({ claim, caller: caller.value }) satisfies Result<{ claim: Claim }, Refusal>
  }

  return createApp()
    .openapi(refreshCredentialRoute, async (c) => {
      const allowed = await authorized(c, 'refreshCredential', c.req.valid('param').credential)
      if (!allowed.ok) return answerRefusal(c, allowed.error)
      const idempotency = await idempotencyKeyOf(c, allowed.value.caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const refreshed = await askRefresh(deps, allowed.value.claim, idempotency.value)
      if (!refreshed.ok) return answerRefusal(c, refreshed.error)
      if (refreshed.value.isSettled) return c.json(refreshed.value.badge, 200)
      c.header('Retry-After', String(RETRY_AFTER_SECONDS))
      return c.json(refreshed.value.badge, 202)
    })
    .openapi(listCredentialVersionsRoute, async (c) => {
      const allowed = await authorized(c, 'listCredentialVersions', c.req.valid('param').credential)
      const versions = allowed.ok ? await listVersions(deps, allowed.value.claim.credentialId) : allowed
      return versions.ok ? c.json(versions.value, 200) : answerRefusal(c, versions.error)
    })
    .openapi(getCredentialVersionRoute, async (c) => {
      const { credential, credentialVersion } = c.req.valid('param')
      const allowed = await authorized(c, 'getCredentialVersion', credential)
      const stored = allowed.ok ? await loadVersion(deps, credential, credentialVersion) : allowed
      if (!stored.ok) return answerRefusal(c, stored.error)
      const { jwt, ...json } = stored.value
      const type = negotiateType(c.req.header('accept'), [...CREDENTIAL_TYPES, ...(jwt ? JWT_TYPES : [])])
      if (type === undefined) return answerRefusal(c, { code: 'not_acceptable' })
      const bytes = jwt && isJwtType(type) ? jwt : json
      return answerText(c, { ...bytes, mediaType: type, maxAgeSeconds: 0, vary: 'Accept', isPrivate: true })
    })
}
