import type { Context } from 'hono'
import { z } from 'zod'
import { AnswerAttemptSchema, AssessorLicenceSchema, CalibrationAttemptSchema } from '../../schemas/calibration.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { changeOnNewest } from '../http/if-match.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { CalibrationStore, LicenceStore } from '../ports/calibration-store.ts'
import { type AttemptCalibrationDeps, answerAttempt, loadAttempt, startAttempt } from './attempt-calibration.ts'
import { toAttemptView, toLicenceView } from './to-calibration-view.ts'

export interface AttemptRoutesDeps extends AttemptCalibrationDeps {
  readonly calibrations: CalibrationStore
  readonly licences: Pick<LicenceStore, 'load'>
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

const CHALLENGE = '/v1/communities/{slug}/challenges/{challenge}'
const ChallengeParams = z.strictObject({ slug: SlugSchema, challenge: IdSchema })
const AttemptParams = ChallengeParams.extend({ attempt: IdSchema })
const LicenceParams = ChallengeParams.extend({ member: IdSchema })
const StartAttemptSchema = z
  .strictObject({ member: IdSchema.optional().meta({ description: 'The acting member when left out' }) })
  .meta({ id: 'StartAttempt' })

const startAttemptRoute = apiRoute({
  method: 'post',
  path: `${CHALLENGE}/calibration/attempts`,
  operationId: 'startAttempt',
  summary: 'Begin an attempt at a calibration',
  description:
    'Draws samples at random from those that the member has not seen in half a year. Beginning is the member’s consent to what passing leads to: the service then opens a claim for them, and their licence is issued as a badge with a public page. Open to every member who wrote no sample of it; their role gives no licence.',
  tags: ['challenges'],
  request: { params: ChallengeParams, body: jsonBody(StartAttemptSchema) },
  refusals: [
    'challenge_not_found',
    'calibration_not_found',
    'member_not_found',
    'acting_member_missing',
    'calibration_author',
    'calibration_not_ready',
    'already_licensed',
    'licence_lost',
    'attempt_open',
    'attempts_used_up',
    'attempt_too_soon',
    'samples_used_up',
  ],
  responses: { 201: jsonResponse('The attempt with its samples', CalibrationAttemptSchema) },
})

const getAttemptRoute = apiRoute({
  method: 'get',
  path: `${CHALLENGE}/calibration/attempts/{attempt}`,
  operationId: 'getAttempt',
  summary: 'Read an attempt of one’s own',
  tags: ['challenges'],
  request: { params: AttemptParams },
  refusals: ['attempt_not_found', 'acting_member_missing'],
  responses: { 200: jsonResponse('The attempt; once answered, with its result', CalibrationAttemptSchema) },
})

const answerAttemptRoute = apiRoute({
  method: 'post',
  path: `${CHALLENGE}/calibration/attempts/{attempt}/answers`,
  operationId: 'answerAttempt',
  summary: 'Answer an attempt',
  description:
    'Takes a level for every criterion of every sample, once, and says of each how far off it was and what the gold level is. Who passes is licensed at once; the badge follows in seconds.',
  tags: ['challenges'],
  request: { params: AttemptParams, body: jsonBody(AnswerAttemptSchema) },
  refusals: ['attempt_not_found', 'acting_member_missing', 'attempt_answered', 'attempt_over'],
  responses: { 200: jsonResponse('The attempt with its result', CalibrationAttemptSchema) },
})

const getLicenceRoute = apiRoute({
  method: 'get',
  path: `${CHALLENGE}/licences/{member}`,
  operationId: 'getLicence',
  summary: 'Read a member’s assessor licence',
  description:
    'Owners and facilitators read every licence, a member their own. A licence whose badge is revoked or suspended is not valid.',
  tags: ['challenges'],
  request: { params: LicenceParams },
  refusals: ['licence_not_found'],
  responses: { 200: jsonResponse('The licence, also when it has ended', AssessorLicenceSchema) },
})

/** The routes by which members earn and keep an assessor licence. */
export const attemptRoutes = (deps: AttemptRoutesDeps) =>
  createApp()
    .openapi(startAttemptRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const member = decideActingMember(c.get('caller'), c.req.valid('json').member, 'acting_member_missing')
      if (!member.ok) return answerRefusal(c, member.error)
      const input = { community, challengeId, memberId: member.value }
      const started = await changeOnNewest(undefined, () => startAttempt(deps, input))
      return started.ok ? c.json(toAttemptView(started.value), 201) : answerRefusal(c, started.error)
    })
    .openapi(getAttemptRoute, async (c) => {
      const { slug: community, challenge: challengeId, attempt } = c.req.valid('param')
      const member = decideActingMember(c.get('caller'), undefined, 'acting_member_missing')
      if (!member.ok) return answerRefusal(c, member.error)
      const shown = await loadAttempt(deps, { community, challengeId, memberId: member.value }, attempt)
      return shown.ok ? c.json(toAttemptView(shown.value), 200) : answerRefusal(c, shown.error)
    })
    .openapi(answerAttemptRoute, async (c) => {
      const { slug: community, challenge: challengeId, attempt } = c.req.valid('param')
      const member = decideActingMember(c.get('caller'), undefined, 'acting_member_missing')
      if (!member.ok) return answerRefusal(c, member.error)
      const input = { community, challengeId, memberId: member.value }
      const { ratings } = c.req.valid('json')
      const answered = await changeOnNewest(undefined, () => answerAttempt(deps, input, attempt, ratings))
      return answered.ok ? c.json(toAttemptView(answered.value), 200) : answerRefusal(c, answered.error)
    })
    .openapi(getLicenceRoute, async (c) => {
      const { slug: community, challenge: challengeId, member } = c.req.valid('param')
      const visible = decideVisible(c, member)
      if (!visible.ok) return answerRefusal(c, visible.error)
      const { licence, lostBadges } = await deps.licences.load(member, challengeId)
      if (licence?.community !== community) return answerRefusal(c, { code: 'licence_not_found' })
      return c.json(toLicenceView(licence, lostBadges, deps), 200)
    })

/** To a plain member nobody else has a licence. */
function decideVisible(c: Context<AppEnv>, member: Id): Result<void, Refusal> {
  const acting = actingMemberOf(c.get('caller'))
  return acting?.role === 'member' && acting.id !== member ? err({ code: 'licence_not_found' }) : ok(undefined)
}
