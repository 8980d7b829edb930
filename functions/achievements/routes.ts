import { z } from 'zod'
import { AchievementDraftSchema, AchievementSchema, AchievementVersionSchema } from '../../schemas/achievement.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { changeOnNewest, etagOf, ifMatchOf } from '../http/if-match.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import { type ChangeAchievementDeps, changeAchievement } from './change-achievement.ts'
import { type DraftAchievementDeps, draftAchievement } from './draft-achievement.ts'
import { type PublishAchievementDeps, publishAchievement } from './publish-achievement.ts'
import { toAchievementVersionView, toAchievementView } from './to-achievement-view.ts'

export interface AchievementRoutesDeps extends DraftAchievementDeps, ChangeAchievementDeps, PublishAchievementDeps {
  readonly achievements: AchievementStore
}

const CommunityParams = z.strictObject({ slug: SlugSchema })
const AchievementParams = z.strictObject({ slug: SlugSchema, achievement: IdSchema })
const VersionParams = AchievementParams.extend({ version: z.string().regex(/^[1-9]\d{0,5}$/) })

const draftAchievementRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/achievements',
  operationId: 'draftAchievement',
  summary: 'Draft an achievement',
  description:
    'Nobody can claim it before it is published. Achievements that the policy asks endorsers to hold must be the community’s own.',
  tags: ['achievements'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(AchievementDraftSchema) },
  refusals: ['invalid_image'],
  responses: { 201: jsonResponse('The new achievement', AchievementSchema, 'ETag') },
})

const listAchievementsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/achievements',
  operationId: 'listAchievements',
  summary: 'List achievements',
  tags: ['achievements'],
  request: { params: CommunityParams, query: PageQuerySchema },
  refusals: ['invalid_cursor'],
  responses: { 200: jsonResponse('A page of achievements, oldest first', pageSchema(AchievementSchema), 'Link') },
})

const getAchievementRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/achievements/{achievement}',
  operationId: 'getAchievement',
  summary: 'Read an achievement',
  tags: ['achievements'],
  request: { params: AchievementParams },
  refusals: ['achievement_not_found'],
  responses: { 200: jsonResponse('The achievement with its draft', AchievementSchema, 'ETag') },
})

const changeAchievementRoute = apiRoute({
  method: 'put',
  path: '/v1/communities/{slug}/achievements/{achievement}',
  operationId: 'changeAchievement',
  summary: 'Replace the draft of an achievement',
  description: 'Published versions stay as they are.',
  tags: ['achievements'],
  conditional: true,
  request: { params: AchievementParams, body: jsonBody(AchievementDraftSchema) },
  refusals: ['achievement_not_found', 'invalid_image'],
  responses: { 200: jsonResponse('The achievement with its new draft', AchievementSchema, 'ETag') },
})

const publishAchievementRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/achievements/{achievement}/publish',
  operationId: 'publishAchievement',
  summary: 'Publish an achievement',
  description:
    'Makes the draft the next version, with every default of its policy written out. A version never changes; claims that are open stay with theirs. A rule that could never be met, or that contradicts itself, is refused with each such clause named.',
  tags: ['achievements'],
  idempotent: true,
  conditional: true,
  request: { params: AchievementParams },
  refusals: ['achievement_not_found', 'nothing_to_publish', 'policy_impossible', 'base_url_changed'],
  responses: { 201: jsonResponse('The new version', AchievementVersionSchema, 'Location') },
})

const getAchievementVersionRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/achievements/{achievement}/versions/{version}',
  operationId: 'getAchievementVersion',
  summary: 'Read a published version',
  tags: ['achievements'],
  request: { params: VersionParams },
  refusals: ['achievement_not_found'],
  responses: { 200: jsonResponse('The version', AchievementVersionSchema) },
})

/** The routes of a community's achievements. */
export const achievementRoutes = (deps: AchievementRoutesDeps) =>
  createApp()
    .openapi(draftAchievementRoute, async (c) => {
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const drafted = await draftAchievement(deps, c.req.valid('param').slug, c.req.valid('json'), idempotency.value)
      if (!drafted.ok) return answerRefusal(c, drafted.error)
      c.header('ETag', etagOf(drafted.value.version))
      return c.json(toAchievementView(drafted.value, deps.publicUrl), 201)
    })
    .openapi(listAchievementsRoute, async (c) => {
      const page = await deps.achievements.list(c.req.valid('param').slug, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(
        answerPage(c, page.value, (achievement) => toAchievementView(achievement, deps.publicUrl)),
        200,
      )
    })
    .openapi(getAchievementRoute, async (c) => {
      const { slug, achievement: id } = c.req.valid('param')
      const achievement = await deps.achievements.load(id)
      if (achievement?.community !== slug) return answerRefusal(c, { code: 'achievement_not_found' })
      c.header('ETag', etagOf(achievement.version))
      return c.json(toAchievementView(achievement, deps.publicUrl), 200)
    })
    .openapi(changeAchievementRoute, async (c) => {
      const { slug, achievement: achievementId } = c.req.valid('param')
      const ifMatch = ifMatchOf(c)
      const draft = c.req.valid('json')
      const changed = await changeOnNewest(ifMatch, () =>
        changeAchievement(deps, { community: slug, achievementId, draft, ifMatch }),
      )
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(toAchievementView(changed.value, deps.publicUrl), 200)
    })
    .openapi(publishAchievementRoute, async (c) => {
      const { slug, achievement: achievementId } = c.req.valid('param')
      const idempotency = await idempotencyKeyOf(c, c.get('caller'))
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const ifMatch = ifMatchOf(c)
      const input = { community: slug, achievementId, ifMatch, idempotency: idempotency.value }
      const published = await changeOnNewest(ifMatch, () => publishAchievement(deps, input))
      if (!published.ok) return answerRefusal(c, published.error)
      const view = toAchievementVersionView(published.value, deps.publicUrl)
      c.header('Location', view.url)
      return c.json(view, 201)
    })
    .openapi(getAchievementVersionRoute, async (c) => {
      const { slug, achievement: id, version } = c.req.valid('param')
      const found = await deps.achievements.loadVersion(id, Number(version))
      if (found?.community !== slug) return answerRefusal(c, { code: 'achievement_not_found' })
      return c.json(toAchievementVersionView(found, deps.publicUrl), 200)
    })
