import type { CommunityStatistics } from '../../schemas/statistics.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { communityStatistics, isAnswer, type JudgedClaim } from '../domain/statistics/community-statistics.ts'
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

/** In so many evidence versions the first judgement is looked for before it is taken to be of the current one. */
const EARLIER_VERSIONS = 3

/**
 * How a community judges, from its newest claims but those given by the service itself: one query of the index, one batch
 * read of the claims and one query for the judgements of each, 200 at most; of a claim with several evidence versions up to
 * three more.
 */
export async function loadStatistics(deps: LoadStatisticsDeps, community: Slug): Promise<CommunityStatistics> {
  const claims = (await deps.claims.listNewest(community, CLAIMS)).filter(({ planted }) => planted === undefined)
  const judged: JudgedClaim[] = []
  for (let from = 0; from < claims.length; from += AT_ONCE)
    judged.push(
      ...(await Promise.all(claims.slice(from, from + AT_ONCE).map((claim) => loadJudged(deps, claim)))).flat(),
    )
  return communityStatistics(judged, deps.now())
}

async function loadJudged(
  { achievements, endorsements }: LoadStatisticsDeps,
  claim: Claim,
): Promise<readonly JudgedClaim[]> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
  if (version.policy.attainment !== undefined) return []
  const current = await endorsements.load(claim.id, claim.evidenceVersion)
  const earlier: Endorsement[] = []
  for (
    let number = 1;
    number < claim.evidenceVersion && number <= EARLIER_VERSIONS && earlier.length === 0;
    number += 1
  )
    earlier.push(...(await endorsements.load(claim.id, number)).filter(isAnswer))
  const rule = { policy: version.policy, rubric: version.content.rubric ?? [] }
  return [{ claim, rule, endorsements: current, earlier }]
}
