import { z } from 'zod'
import { EndorsementsErasedSchema } from '../../schemas/endorsement.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { actingMemberOf } from '../http/permissions.ts'
import { RETRY_AFTER_SECONDS } from '../http/problems.ts'
import { type EraseEndorsementsDeps, eraseEndorsements } from './erase-endorsements.ts'

const eraseEndorsementsRoute = apiRoute({
  method: 'delete',
  path: '/v1/communities/{slug}/members/{member}/endorsements',
  operationId: 'eraseEndorsements',
  summary: 'Erase what a member wrote as an endorser',
  description:
    'For good: comments, signed endorsements and the key that signed them. Badges that hold one are issued again without it within seconds, and the bytes of their earlier versions are deleted; award records stay, and name nobody. Safe to repeat. A member erases their own; owners, facilitators and keys erase anyone’s.',
  tags: ['endorsements'],
  request: { params: z.strictObject({ slug: SlugSchema, member: IdSchema }) },
  refusals: ['member_not_found'],
  responses: {
    200: jsonResponse('Nothing is left', EndorsementsErasedSchema),
    202: {
      ...jsonResponse('There is more; send the request again', EndorsementsErasedSchema),
      headers: {
        'Retry-After': { description: 'Seconds after which to send it again', schema: { type: 'integer' as const } },
      },
    },
  },
})

/** The call that erases an endorser's words. */
export const erasureRoutes = (deps: EraseEndorsementsDeps) =>
  createApp().openapi(eraseEndorsementsRoute, async (c) => {
    const { slug: community, member: memberId } = c.req.valid('param')
    const actor = actingMemberOf(c.get('caller'))
    if (actor?.role === 'member' && actor.id !== memberId) return answerRefusal(c, { code: 'member_not_found' })
    const erased = await eraseEndorsements(deps, { community, memberId, actorId: actor?.id })
    if (!erased.ok) return answerRefusal(c, erased.error)
    if (erased.value.done) return c.json(erased.value, 200)
    c.header('Retry-After', String(RETRY_AFTER_SECONDS))
    return c.json(erased.value, 202)
  })
