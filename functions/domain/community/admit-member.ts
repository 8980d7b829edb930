import type { AddMember, ChangeMember, Role } from '../../../schemas/member.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Member } from './member.ts'

/**
 * Who acts on members: a member by their own token or through a key, or a key for the community as a whole, which
 * counts as an owner.
 */
export type MemberEditor = Pick<Member, 'id' | 'role'> | 'community'

const isOwner = (editor: MemberEditor): boolean => editor === 'community' || editor.role === 'owner'

/**
 * Admits a new member; without a role they are a plain member.
 *
 * @returns the member, or `forbidden` when somebody else than an owner gives a role.
 */
export function admitMember(
  id: Id,
  community: Slug,
  request: AddMember,
  editor: MemberEditor,
  now: Instant,
): Result<Member, Refusal> {
  const role: Role = request.role ?? 'member'
  if (role !== 'member' && !isOwner(editor)) return err(ROLES_BY_OWNERS)
  return ok({
    id,
    community,
    ...(request.externalId === undefined ? {} : { externalId: request.externalId }),
    name: request.name,
    role,
    circles: [...new Set(request.circles ?? [])],
    identifiers: request.identifiers ?? [],
    languages: [...new Set(request.languages ?? [])],
    skills: [...new Set(request.skills ?? [])],
    ...(request.oidc === undefined ? {} : { oidc: request.oidc }),
    joinedAt: now,
    version: 1,
  })
}

/**
 * Changes a member; what the request leaves out stays. A facilitator changes plain members and themself, and no roles:
 * who could change an owner's sign-in could become that owner.
 *
 * @returns the changed member, or `forbidden`.
 */
export function changeMember(member: Member, request: ChangeMember, editor: MemberEditor): Result<Member, Refusal> {
  if (!isOwner(editor)) {
    if (request.role !== undefined && request.role !== member.role) return err(ROLES_BY_OWNERS)
    if (member.role !== 'member' && editor !== 'community' && editor.id !== member.id)
      return err({ code: 'forbidden', detail: 'Only an owner may change other owners and facilitators.' })
  }
  const { oidc, ...rest } = member
  return ok({
    ...rest,
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(request.role === undefined ? {} : { role: request.role }),
    ...(request.circles === undefined ? {} : { circles: [...new Set(request.circles)] }),
    ...(request.identifiers === undefined ? {} : { identifiers: request.identifiers }),
    ...(request.languages === undefined ? {} : { languages: [...new Set(request.languages)] }),
    ...(request.skills === undefined ? {} : { skills: [...new Set(request.skills)] }),
    ...signInOf(oidc, request.oidc),
    version: member.version + 1,
  })
}

/** What is left out stays, `null` takes away. */
const signInOf = (earlier: Member['oidc'], asked: ChangeMember['oidc']): Pick<Member, 'oidc'> => {
  const oidc = asked === undefined ? earlier : asked
  return oidc ? { oidc } : {}
}

const ROLES_BY_OWNERS: Refusal = { code: 'forbidden', detail: 'Only an owner gives and takes roles.' }
