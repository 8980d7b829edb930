import type { AddMember } from '../../schemas/member.ts'
import { admitMember, type MemberEditor } from '../domain/community/admit-member.ts'
import type { Member } from '../domain/community/member.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface AddMemberDeps {
  readonly members: Pick<MemberStore, 'add' | 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

export interface AddMemberInput {
  readonly community: Slug
  readonly editor: MemberEditor
  readonly request: AddMember
  readonly idempotency?: IdempotencyKey | undefined
}

/** Adds a member once per `externalId` and once per idempotency key. */
export async function addMember(
  { members, random, now }: AddMemberDeps,
  { community, editor, request, idempotency }: AddMemberInput,
): Promise<Result<{ readonly member: Member; readonly kind: 'new' | 'existing' }, Refusal>> {
  const admitted = admitMember(random.id(), community, request, editor, now())
  if (!admitted.ok) return admitted
  const added = await members.add(admitted.value, idempotency)
  if (!added.ok) return added
  if (added.value.kind === 'written') return ok({ member: admitted.value, kind: 'new' })
  const member = await members.load(added.value.id)
  if (!member) throw new Error(`member ${added.value.id} was added and is gone`)
  return ok({ member, kind: added.value.kind === 'existing' ? 'existing' : 'new' })
}
