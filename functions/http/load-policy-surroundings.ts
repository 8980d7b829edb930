import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { Eligibility } from '../../schemas/policy.ts'
import type { Achievement } from '../domain/achievement/achievement.ts'
import { onlyHoldersOf, type WaysToEndorse } from '../domain/achievement/can-be-held.ts'
import type { PolicySurroundings } from '../domain/achievement/find-impossible-clauses.ts'
import type { Community } from '../domain/community/community.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CalibrationStore } from '../ports/calibration-store.ts'

export interface LoadPolicySurroundingsDeps {
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly calibrations: Pick<CalibrationStore, 'load'>
}

/** So many achievements are followed from holder to holder; of those behind them somebody may hold a badge. */
const MAX_FOLLOWED = 50

/** What a rule needs to know of where it is published; what the draft does not ask about is not looked up. */
export async function loadPolicySurroundings(
  deps: LoadPolicySurroundingsDeps,
  { id, publishedVersion }: Achievement,
  { foundingPanel }: Community,
  draft: AchievementDraft,
): Promise<PolicySurroundings> {
  const [calibrated, otherWays] = await Promise.all([
    isCalibrated(deps, draft),
    loadWays(deps, onlyHoldersOf(draft.policy?.eligibility ?? []), id),
  ])
  return {
    achievementId: id,
    publishedBefore: publishedVersion > 0,
    draft,
    foundingPanel: foundingPanel.length,
    calibrated,
    otherWays,
  }
}

/** Whether a licence for the challenge can be earned; looked up only for a rule that asks for one. */
async function isCalibrated(
  { calibrations }: LoadPolicySurroundingsDeps,
  { challenge, policy }: AchievementDraft,
): Promise<boolean | undefined> {
  if (challenge === undefined || !policy?.eligibility?.some(({ kind }) => kind === 'licence')) return undefined
  return (await calibrations.load(challenge)) !== undefined
}

/** From holders to holders of what those must hold, and so on. */
async function loadWays(deps: LoadPolicySurroundingsDeps, named: readonly Id[], own: Id): Promise<WaysToEndorse> {
  const ways = new Map<Id, readonly Eligibility[]>()
  const seen = new Set([own])
  let next = named
  while (next.length > 0) {
    const fresh = [...new Set(next)].filter((id) => !seen.has(id)).slice(0, MAX_FOLLOWED - seen.size)
    for (const id of fresh) seen.add(id)
    const loaded = await Promise.all(fresh.map(async (id) => [id, await loadOnlyWays(deps, id)] as const))
    for (const [id, found] of loaded) if (found) ways.set(id, found)
    next = loaded.flatMap(([, found]) => onlyHoldersOf(found ?? []))
  }
  return ways
}

/** Those of the one version there is: a draft may still be published, and of several somebody may hold an earlier one. */
async function loadOnlyWays(
  { achievements }: LoadPolicySurroundingsDeps,
  id: Id,
): Promise<readonly Eligibility[] | undefined> {
  const achievement = await achievements.load(id)
  if (achievement?.publishedVersion !== 1) return undefined
  return (await achievements.loadVersion(id, 1))?.policy.eligibility
}
