import { z } from 'zod'
import {
  AddGoldSampleSchema,
  CalibrationSchema,
  GoldSampleSchema,
  SetCalibrationSchema,
} from '../../schemas/calibration.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { changeOnNewest, etagOf, ifMatchOf } from '../http/if-match.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { CalibrationStore } from '../ports/calibration-store.ts'
import {
  addGoldSample,
  loadCalibration,
  removeGoldSample,
  type SetCalibrationDeps,
  setCalibration,
} from './set-calibration.ts'
import { toCalibrationView, toGoldSampleView } from './to-calibration-view.ts'

export interface CalibrationRoutesDeps extends SetCalibrationDeps {
  readonly calibrations: CalibrationStore
}

const PATH = '/v1/communities/{slug}/challenges/{challenge}/calibration'
const ChallengeParams = z.strictObject({ slug: SlugSchema, challenge: IdSchema })
const SampleParams = ChallengeParams.extend({ sample: IdSchema })

const setCalibrationRoute = apiRoute({
  method: 'put',
  path: PATH,
  operationId: 'setCalibration',
  summary: 'Set how a challenge tests its assessors',
  description:
    'Members rate samples whose right levels are known; who comes close enough is given an assessor licence. The criteria are those of a published rubric. The first time, an achievement is published whose badge is the licence; facilitators may reword it, its rule stays. Open attempts and given licences keep the rules they began with.',
  tags: ['challenges'],
  conditional: true,
  request: { params: ChallengeParams, body: jsonBody(SetCalibrationSchema) },
  refusals: ['challenge_not_found', 'calibration_in_use', 'base_url_changed'],
  responses: { 200: jsonResponse('The calibration', CalibrationSchema, 'ETag') },
})

const getCalibrationRoute = apiRoute({
  method: 'get',
  path: PATH,
  operationId: 'getCalibration',
  summary: 'Read how a challenge tests its assessors',
  tags: ['challenges'],
  request: { params: ChallengeParams },
  refusals: ['challenge_not_found', 'calibration_not_found'],
  responses: { 200: jsonResponse('The calibration, without its samples', CalibrationSchema, 'ETag') },
})

const addGoldSampleRoute = apiRoute({
  method: 'post',
  path: `${PATH}/samples`,
  operationId: 'addGoldSample',
  summary: 'Add a sample whose right levels are known',
  description:
    'The gold level of every criterion is shown to whoever wrote the sample and to a key that acts for nobody; to others only once they have rated it. Whoever wrote a sample cannot take the calibration. Do not use work of a person who did not agree to it.',
  tags: ['challenges'],
  idempotent: true,
  request: { params: ChallengeParams, body: jsonBody(AddGoldSampleSchema) },
  refusals: ['challenge_not_found', 'calibration_not_found', 'too_many_samples'],
  responses: { 201: jsonResponse('The new sample', GoldSampleSchema) },
})

const listGoldSamplesRoute = apiRoute({
  method: 'get',
  path: `${PATH}/samples`,
  operationId: 'listGoldSamples',
  summary: 'List the samples of a calibration',
  description: 'A page may hold fewer than asked for while more follow: samples that were taken out are left out.',
  tags: ['challenges'],
  request: { params: ChallengeParams, query: PageQuerySchema },
  refusals: ['challenge_not_found', 'calibration_not_found', 'invalid_cursor'],
  responses: { 200: jsonResponse('A page of samples, oldest first', pageSchema(GoldSampleSchema), 'Link') },
})

const removeGoldSampleRoute = apiRoute({
  method: 'delete',
  path: `${PATH}/samples/{sample}`,
  operationId: 'removeGoldSample',
  summary: 'Take a sample out of a calibration',
  description: 'It is drawn no more; attempts that hold it are still answered with it.',
  tags: ['challenges'],
  request: { params: SampleParams },
  refusals: ['challenge_not_found', 'sample_not_found'],
  responses: { 200: jsonResponse('The sample that was taken out', GoldSampleSchema) },
})

/** The routes by which a community looks after the calibration of a challenge. */
export const calibrationRoutes = (deps: CalibrationRoutesDeps) =>
  createApp()
    .openapi(setCalibrationRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const ifMatch = ifMatchOf(c)
      const input = { community, challengeId, actorId: actingMemberOf(c.get('caller'))?.id }
      const request = c.req.valid('json')
      const set = await changeOnNewest(ifMatch, () => setCalibration(deps, input, request, ifMatch))
      if (!set.ok) return answerRefusal(c, set.error)
      c.header('ETag', etagOf(set.value.version))
      return c.json(toCalibrationView(set.value), 200)
    })
    .openapi(getCalibrationRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const loaded = await loadCalibration(deps, { community, challengeId })
      if (!loaded.ok) return answerRefusal(c, loaded.error)
      const { calibration } = loaded.value
      if (!calibration) return answerRefusal(c, { code: 'calibration_not_found' })
      c.header('ETag', etagOf(calibration.version))
      return c.json(toCalibrationView(calibration), 200)
    })
    .openapi(addGoldSampleRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const actorId = actingMemberOf(c.get('caller'))?.id
      const request = c.req.valid('json')
      const input = { community, challengeId, actorId }
      const added = await changeOnNewest(undefined, () => addGoldSample(deps, input, request, idempotency.value))
      return added.ok ? c.json(toGoldSampleView(added.value, actorId), 201) : answerRefusal(c, added.error)
    })
    .openapi(listGoldSamplesRoute, async (c) => {
      const { slug: community, challenge: challengeId } = c.req.valid('param')
      const loaded = await loadCalibration(deps, { community, challengeId })
      if (!loaded.ok) return answerRefusal(c, loaded.error)
      const { calibration } = loaded.value
      if (!calibration) return answerRefusal(c, { code: 'calibration_not_found' })
      const page = await deps.calibrations.listSamples(challengeId, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      const viewer = actingMemberOf(c.get('caller'))?.id
      const drawn = page.value.items.filter(({ id }) => calibration.samples.includes(id))
      return c.json(
        answerPage(c, { ...page.value, items: drawn }, (sample) => toGoldSampleView(sample, viewer)),
        200,
      )
    })
    .openapi(removeGoldSampleRoute, async (c) => {
      const { slug: community, challenge: challengeId, sample } = c.req.valid('param')
      const actorId = actingMemberOf(c.get('caller'))?.id
      const input = { community, challengeId, actorId }
      const removed = await changeOnNewest(undefined, () => removeGoldSample(deps, input, sample))
      return removed.ok ? c.json(toGoldSampleView(removed.value, actorId), 200) : answerRefusal(c, removed.error)
    })
