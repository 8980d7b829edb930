import { z } from 'zod'
import { SlugSchema } from '../../schemas/text.ts'
import { CreateVcIssuerSchema, VcIssuerSchema, type VcIssuerView } from '../../schemas/vc-api.ts'
import { cryptosuiteOf } from '../domain/community/vc-issuer.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import type { KeptVcIssuer, VcIssuerStore } from '../ports/vc-issuer-store.ts'
import { type CreateVcIssuerDeps, createVcIssuer } from './create-vc-issuer.ts'

export interface VcIssuerRoutesDeps extends CreateVcIssuerDeps {
  readonly vcIssuers: Pick<VcIssuerStore, 'create' | 'load' | 'list'>
}

const CommunityParams = z.strictObject({ slug: SlugSchema })

const createVcIssuerRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/vc-issuers',
  operationId: 'createVcIssuer',
  summary: 'Create a VC-API issuer',
  description:
    'Makes an issuer with a key of its own for `POST /vc-api/credentials/issue`. It never signs a badge that peers gave, nor a status list, and its key is not among those of the community. A `did:web` is resolved at the address it names.',
  tags: ['VC-API'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(CreateVcIssuerSchema) },
  responses: { 201: jsonResponse('The new issuer', VcIssuerSchema) },
})

const listVcIssuersRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/vc-issuers',
  operationId: 'listVcIssuers',
  summary: 'List VC-API issuers',
  tags: ['VC-API'],
  request: { params: CommunityParams, query: PageQuerySchema },
  refusals: ['invalid_cursor'],
  responses: { 200: jsonResponse('A page of issuers, oldest first', pageSchema(VcIssuerSchema), 'Link') },
})

const toVcIssuerView = ({ did, name, key, ...rest }: KeptVcIssuer): VcIssuerView => ({
  id: did,
  name,
  method: did.startsWith('did:key:') ? 'did:key' : 'did:web',
  cryptosuite: cryptosuiteOf(key.algorithm),
  ...(key.algorithm === 'Ed25519' ? {} : { curve: key.algorithm }),
  verificationMethod: rest.verificationMethod,
  credentialStatus: rest.credentialStatus,
  createdAt: rest.createdAt,
})

/** The routes of a community's VC-API issuers. */
export const vcIssuerRoutes = (deps: VcIssuerRoutesDeps) =>
  createApp()
    .openapi(createVcIssuerRoute, async (c) => {
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const { slug } = c.req.valid('param')
      const created = await createVcIssuer(deps, slug, c.req.valid('json'), idempotency.value)
      return created.ok ? c.json(toVcIssuerView(created.value), 201) : answerRefusal(c, created.error)
    })
    .openapi(listVcIssuersRoute, async (c) => {
      const page = await deps.vcIssuers.list(c.req.valid('param').slug, toPageRequest(c.req.valid('query')))
      return page.ok ? c.json(answerPage(c, page.value, toVcIssuerView), 200) : answerRefusal(c, page.error)
    })
