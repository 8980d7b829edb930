import type { ChangeMember } from '../../schemas/member.ts'
import { changeMember as decideChange, type MemberEditor } from '../domain/community/admit-member.ts'
import type { Member } from '../domain/community/member.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import type { MemberStore } from '../ports/member-store.ts'

export interface ChangeMemberInput {
  readonly community: Slug
  readonly memberId: Id
  readonly editor: MemberEditor
  readonly request: ChangeMember
  readonly ifMatch: VersionCondition
}

/** Changes what the request names of a member of the community. */
export async function changeMember(
  { members }: { readonly members: Pick<MemberStore, 'load' | 'change'> },
  { community, memberId, editor, request, ifMatch }: ChangeMemberInput,
): Promise<Result<Member, Refusal>> {
  const member = await members.load(memberId)
  if (member?.community !== community) return err({ code: 'member_not_found' })
  const stale = staleUnlessMatched(ifMatch, member.version)
  if (stale) return err(stale)
  const changed = decideChange(member, request, editor)
  if (!changed.ok) return changed
  const stored = await members.change(member, changed.value)
  return stored.ok ? ok(changed.value) : stored
}
