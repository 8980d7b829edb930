import { z } from 'zod'
import { DryRunPolicySchema, DryRunSchema } from '../../schemas/rule-lab.ts'
import { SlugSchema } from '../../schemas/text.ts'
import type { Viewer } from '../domain/endorsement/blindness.ts'
import { RULE_LANGUAGES } from '../domain/endorsement/rule-language.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { negotiateLanguage } from '../http/negotiate.ts'
import { actingMemberOf } from '../http/permissions.ts'
import { type DryRunPolicyDeps, dryRunPolicy } from './dry-run-policy.ts'

const dryRunPolicyRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/policies/dry-run',
  operationId: 'dryRunPolicy',
  summary: 'Try a rule on stored claims',
  description:
    'Decides the claims of an achievement, of all its versions, anew under a draft rule: on their present evidence and on the facts stored when each endorsement was given. Says of each who would have earned, kept, waited or lost, with reasons, or that it cannot be known since an endorsement is older than a fact the rule reads. Writes nothing. One call looks at no more than 50 claims of the community; follow `next` until there is none. A rule that could not be published is refused in the same way.',
  tags: ['achievements'],
  request: { params: z.strictObject({ slug: SlugSchema }), body: jsonBody(DryRunPolicySchema) },
  refusals: ['achievement_not_found', 'policy_impossible', 'invalid_cursor'],
  responses: { 200: jsonResponse('What the rule would have meant', DryRunSchema, 'Content-Language') },
})

/** The route by which leaders try a rule before they publish it. */
export const ruleLabRoutes = (deps: DryRunPolicyDeps) =>
  createApp().openapi(dryRunPolicyRoute, async (c) => {
    const actor = actingMemberOf(c.get('caller'))
    const viewer: Viewer = actor
      ? { kind: 'member', id: actor.id, role: actor.role ?? 'member' }
      : { kind: 'community' }
    const language = negotiateLanguage(c.req.header('accept-language'), RULE_LANGUAGES)
    const asked = { slug: c.req.valid('param').slug, viewer, language }
    const tried = await dryRunPolicy(deps, asked, c.req.valid('json'))
    if (!tried.ok) return answerRefusal(c, tried.error)
    c.header('Content-Language', language)
    c.header('Vary', 'Accept-Language', { append: true })
    return c.json(tried.value, 200)
  })
