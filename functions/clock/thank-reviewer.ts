import { openAttainedClaim } from '../domain/attainment/open-attained-claim.ts'
import { newestDid } from '../domain/community/proven-did.ts'
import { isCareful } from '../domain/recognition/careful-reviewing.ts'
import { isQuarter, quarterOf } from '../domain/recognition/quarter.ts'
import { type Recognition, thanksDue } from '../domain/recognition/recognition.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { RecognitionStore } from '../ports/recognition-store.ts'

export interface ThankReviewerDeps {
  readonly recognitions: Pick<RecognitionStore, 'load' | 'loadTally' | 'write'>
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly dids: Pick<DidStore, 'list'>
  readonly random: Pick<Randomness, 'id' | 'salt' | 'subjectId'>
  readonly digests: Digests
  readonly now: Now
}

/**
 * Looks at the quarter that has ended for a member who wants to be thanked: when their reviewing was careful, opens the claim
 * that their badge comes from. Each quarter is looked at once, however often this runs; the next look is put on the clock with it.
 */
export async function thankReviewer(
  deps: ThankReviewerDeps,
  { claimId: memberId, ref: quarter = '' }: DueItem,
): Promise<void> {
  if (!isQuarter(quarter)) throw new Error(`the due item of ${memberId} names no quarter`)
  const at = deps.now()
  const recognition = await deps.recognitions.load(memberId)
  if (!recognition?.optedIn || quarterOf(recognition.since) > quarter) return
  if (recognition.settled !== undefined && recognition.settled >= quarter) return
  const isEarned = isCareful(await deps.recognitions.loadTally(memberId, quarter))
  const to: Recognition = { ...recognition, settled: quarter, version: recognition.version + 1 }
  await deps.recognitions.write(to, {
    attained: isEarned ? await claimOf(deps, recognition, at) : undefined,
    due: thanksDue(memberId, at),
    forgets: quarter,
  })
}

async function claimOf(
  { achievements, dids, random, digests }: ThankReviewerDeps,
  { memberId, achievementId }: Recognition,
  at: Instant,
) {
  const newest = achievementId === undefined ? undefined : await achievements.load(achievementId)
  const achievement = newest && (await achievements.loadVersion(newest.id, newest.publishedVersion))
  if (!achievement) throw new Error(`the achievement that ${memberId} is thanked with is not published`)
  const seeds = {
    claimId: random.id(),
    credentialId: random.id(),
    subjectId: newestDid(await dids.list(memberId)) ?? random.subjectId(),
    salt: random.salt(),
    eventId: random.id(),
  }
  return openAttainedClaim(seeds, { achievement, memberId, attained: 'careful-reviewing' }, at, digests)
}
