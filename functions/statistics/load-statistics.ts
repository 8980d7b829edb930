import type { CommunityStatistics } from '../../schemas/statistics.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { communityStatistics, type JudgedClaim } from '../domain/statistics/community-statistics.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'

export interface LoadStatisticsDeps {
  readonly claims: Pick<ClaimStore, 'listNewest'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly now: Now
}

/** So many claims are looked at, however many there are. */
const CLAIMS = 200
/** So many are read at once. */
const AT_ONCE = 20

/**
 * How a community judges, from its newest claims: one query of the index, one batch read of the claims and one query for the
 * judgements of each, 200 at most.
 */
export async function loadStatistics(deps: LoadStatisticsDeps, community: Slug): Promise<CommunityStatistics> {
  const claims = (await deps.claims.listNewest(community, CLAIMS)).filter(({ planted }) => planted === undefined)
  const judged: JudgedClaim[] = []
  for (let from = 0; from < claims.length; from += AT_ONCE) {
    const some = claims.slice(from, from + AT_ONCE).map(async (claim): Promise<JudgedClaim> => {
      const [endorsements, version] = await Promise.all([
        deps.endorsements.load(claim.id, claim.evidenceVersion),
        deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
      ])
      if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
      return { claim, rule: { policy: version.policy, rubric: version.content.rubric ?? [] }, endorsements }
    })
    judged.push(...(await Promise.all(some)))
  }
  return communityStatistics(judged, deps.now())
}
