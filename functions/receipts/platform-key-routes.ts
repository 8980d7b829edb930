import { z } from 'zod'
import { IssuerKeyIdSchema } from '../../schemas/issuer-key.ts'
import { CompromisePlatformKeySchema, PlatformKeySchema, type PlatformKeyView } from '../../schemas/platform-key.ts'
import { platformMethod } from '../domain/credential/platform-did-document.ts'
import { toInstant } from '../domain/shared/instant.ts'
import { platformDid } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import type { PlatformKey } from '../ports/platform-key-store.ts'
import { compromisePlatformKey, type PlatformKeysDeps, rotatePlatformKey } from './platform-keys.ts'

const rotatePlatformKeyRoute = apiRoute({
  method: 'post',
  path: '/v1/platform/keys',
  operationId: 'rotatePlatformKey',
  summary: 'Rotate the key that signs receipts',
  description:
    'Makes a key that signs receipts from now on and retires the one that did. A retired key stays in the DID document of the service, and what it signed stays valid. The first receipt makes the first key by itself.',
  tags: ['signing keys'],
  idempotent: true,
  refusals: ['too_many_keys'],
  responses: { 201: jsonResponse('The new key', PlatformKeySchema) },
})

const compromisePlatformKeyRoute = apiRoute({
  method: 'post',
  path: '/v1/platform/keys/{key}/compromise',
  operationId: 'compromisePlatformKey',
  summary: 'Report a key of receipts as compromised',
  description:
    'For a key that others may have used. It stops signing, another takes its place, and the DID document of the service no longer vouches for it: every receipt it signed fails from then on. `at` can be moved earlier later on, never later. Safe to repeat.',
  tags: ['signing keys'],
  request: { params: z.strictObject({ key: IssuerKeyIdSchema }), body: jsonBody(CompromisePlatformKeySchema) },
  refusals: ['issuer_key_not_found', 'key_compromised_earlier'],
  responses: { 200: jsonResponse('The key as it stands', PlatformKeySchema) },
})

export interface PlatformKeyRoutesDeps extends PlatformKeysDeps {
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

/** The routes by which the administrator changes the service's own keys. */
export function platformKeyRoutes(deps: PlatformKeyRoutesDeps) {
  const did = platformDid(deps.publicUrl)
  const toView = (key: PlatformKey): PlatformKeyView => ({
    id: key.id,
    verificationMethod: platformMethod(did, key),
    publicKeyMultibase: key.key.publicKeyMultibase,
    createdAt: key.createdAt,
    signs: key.retiredAt === undefined && key.compromisedAt === undefined,
    ...(key.retiredAt === undefined ? {} : { retiredAt: key.retiredAt }),
    ...(key.compromisedAt === undefined ? {} : { compromisedAt: key.compromisedAt }),
  })
  return createApp()
    .openapi(rotatePlatformKeyRoute, async (c) => {
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const rotated = await rotatePlatformKey(deps, idempotency.value)
      return rotated.ok ? c.json(toView(rotated.value), 201) : answerRefusal(c, rotated.error)
    })
    .openapi(compromisePlatformKeyRoute, async (c) => {
      const at = toInstant(new Date(c.req.valid('json').at))
      const marked = await compromisePlatformKey(deps, c.req.valid('param').key, at)
      return marked.ok ? c.json(toView(marked.value), 200) : answerRefusal(c, marked.error)
    })
}
