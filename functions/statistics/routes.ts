import { z } from 'zod'
import { CommunityStatisticsSchema } from '../../schemas/statistics.ts'
import { SlugSchema } from '../../schemas/text.ts'
import { apiRoute, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { type LoadStatisticsDeps, loadStatistics } from './load-statistics.ts'

const getStatisticsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/statistics',
  operationId: 'getStatistics',
  summary: 'See how a community judges',
  description:
    'Waits (median and nine in ten) to the first judgement and to the badge, the effective number of endorsers, and agreement per criterion (Krippendorff’s alpha for ordered levels), from the 200 newest claims. A number is left out when fewer than five people or ten claims stand behind it.',
  tags: ['communities'],
  request: { params: z.strictObject({ slug: SlugSchema }) },
  responses: { 200: jsonResponse('The statistics', CommunityStatisticsSchema) },
})

/** The route of a community's statistics. */
export const statisticsRoutes = (deps: LoadStatisticsDeps) =>
  createApp().openapi(getStatisticsRoute, async (c) =>
    c.json(await loadStatistics(deps, c.req.valid('param').slug), 200),
  )
