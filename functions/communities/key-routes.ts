import type { Context } from 'hono'
import { z } from 'zod'
import {
  AddIssuerKeySchema,
  CompromisedIssuerKeySchema,
  CompromiseIssuerKeySchema,
  IssuerKeyIdSchema,
  IssuerKeySchema,
  IssuerKeysSchema,
} from '../../schemas/issuer-key.ts'
import { SlugSchema } from '../../schemas/text.ts'
import type { Community } from '../domain/community/community.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { toInstant } from '../domain/shared/instant.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { CommunityStore, IssuerKey } from '../ports/community-store.ts'
import { type CompromiseIssuerKeyDeps, compromiseIssuerKey } from './compromise-issuer-key.ts'
import { type KeyChange, rotateIssuerKey } from './rotate-issuer-key.ts'
import { toIssuerKeyView } from './to-issuer-key-view.ts'

export interface KeyRoutesDeps extends CompromiseIssuerKeyDeps {
  readonly communities: CompromiseIssuerKeyDeps['communities'] & Pick<CommunityStore, 'load'>
}

const CommunityParams = z.strictObject({ slug: SlugSchema })
const KeyParams = z.strictObject({ slug: SlugSchema, key: IssuerKeyIdSchema })

const listIssuerKeysRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/keys',
  operationId: 'listIssuerKeys',
  summary: 'List signing keys',
  description:
    'The public halves of every key the community signs or signed with, and how long each signs and is trusted, oldest first. There are two hundred at most, so they come all at once.',
  tags: ['signing keys'],
  request: { params: CommunityParams },
  responses: { 200: jsonResponse('Every key', IssuerKeysSchema) },
})

const addIssuerKeyRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/keys',
  operationId: 'addIssuerKey',
  summary: 'Rotate a signing key',
  description:
    'Makes a key that signs from now on and retires the one that signed until now for the same use. A retired key stays published, and what it signed stays valid. Of several requests at once each gets a key, and one of them signs.',
  tags: ['signing keys'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(AddIssuerKeySchema) },
  refusals: ['too_many_keys'],
  responses: { 201: jsonResponse('The new key', IssuerKeySchema) },
})

const compromiseIssuerKeyRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/keys/{key}/compromise',
  operationId: 'compromiseIssuerKey',
  summary: 'Report a signing key as compromised',
  description:
    'For a key that others may have used. It stops signing, another takes its place, and it is no longer among those the DID document vouches for: elsewhere every badge it signed fails from then on. Here a badge holds that this service held, byte for byte, before `at`; dates inside a badge prove nothing. Status lists are signed anew at once; badges are, when they are refreshed. `at` can be moved earlier later on, never later.',
  tags: ['signing keys'],
  idempotent: true,
  request: { params: KeyParams, body: jsonBody(CompromiseIssuerKeySchema) },
  refusals: ['issuer_key_not_found', 'key_compromised_earlier'],
  responses: { 200: jsonResponse('The key as it stands, and the one that signs', CompromisedIssuerKeySchema) },
})

const toView = ({ baseUrl, slug }: Community, key: IssuerKey) =>
  toIssuerKeyView(key, publicUrls(baseUrl).key(slug, key.id))

/** The routes of a community's signing keys. */
export const keyRoutes = (deps: KeyRoutesDeps) =>
  createApp()
    .openapi(listIssuerKeysRoute, async (c) => {
      const community = await deps.communities.load(c.req.valid('param').slug)
      if (!community) return answerRefusal(c, { code: 'community_not_found' })
      const keys = await deps.communities.loadIssuerKeys(community.slug)
      return c.json({ items: keys.map((key) => toView(community, key)) }, 200)
    })
    .openapi(addIssuerKeyRoute, async (c) => {
      const change = await readChange(deps, c, c.req.valid('param').slug)
      if (!change.ok) return answerRefusal(c, change.error)
      const rotated = await rotateIssuerKey(deps, change.value, c.req.valid('json'))
      if (!rotated.ok) return answerRefusal(c, rotated.error)
      return c.json(toView(change.value.community, rotated.value), 201)
    })
    .openapi(compromiseIssuerKeyRoute, async (c) => {
      const { slug, key: keyId } = c.req.valid('param')
      const { at, reason } = c.req.valid('json')
      const change = await readChange(deps, c, slug)
      if (!change.ok) return answerRefusal(c, change.error)
      const marked = await compromiseIssuerKey(deps, change.value, { keyId, at: toInstant(new Date(at)), reason })
      if (!marked.ok) return answerRefusal(c, marked.error)
      const view = (key: IssuerKey) => toView(change.value.community, key)
      return c.json({ compromised: view(marked.value.compromised), signing: view(marked.value.signing) }, 200)
    })

async function readChange(
  { communities }: Pick<KeyRoutesDeps, 'communities'>,
  c: Context<AppEnv>,
  slug: Slug,
): Promise<Result<KeyChange, Refusal>> {
  const caller = c.get('caller')
  const idempotency = await idempotencyKeyOf(c, caller)
  if (!idempotency.ok) return idempotency
  const community = await communities.load(slug)
  if (!community) return err({ code: 'community_not_found' })
  return ok({ community, actorId: actingMemberOf(caller)?.id, idempotency: idempotency.value })
}
