import { z } from 'zod'
import { AddMemberSchema, ChangeMemberSchema, MemberSchema } from '../../schemas/member.ts'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import type { MemberEditor } from '../domain/community/admit-member.ts'
import type { Caller } from '../domain/community/caller.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { changeOnNewest, etagOf, ifMatchOf } from '../http/if-match.ts'
import { answerPage, PageQuerySchema, pageSchema, toPageRequest } from '../http/paging.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { MemberStore } from '../ports/member-store.ts'
import { type AddMemberDeps, addMember } from './add-member.ts'
import { changeMember } from './change-member.ts'
import { toMemberView } from './to-member-view.ts'

export interface MemberRoutesDeps extends AddMemberDeps {
  readonly members: Pick<MemberStore, 'add' | 'load' | 'change' | 'list'>
}

const CommunityParams = z.strictObject({ slug: SlugSchema })
const MemberParams = z.strictObject({ slug: SlugSchema, member: IdSchema })

const addMemberRoute = apiRoute({
  method: 'post',
  path: '/v1/communities/{slug}/members',
  operationId: 'addMember',
  summary: 'Add a member',
  description:
    'Adds a person to the community. With an `externalId` the community already has, nothing is written and that member is answered. Only an owner, or a key that acts for nobody less, gives a role.',
  tags: ['members'],
  idempotent: true,
  request: { params: CommunityParams, body: jsonBody(AddMemberSchema) },
  refusals: ['member_identity_taken'],
  responses: {
    200: jsonResponse('The community already has this `externalId`: that member', MemberSchema, 'ETag'),
    201: jsonResponse('The new member', MemberSchema, 'ETag'),
  },
})

const listMembersRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members',
  operationId: 'listMembers',
  summary: 'List members',
  tags: ['members'],
  request: { params: CommunityParams, query: PageQuerySchema },
  refusals: ['invalid_cursor'],
  responses: { 200: jsonResponse('A page of members, oldest first', pageSchema(MemberSchema), 'Link') },
})

const getMemberRoute = apiRoute({
  method: 'get',
  path: '/v1/communities/{slug}/members/{member}',
  operationId: 'getMember',
  summary: 'Read a member',
  description: 'Owners and facilitators read every member; a member reads themself.',
  tags: ['members'],
  request: { params: MemberParams },
  refusals: ['member_not_found'],
  responses: { 200: jsonResponse('The member', MemberSchema, 'ETag') },
})

const changeMemberRoute = apiRoute({
  method: 'patch',
  path: '/v1/communities/{slug}/members/{member}',
  operationId: 'changeMember',
  summary: 'Change a member',
  description:
    'What is left out stays. Only an owner changes roles; a facilitator changes plain members and themself. Rights follow a change of role, and the end of a sign-in, within 30 seconds.',
  tags: ['members'],
  conditional: true,
  request: { params: MemberParams, body: jsonBody(ChangeMemberSchema) },
  refusals: ['member_not_found', 'member_identity_taken'],
  responses: { 200: jsonResponse('The changed member', MemberSchema, 'ETag') },
})

const editorOf = (caller: Caller): MemberEditor => actingMemberOf(caller) ?? 'community'

/** The routes of a community's members. */
export const memberRoutes = (deps: MemberRoutesDeps) =>
  createApp()
    .openapi(addMemberRoute, async (c) => {
      const caller = c.get('caller')
      const idempotency = await idempotencyKeyOf(c, caller)
      if (!idempotency.ok) return answerRefusal(c, idempotency.error)
      const added = await addMember(deps, {
        community: c.req.valid('param').slug,
        editor: editorOf(caller),
        request: c.req.valid('json'),
        idempotency: idempotency.value,
      })
      if (!added.ok) return answerRefusal(c, added.error)
      const { member, kind } = added.value
      c.header('ETag', etagOf(member.version))
      return kind === 'new' ? c.json(toMemberView(member), 201) : c.json(toMemberView(member), 200)
    })
    .openapi(listMembersRoute, async (c) => {
      const page = await deps.members.list(c.req.valid('param').slug, toPageRequest(c.req.valid('query')))
      if (!page.ok) return answerRefusal(c, page.error)
      return c.json(answerPage(c, page.value, toMemberView), 200)
    })
    .openapi(getMemberRoute, async (c) => {
      const { slug, member: id } = c.req.valid('param')
      const reader = actingMemberOf(c.get('caller'))
      if (reader?.role === 'member' && reader.id !== id) return answerRefusal(c, { code: 'member_not_found' })
      const member = await deps.members.load(id)
      if (member?.community !== slug) return answerRefusal(c, { code: 'member_not_found' })
      c.header('ETag', etagOf(member.version))
      return c.json(toMemberView(member), 200)
    })
    .openapi(changeMemberRoute, async (c) => {
      const { slug, member: memberId } = c.req.valid('param')
      const ifMatch = ifMatchOf(c)
      const editor = editorOf(c.get('caller'))
      const request = c.req.valid('json')
      const changed = await changeOnNewest(ifMatch, () =>
        changeMember(deps, { community: slug, memberId, editor, request, ifMatch }),
      )
      if (!changed.ok) return answerRefusal(c, changed.error)
      c.header('ETag', etagOf(changed.value.version))
      return c.json(toMemberView(changed.value), 200)
    })
