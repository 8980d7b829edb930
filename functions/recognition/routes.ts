import type { Context } from 'hono'
import { z } from 'zod'
import { RecognitionSchema, SetRecognitionSchema } from '../../schemas/recognition.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { Recognition } from '../domain/recognition/recognition.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { changeOnNewest } from '../http/if-match.ts'
import { type SetRecognitionDeps, setRecognition } from './set-recognition.ts'

const PATH = '/v1/communities/{slug}/members/{member}/recognition'
const MemberParams = z.strictObject({ slug: SlugSchema, member: IdSchema })
const OWN = 'Only the member, or an API key that acts for them, does that.'

const setRecognitionRoute = apiRoute({
  method: 'put',
  path: PATH,
  operationId: 'setRecognition',
  summary: 'Say whether one wants to be thanked for careful reviewing',
  description: `Who opts in is given a badge after each quarter of a year in which at least five of their judgements could be compared with those of others, four in five agreed with the outcome and the others to within one level, and four in five came in time. Opting in is the member’s consent to that: the service then opens a claim for them, and the badge has a public page, which they may give up at any time. Nobody is ranked, and no numbers are shown to anyone. Before they opt in nothing is counted; opting out deletes what was counted this quarter. ${OWN}`,
  tags: ['members'],
  request: { params: MemberParams, body: jsonBody(SetRecognitionSchema) },
  refusals: ['member_not_found', 'acting_member_missing', 'base_url_changed'],
  responses: { 200: jsonResponse('What is noted now', RecognitionSchema) },
})

const getRecognitionRoute = apiRoute({
  method: 'get',
  path: PATH,
  operationId: 'getRecognition',
  summary: 'Read whether one wants to be thanked for careful reviewing',
  description: OWN,
  tags: ['members'],
  request: { params: MemberParams },
  refusals: ['member_not_found', 'acting_member_missing'],
  responses: { 200: jsonResponse('What is noted', RecognitionSchema) },
})

/** The routes by which members say whether they want to be thanked. */
export const recognitionRoutes = (deps: SetRecognitionDeps) =>
  createApp()
    .openapi(setRecognitionRoute, async (c) => {
      const { slug, member } = c.req.valid('param')
      const self = decideSelf(c, member)
      if (!self.ok) return answerRefusal(c, self.error)
      const { optIn } = c.req.valid('json')
      const set = await changeOnNewest(undefined, () => setRecognition(deps, slug, member, optIn))
      return set.ok ? c.json(toView(member, set.value), 200) : answerRefusal(c, set.error)
    })
    .openapi(getRecognitionRoute, async (c) => {
      const { member } = c.req.valid('param')
      const self = decideSelf(c, member)
      if (!self.ok) return answerRefusal(c, self.error)
      return c.json(toView(member, await deps.recognitions.load(member)), 200)
    })

const toView = (member: Id, recognition: Recognition | undefined) => ({
  member,
  optedIn: recognition?.optedIn ?? false,
  ...(recognition ? { since: recognition.since } : {}),
  ...(recognition?.achievementId === undefined ? {} : { achievement: recognition.achievementId }),
})

/** A member is unknown to whoever is another. */
function decideSelf(c: Context<AppEnv>, member: Id): Result<Id, Refusal> {
  const acting = decideActingMember(c.get('caller'), undefined, 'acting_member_missing')
  if (!acting.ok) return acting
  return acting.value === member ? ok(member) : err({ code: 'member_not_found' })
}
