import { z } from 'zod'
import { ConsentRecordSchema, MemberErasedSchema, PersonalRecordSchema } from '../../schemas/rights.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import type { Caller } from '../domain/community/caller.ts'
import type { Viewer } from '../domain/endorsement/blindness.ts'
import type { Id } from '../domain/shared/ids.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf } from '../http/permissions.ts'
import { RETRY_AFTER_SECONDS } from '../http/problems.ts'
import { type BeginErasureDeps, beginErasure } from './erase-person.ts'
import { type ExportMemberDeps, exportMember, listConsents } from './export-member.ts'

const MemberParams = z.strictObject({ slug: SlugSchema, member: IdSchema })

const exportMemberRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members/{member}/export',
  operationId: 'exportMember',
  summary: 'Export everything kept about a member',
  description:
    'In pages, machine-readable: profile, DIDs, the public half of the key kept for them, evidence, every version of every judgement with its words, what they were asked, drawn and licensed for, claims with their history and what was said of them. Follow `next` until there is none; a page may hold less than `limit`. Nothing secret and nothing that names others is in it. Owners and keys export anyone’s, without what is between the member and others (why they declined, how they voted on a panel; `withheld` names it), and owners without what they may not read at the claim either: judgements that are sealed from them, and who judged anonymously or objected to a claim of their own; everybody else their own.',
  tags: ['rights'],
  request: { params: MemberParams, query: PageQuerySchema },
  refusals: ['member_not_found', 'invalid_cursor'],
  responses: { 200: jsonResponse('A page of records', pageSchema(PersonalRecordSchema), 'Link') },
})

const listConsentsRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members/{member}/consents',
  operationId: 'listConsents',
  summary: 'List what a member agreed to',
  description:
    'Every consent given or withheld, with its instant: to a public page by opening a claim, to have an `endorse` published with the badge, to be named as its endorser, to be thanked for careful reviewing, to be licensed by a calibration. A later entry about the same thing takes the place of an earlier one.',
  tags: ['rights'],
  request: { params: MemberParams, query: PageQuerySchema },
  refusals: ['member_not_found', 'invalid_cursor'],
  responses: { 200: jsonResponse('A page of consents', pageSchema(ConsentRecordSchema), 'Link') },
})

const eraseMemberRoute = apiRoute({
  method: 'delete',
  path: '/v1/communities/{slug}/members/{member}',
  operationId: 'eraseMember',
  summary: 'Erase a person',
  description:
    'For good. From this call on the community has no such member. Everything kept with them is deleted: profile, identifiers, evidence, words, keys. Their open claims end; their badges are revoked, their bytes deleted, and `/credentials/{id}` answers 410. Badges of others that hold an endorsement of theirs are issued again without it. What others judged and signed stays with those; award records and events stay, and name nobody. What is not done within a few seconds goes on by itself. Safe to repeat. Owners and keys erase anyone, everybody else themself.',
  tags: ['rights'],
  request: { params: MemberParams },
  refusals: ['member_not_found', 'stale'],
  responses: {
    200: jsonResponse('Nothing is left', MemberErasedSchema),
    202: {
      ...jsonResponse('It goes on by itself', MemberErasedSchema),
      headers: {
        'Retry-After': { description: 'Seconds after which to ask again', schema: { type: 'integer' as const } },
      },
    },
  },
})

/** Only owners, and keys of the community, look into everything of somebody else. */
const maySee = (caller: Caller, memberId: Id): boolean => {
  const actor = actingMemberOf(caller)
  return actor === undefined || actor.id === memberId || actor.role === 'owner'
}

function viewerOf(caller: Caller): Viewer {
  const actor = actingMemberOf(caller)
  return actor ? { kind: 'member', id: actor.id, role: actor.role ?? 'member' } : { kind: 'community' }
}

/** The routes by which people use their rights over what is kept about them. */
export const rightsRoutes = (deps: ExportMemberDeps & BeginErasureDeps) =>
  createApp()
    .openapi(eraseMemberRoute, async (c) => {
      const { slug: community, member: memberId } = c.req.valid('param')
      if (!maySee(c.get('caller'), memberId)) return answerRefusal(c, { code: 'member_not_found' })
      const erased = await beginErasure(deps, { community, memberId })
      if (!erased.ok) return answerRefusal(c, erased.error)
      const { done } = erased.value
      if (done) return c.json({ member: memberId, done }, 200)
      c.header('Retry-After', String(RETRY_AFTER_SECONDS))
      return c.json({ member: memberId, done }, 202)
    })
    .openapi(exportMemberRoute, async (c) => {
      const { slug: community, member: memberId } = c.req.valid('param')
      if (!maySee(c.get('caller'), memberId)) return answerRefusal(c, { code: 'member_not_found' })
      const viewer = viewerOf(c.get('caller'))
      const page = await exportMember(deps, { community, memberId, viewer, page: toPageRequest(c.req.valid('query')) })
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(
        answerPage(c, page.value, (record) => record),
        200,
      )
    })
    .openapi(listConsentsRoute, async (c) => {
      const { slug: community, member: memberId } = c.req.valid('param')
      if (!maySee(c.get('caller'), memberId)) return answerRefusal(c, { code: 'member_not_found' })
      const viewer = viewerOf(c.get('caller'))
      const page = await listConsents(deps, { community, memberId, viewer, page: toPageRequest(c.req.valid('query')) })
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(
        answerPage(c, page.value, (record) => record),
        200,
      )
    })
