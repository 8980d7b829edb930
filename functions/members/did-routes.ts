import type { Context } from 'hono'
import { z } from 'zod'
import {
  ChallengeDidSchema,
  DidChallengeSchema,
  DidSchema,
  ProveDidSchema,
  ProvenDidSchema,
  ProvenDidsSchema,
} from '../../schemas/did.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import { isDid } from '../domain/shared/did.ts'
import type { Did, Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import type { DidStore } from '../ports/did-store.ts'
import { type ChallengeDidDeps, challengeDid } from './challenge-did.ts'
import { type ProveDidDeps, proveDid } from './prove-did.ts'

export type DidRoutesDeps = ChallengeDidDeps & ProveDidDeps & { readonly dids: DidStore }

const MemberParams = z.strictObject({ slug: SlugSchema, member: IdSchema })
const DidParams = z.strictObject({ slug: SlugSchema, member: IdSchema, did: DidSchema })

const OWN = 'Only the member, or an API key that acts for them, does that.'
const REFUSALS = ['member_not_found', 'acting_member_missing'] as const

const challengeDidRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/members/{member}/did-challenges',
  operationId: 'challengeDid',
  summary: 'Ask for a challenge to prove a DID',
  description: `Answers with a random text that the member signs with a key of the DID (\`did:key\`, \`did:jwk\` or \`did:web\`) and sends to \`…/dids\`. It answers once, within ten minutes, for this member and DID. Every call gives another one. ${OWN}`,
  tags: ['members'],
  request: { params: MemberParams, body: jsonBody(ChallengeDidSchema) },
  refusals: [...REFUSALS, 'did_method_unsupported'],
  responses: { 201: jsonResponse('What to sign', DidChallengeSchema) },
})

const proveDidRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/members/{member}/dids',
  operationId: 'proveDid',
  summary: 'Prove control of a DID',
  description: `Records the DID as the member’s own: endorsement credentials that they sign with it are taken under their name, and claims they open from then on carry the DID proven last as the \`id\` of the badge’s subject. One DID belongs to at most one member of a community. ${OWN}`,
  tags: ['members'],
  idempotent: true,
  request: { params: MemberParams, body: jsonBody(ProveDidSchema) },
  refusals: [
    ...REFUSALS,
    'did_method_unsupported',
    'challenge_unknown',
    'did_unresolvable',
    'did_proof_invalid',
    'did_taken',
    'did_limit_reached',
    'did_not_found',
  ],
  responses: { 201: jsonResponse('The DID is proven', ProvenDidSchema) },
})

const listDidsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members/{member}/dids',
  operationId: 'listDids',
  summary: 'List the DIDs a member has proven',
  description: OWN,
  tags: ['members'],
  request: { params: MemberParams },
  refusals: REFUSALS,
  responses: { 200: jsonResponse('All of them, the one proven last at the end', ProvenDidsSchema) },
})

const removeDidRoute = apiRoute({
  method: 'delete',
  path: '/v1/communities/{slug}/members/{member}/dids/{did}',
  operationId: 'removeDid',
  summary: 'Take a DID away',
  description: `Nothing new is taken under this DID; what was signed and issued stays. The DID is percent-encoded in the path. ${OWN}`,
  tags: ['members'],
  request: { params: DidParams },
  refusals: [...REFUSALS, 'did_not_found'],
  responses: { 200: jsonResponse('The DID that was taken away', ProvenDidSchema) },
})

/** The routes by which members prove and keep their own DIDs. */
export const didRoutes = (deps: DidRoutesDeps) =>
  createApp()
    .openapi(challengeDidRoute, async (c) => {
      const { slug: community, member } = c.req.valid('param')
      const acting = decideSelf(c, member)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const did = asDid(c.req.valid('json').did)
      const given = await challengeDid(deps, { community, memberId: acting.value, did })
      if (!given.ok) return answerRefusal(c, given.error)
      const { challenge, domain, expiresAt } = given.value
      return c.json({ challenge, domain, expiresAt }, 201)
    })
    .openapi(proveDidRoute, async (c) => {
      const { slug: community, member } = c.req.valid('param')
      const acting = decideSelf(c, member)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const { did, proof } = c.req.valid('json')
      const input = { community, memberId: acting.value, did: asDid(did), proof, idempotency: idempotency.value }
      const proven = await proveDid(deps, input)
      if (!proven.ok) return answerRefusal(c, proven.error)
      return c.json({ did: proven.value.did, provenAt: proven.value.provenAt }, 201)
    })
    .openapi(listDidsRoute, async (c) => {
      const acting = decideSelf(c, c.req.valid('param').member)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const held = (await deps.dids.list(acting.value)).toSorted((a, b) => (a.provenAt < b.provenAt ? -1 : 1))
      return c.json({ items: held.map(({ did, provenAt }) => ({ did, provenAt })) }, 200)
    })
    .openapi(removeDidRoute, async (c) => {
      const { member, did } = c.req.valid('param')
      const acting = decideSelf(c, member)
      if (!acting.ok) return answerRefusal(c, acting.error)
      const held = await deps.dids.load(acting.value, did)
      if (!held) return answerRefusal(c, { code: 'did_not_found' })
      const removed = await deps.dids.remove(held)
      if (!removed.ok) return answerRefusal(c, removed.error)
      return c.json({ did: held.did, provenAt: held.provenAt }, 200)
    })

/** A member is unknown to whoever is another. */
function decideSelf(c: Context<AppEnv>, member: Id): Result<Id, Refusal> {
  const acting = decideActingMember(c.get('caller'), undefined, 'acting_member_missing')
  if (!acting.ok) return acting
  return acting.value === member ? ok(member) : err({ code: 'member_not_found' })
}

/** The schema lets nothing else through; that the types agree is said here. */
function asDid(text: string): Did {
  if (isDid(text)) return text
  throw new TypeError('a DID passed its schema and is none')
}
