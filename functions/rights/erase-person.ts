import type { Id, Slug } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { PersonErasureStore } from '../ports/person-erasure-store.ts'
import { type EraseClaimsDeps, eraseClaims } from './erase-claims.ts'
import { type EraseJudgementsDeps, eraseJudgements } from './erase-endorsements.ts'

/** What erasing a person touches once it has begun. */
export interface ErasePersonDeps extends Omit<EraseJudgementsDeps, 'claims'>, EraseClaimsDeps {
  readonly persons: PersonErasureStore
}

/** What beginning touches as well. */
export interface BeginErasureDeps extends ErasePersonDeps {
  readonly members: Pick<MemberStore, 'load'>
}

/** One call works for so long; the clock goes on with the rest. */
const BUDGET_MILLISECONDS = 8000
/** So many changes of a member in a row are more than a call waits for. */
const MAX_TRIES = 10
/** The clock begins when the call that began it has had its time. */
const CLOCK_AFTER_MILLISECONDS = 60_000

/**
 * Erases a person: from the first step on the community has no such member; what they judged is erased as by
 * `eraseEndorsements`, their badges are revoked and deleted, their claims end, and everything else kept with them goes. What others
 * signed stays with those. Whatever is left when the call has had its time is done by the clock.
 *
 * @returns whether nothing is left; or `member_not_found`, or `stale` when the member changed just then.
 */
export async function beginErasure(
  deps: BeginErasureDeps,
  { community, memberId }: { readonly community: Slug; readonly memberId: Id },
): Promise<Result<{ readonly done: boolean }, Refusal>> {
  const begun = await begin(deps, community, memberId)
  if (!begun.ok) return begun
  if (begun.value === 'done') return ok({ done: true })
  return ok({ done: await continueErasure(deps, memberId, addMilliseconds(deps.now(), BUDGET_MILLISECONDS)) })
}

/** Whoever changes the member just then, or erases them as well, is no reason to be asked again. */
async function begin(
  deps: BeginErasureDeps,
  community: Slug,
  memberId: Id,
): Promise<Result<'begun' | 'done', Refusal>> {
  for (let tries = 1; ; tries++) {
    const now = deps.now()
    // In this order: who is erased in between is found erased.
    const member = await deps.members.load(memberId)
    const earlier = await deps.persons.load(memberId)
    if (earlier?.community === community) return ok(earlier.doneAt === undefined ? 'begun' : 'done')
    if (member?.community !== community) return err({ code: 'member_not_found' })
    const at = addMilliseconds(now, CLOCK_AFTER_MILLISECONDS)
    const begun = await deps.persons.begin(member, now, { at, kind: 'erasure', claimId: memberId, attempt: 0 })
    if (begun.ok) return ok('begun')
    if (tries >= MAX_TRIES) return begun
  }
}

/**
 * Goes on with an erasure that has begun. Safe to repeat, also when it was done: what was on its way when it began is found
 * by a later look.
 *
 * @returns whether nothing is left; false when `stopAt` came first.
 */
export async function continueErasure(deps: ErasePersonDeps, memberId: Id, stopAt: Instant): Promise<boolean> {
  const judgements = await eraseJudgements(deps, memberId, undefined, stopAt)
  if (!judgements.ok) throw new Error(`the judgements of ${memberId} could not be erased: ${judgements.error.code}`)
  if (!judgements.value.done) return false
  if ((await eraseClaims(deps, memberId, stopAt)) === 'more') return false
  await deps.persons.removeRest(memberId)
  await deps.persons.finish(memberId, deps.now())
  return true
}
