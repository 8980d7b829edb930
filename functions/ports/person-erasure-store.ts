import type { Member } from '../domain/community/member.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from './due-store.ts'

/** A member who is being erased, or is. */
export interface ErasedMember {
  readonly community: Slug
  readonly erasedAt: Instant
  /** When nothing was left. */
  readonly doneAt?: Instant | undefined
}

/** Erases the member themself; every step is safe to repeat. */
export interface PersonErasureStore {
  load(memberId: Id): Promise<ErasedMember | undefined>
  /**
   * From then on the community has no such member: the profile, and every way by which they are found or sign in, go as one,
   * and the clock goes on with the rest. `stale` when the member changed meanwhile.
   */
  begin(member: Member, erasedAt: Instant, due: DueItem): Promise<Result<void, Refusal>>
  /** Deletes everything else that lies with the member, and that DIDs are theirs. */
  removeRest(memberId: Id): Promise<void>
  finish(memberId: Id, doneAt: Instant): Promise<void>
}
