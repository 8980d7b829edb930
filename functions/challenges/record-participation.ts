import type { ChallengeStanding } from '../domain/challenge/challenge-standing.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import type { Now } from '../ports/clock.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'

export interface RecordParticipationDeps {
  readonly challenges: Pick<ChallengeStore, 'load' | 'recordParticipation' | 'loadStanding'>
  readonly members: Pick<MemberStore, 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

export interface RecordParticipationInput {
  readonly community: Slug
  readonly challengeId: Id
  readonly memberId: Id
  /** The member who says so; absent when a key of the community does. */
  readonly actorId: Id | undefined
}

/** Puts on record that a member has worked on a challenge; the first record stays. */
export async function recordParticipation(
  { challenges, members, random, now }: RecordParticipationDeps,
  { community, challengeId, memberId, actorId }: RecordParticipationInput,
): Promise<Result<ChallengeStanding, Refusal>> {
  const [challenge, member] = await Promise.all([challenges.load(challengeId), members.load(memberId)])
  if (challenge?.community !== community) return err({ code: 'challenge_not_found' })
  if (member?.community !== community) return err({ code: 'member_not_found' })
  const recordedAt = now()
  await challenges.recordParticipation(
    { memberId, challengeId, recordedAt },
    {
      id: random.id(),
      type: 'challenge.joined',
      at: recordedAt,
      community,
      ...(actorId === undefined ? {} : { actorId }),
      data: { challengeId, memberId },
    },
  )
  const standing = await challenges.loadStanding(memberId, challengeId)
  if (!standing) throw new Error(`the record of ${memberId} in challenge ${challengeId} is gone`)
  return ok(standing)
}
