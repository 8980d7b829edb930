import type { AchievementDraft } from '../../schemas/achievement.ts'
import { findUnknownHoldings } from '../domain/achievement/draft-achievement.ts'
import { achievementsAskedFor } from '../domain/achievement/publish-achievement.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { FieldError } from '../domain/shared/refusal.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'

/** Where drafts look for what they name. */
export interface FindDraftErrorsDeps {
  readonly achievements: Pick<AchievementStore, 'load'>
  readonly challenges: Pick<ChallengeStore, 'load'>
}

/** What is wrong with a draft that only the store can tell: achievements and a challenge it names and the community lacks. */
export async function findDraftErrors(
  { achievements, challenges }: FindDraftErrorsDeps,
  community: Slug,
  draft: AchievementDraft,
): Promise<readonly FieldError[]> {
  const named = [...new Set(achievementsAskedFor(draft))]
  const [challenge, ...found] = await Promise.all([
    draft.challenge === undefined ? undefined : challenges.load(draft.challenge),
    ...named.map((id) => achievements.load(id)),
  ])
  const known = new Set(found.flatMap((achievement) => (achievement?.community === community ? [achievement.id] : [])))
  const errors = findUnknownHoldings(draft, known)
  if (draft.challenge === undefined || challenge?.community === community) return errors
  return [...errors, { pointer: '/challenge', detail: 'is no challenge of this community' }]
}
