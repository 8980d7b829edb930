import type { MemberView } from '../../schemas/member.ts'
import type { Member } from '../domain/community/member.ts'

/** A member as the API shows them to those who may see them. */
export const toMemberView = (member: Member): MemberView => ({
  id: member.id,
  ...(member.externalId === undefined ? {} : { externalId: member.externalId }),
  name: member.name,
  role: member.role,
  circles: [...member.circles],
  identifiers: [...member.identifiers],
  languages: [...member.languages],
  skills: [...member.skills],
  ...(member.oidc === undefined ? {} : { oidc: member.oidc }),
  joinedAt: member.joinedAt,
})
