import { z } from 'zod'
import { ChangeCommunitySchema, CommunitySchema, CreateCommunitySchema } from '../../schemas/community.ts'
import { SlugSchema } from '../../schemas/text.ts'
import type { Community } from '../domain/community/community.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { changeOnNewest, etagOf, ifMatchOf } from '../http/if-match.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import { type ChangeCommunityDeps, changeCommunity } from './change-community.ts'
import { type CreateCommunityDeps, createCommunity } from './create-community.ts'
import { toCommunityView } from './to-community-view.ts'

export interface CommunityRoutesDeps extends CreateCommunityDeps, ChangeCommunityDeps {
  readonly communities: Pick<CommunityStore, 'create' | 'load' | 'change'>
  readonly members: Pick<MemberStore, 'loadMany'>
}

const CommunityParams = z.strictObject({ slug: SlugSchema })

const createCommunityRoute = apiRoute({
  method: 'post',
  path: '/v1/communities',
  operationId: 'createCommunity',
  summary: 'Create a community',
  description:
    'Creates a community with its issuer DID and key; it can issue from then on. The slug is its name for good and is never given out again.',
  tags: ['communities'],
  idempotent: true,
  request: { body: jsonBody(CreateCommunitySchema) },
  refusals: ['slug_taken', 'invalid_image'],
  responses: { 201: jsonResponse('The new community', CommunitySchema, 'ETag') },
})

const getCommunityRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}',
  operationId: 'getCommunity',
  summary: 'Read a community',
  tags: ['communities'],
  request: { params: CommunityParams },
  responses: { 200: jsonResponse('The community', CommunitySchema, 'ETag') },
})

const changeCommunityRoute = apiRoute({
  method: 'patch',
  path: '/v1/communities/{slug}',
  operationId: 'changeCommunity',
  summary: 'Change a community',
  description:
    'What is left out stays. `foundingPanel` names at least three different members. Sign-in follows a change of `oidc` within 30 seconds.',
  tags: ['communities'],
  conditional: true,
  request: { params: CommunityParams, body: jsonBody(ChangeCommunitySchema) },
  refusals: ['invalid_image'],
  responses: { 200: jsonResponse('The changed community', CommunitySchema, 'ETag') },
})

/** The routes of communities. */
export const communityRoutes = (deps: CommunityRoutesDeps) =>
  createApp()
    .openapi(createCommunityRoute, async (c) => {
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const created = await createCommunity(deps, c.req.valid('json'), idempotency.value)
      if (!created.ok) return answerRefusal(c, created.error)
      c.header('ETag', etagOf(created.value.version))
      return c.json(toCommunityView(created.value), 201)
    })
    .openapi(getCommunityRoute, async (c) => {
      const community: Community | undefined = await deps.communities.load(c.req.valid('param').slug)
      if (!community) return answerRefusal(c, { code: 'community_not_found' })
      c.header('ETag', etagOf(community.version))
      return c.json(toCommunityView(community), 200)
    })
    .openapi(changeCommunityRoute, async (c) => {
      const ifMatch = ifMatchOf(c)
      const { slug } = c.req.valid('param')
      const request = c.req.valid('json')
      const changed = await changeOnNewest(ifMatch, () => changeCommunity(deps, slug, request, ifMatch))
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(toCommunityView(changed.value), 200)
    })
