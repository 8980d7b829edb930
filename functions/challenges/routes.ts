import type { Context } from 'hono'
import { z } from 'zod'
import {
  ChallengeSchema,
  ChangeChallengeSchema,
  CreateChallengeSchema,
  ParticipantSchema,
  RecordParticipationSchema,
} from '../../schemas/challenge.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import type { Challenge } from '../domain/challenge/challenge.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { changeOnNewest, etagOf, ifMatchOf } from '../http/if-match.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import { type RecordParticipationDeps, recordParticipation } from './record-participation.ts'
import { toChallengeView, toParticipantView } from './to-challenge-view.ts'
import { changeChallenge, createChallenge, type WriteChallengeDeps } from './write-challenge.ts'

export interface ChallengeRoutesDeps extends WriteChallengeDeps, RecordParticipationDeps {
  readonly challenges: ChallengeStore
}

const CommunityParams = z.strictObject({ slug: SlugSchema })
const ChallengeParams = z.strictObject({ slug: SlugSchema, challenge: IdSchema })

const createChallengeRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/challenges',
  operationId: 'createChallenge',
  summary: 'Make a challenge',
  description:
    'What people work on. Achievements name it in their draft, claims take it from their achievement, and a policy may ask that endorsers have worked on it. Challenges are shown to members only.',
  tags: ['challenges'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(CreateChallengeSchema) },
  responses: { 201: jsonResponse('The new challenge', ChallengeSchema, 'ETag') },
})

const listChallengesRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/challenges',
  operationId: 'listChallenges',
  summary: 'List challenges',
  tags: ['challenges'],
  request: { params: CommunityParams, query: PageQuerySchema },
  refusals: ['invalid_cursor'],
  responses: { 200: jsonResponse('A page of challenges, oldest first', pageSchema(ChallengeSchema), 'Link') },
})

const getChallengeRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/challenges/{challenge}',
  operationId: 'getChallenge',
  summary: 'Read a challenge',
  tags: ['challenges'],
  request: { params: ChallengeParams },
  refusals: ['challenge_not_found'],
  responses: { 200: jsonResponse('The challenge', ChallengeSchema, 'ETag') },
})

const changeChallengeRoute = apiRoute({
  method: 'patch',
  path: '/v1/communities/{slug}/challenges/{challenge}',
  operationId: 'changeChallenge',
  summary: 'Change a challenge',
  description:
    'What is left out stays. New neighbours make a difference to endorsements given from then on, within 30 seconds; those given before keep what was known then.',
  tags: ['challenges'],
  conditional: true,
  request: { params: ChallengeParams, body: jsonBody(ChangeChallengeSchema) },
  refusals: ['challenge_not_found'],
  responses: { 200: jsonResponse('The changed challenge', ChallengeSchema, 'ETag') },
})

const recordParticipationRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/challenges/{challenge}/participants',
  operationId: 'recordParticipation',
  summary: 'Record that a member has worked on a challenge',
  description:
    'For those who worked on it without a claim; opening a claim on an achievement of the challenge does the same by itself. A member records themself, an owner or facilitator anybody. Repeating it changes nothing.',
  tags: ['challenges'],
  request: { params: ChallengeParams, body: jsonBody(RecordParticipationSchema) },
  refusals: ['challenge_not_found', 'member_not_found', 'acting_member_missing'],
  responses: { 200: jsonResponse('How the member stands with the challenge', ParticipantSchema) },
})

const listParticipantsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/challenges/{challenge}/participants',
  operationId: 'listParticipants',
  summary: 'List who has worked on a challenge',
  description:
    'Who opened a claim in it and did not withdraw it, or is on record. A page may hold fewer than asked for while more follow: those who withdrew every claim are left out.',
  tags: ['challenges'],
  request: { params: ChallengeParams, query: PageQuerySchema },
  refusals: ['challenge_not_found', 'invalid_cursor'],
  responses: {
    200: jsonResponse('A page of participants, in the order of their ids', pageSchema(ParticipantSchema), 'Link'),
  },
})

/** The routes of a community's challenges. */
export const challengeRoutes = (deps: ChallengeRoutesDeps) =>
  createApp()
    .openapi(createChallengeRoute, async (c) => {
      const caller = c.get('caller')
      const idempotency = await idempotencyKeyOf(c, caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const input = {
        community: c.req.valid('param').slug,
        request: c.req.valid('json'),
        actorId: actingMemberOf(caller)?.id,
      }
      const created = await createChallenge(deps, input, idempotency.value)
      if (!created.ok) return answerRefusal(c, created.error)
      c.header('ETag', etagOf(created.value.version))
      return c.json(toChallengeView(created.value), 201)
    })
    .openapi(listChallengesRoute, async (c) => {
      const page = await deps.challenges.list(c.req.valid('param').slug, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(answerPage(c, page.value, toChallengeView), 200)
    })
    .openapi(getChallengeRoute, async (c) => {
      const { slug, challenge: id } = c.req.valid('param')
      const challenge = await loadChallenge(deps, slug, id)
      if (!challenge.ok) return answerRefusal(c, challenge.error)
      c.header('ETag', etagOf(challenge.value.version))
      return c.json(toChallengeView(challenge.value), 200)
    })
    .openapi(changeChallengeRoute, async (c) => {
      const { slug: community, challenge } = c.req.valid('param')
      const ifMatch = ifMatchOf(c)
      const input = { community, request: c.req.valid('json'), actorId: actingMemberOf(c.get('caller'))?.id }
      const changed = await changeOnNewest(ifMatch, () => changeChallenge(deps, challenge, input, ifMatch))
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(toChallengeView(changed.value), 200)
    })
    .openapi(recordParticipationRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const member = decideParticipant(c, c.req.valid('json').member)
      if (!member.ok) return answerRefusal(c, member.error)
      const actorId = actingMemberOf(c.get('caller'))?.id
      const recorded = await recordParticipation(deps, { community, challengeId, memberId: member.value, actorId })
      if (!recorded.ok) return answerRefusal(c, recorded.error)
      return c.json(toParticipantView(recorded.value), 200)
    })
    .openapi(listParticipantsRoute, async (c) => {
      const { slug, challenge: id } = c.req.valid('param')
      const challenge = await loadChallenge(deps, slug, id)
      if (!challenge.ok) return answerRefusal(c, challenge.error)
      const page = await deps.challenges.listParticipants(id, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(answerPage(c, page.value, toParticipantView), 200)
    })

async function loadChallenge(
  { challenges }: ChallengeRoutesDeps,
  community: string,
  id: Id,
): Promise<Result<Challenge, Refusal>> {
  const challenge = await challenges.load(id)
  return challenge?.community === community ? ok(challenge) : err({ code: 'challenge_not_found' })
}

/** A plain member records themself alone; to them anybody else does not exist. */
function decideParticipant(c: Context<AppEnv>, named: Id | undefined): Result<Id, Refusal> {
  const acting = actingMemberOf(c.get('caller'))
  const member = named ?? acting?.id
  if (member === undefined)
    return err({ code: 'acting_member_missing', detail: 'Name the member with "member", or act for them.' })
  return acting?.role === 'member' && acting.id !== member ? err({ code: 'member_not_found' }) : ok(member)
}
