import { z } from 'zod'
import { ApiKeySchema, type ApiKeyView, CreateApiKeySchema, CreatedApiKeySchema } from '../../schemas/community.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import type { ApiKeyRecord, ApiKeyStore } from '../ports/api-key-store.ts'
import { type CreateApiKeyDeps, createApiKey } from './create-api-key.ts'

export interface ApiKeyRoutesDeps extends CreateApiKeyDeps {
  readonly apiKeys: Pick<ApiKeyStore, 'create' | 'load' | 'list' | 'revoke'>
}

const CommunityParams = z.strictObject({ slug: SlugSchema })
const ApiKeyParams = z.strictObject({ slug: SlugSchema, apiKey: IdSchema })

const createApiKeyRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/api-keys',
  operationId: 'createApiKey',
  summary: 'Create an API key',
  description:
    'Makes a key for software of the community. The key is shown in this answer only; what is kept is its hash. `*` stands for every scope but `vc:issue`.',
  tags: ['API keys'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(CreateApiKeySchema) },
  responses: { 201: jsonResponse('The new key', CreatedApiKeySchema) },
})

const listApiKeysRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/api-keys',
  operationId: 'listApiKeys',
  summary: 'List API keys',
  description: 'Revoked keys stay listed. When a key was last used is noted at most once a minute.',
  tags: ['API keys'],
  request: { params: CommunityParams, query: PageQuerySchema },
  refusals: ['invalid_cursor'],
  responses: { 200: jsonResponse('A page of keys, oldest first', pageSchema(ApiKeySchema), 'Link') },
})

const revokeApiKeyRoute = apiRoute({
  method: 'delete',
  path: '/v1/communities/{slug}/api-keys/{apiKey}',
  operationId: 'revokeApiKey',
  summary: 'Revoke an API key',
  description: 'Ends a key for good, everywhere within 30 seconds. Safe to repeat.',
  tags: ['API keys'],
  request: { params: ApiKeyParams },
  refusals: ['api_key_not_found'],
  responses: { 200: jsonResponse('The revoked key', ApiKeySchema) },
})

const toApiKeyView = (record: ApiKeyRecord): ApiKeyView => ({
  id: record.id,
  name: record.name,
  scopes: [...record.scopes],
  createdAt: record.createdAt,
  ...(record.lastUsedAt === undefined ? {} : { lastUsedAt: record.lastUsedAt }),
  ...(record.revokedAt === undefined ? {} : { revokedAt: record.revokedAt }),
})

/** The routes of a community's API keys. */
export const apiKeyRoutes = (deps: ApiKeyRoutesDeps) =>
  createApp()
    .openapi(createApiKeyRoute, async (c) => {
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const made = await createApiKey(deps, c.req.valid('param').slug, c.req.valid('json'), idempotency.value)
      if (!made.ok) return answerRefusal(c, made.error)
      const { record, key } = made.value
      const { id, name, scopes, createdAt } = toApiKeyView(record)
      return c.json({ id, ...(key === undefined ? {} : { key }), name, scopes, createdAt }, 201)
    })
    .openapi(listApiKeysRoute, async (c) => {
      const page = await deps.apiKeys.list(c.req.valid('param').slug, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(answerPage(c, page.value, toApiKeyView), 200)
    })
    .openapi(revokeApiKeyRoute, async (c) => {
      const { slug, apiKey } = c.req.valid('param')
      const revoked = await deps.apiKeys.revoke(slug, apiKey, deps.now())
      if (!revoked.ok) return answerRefusal(c, revoked.error)
      return c.json(toApiKeyView(revoked.value), 200)
    })
