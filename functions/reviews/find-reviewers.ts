import { personOf } from '../domain/community/member.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import {
  type Candidate,
  type DrawContext,
  drawFrom,
  type Fit,
  lineUp,
  mayBeDrawn,
  type Sampled,
  WINDOW,
} from '../domain/reviewing/draw-reviewers.ts'
import { licensedPools, type Pool, poolsToSearch } from '../domain/reviewing/pools.ts'
import type { ReviewRequest } from '../domain/reviewing/review-request.ts'
import { OPEN_LIMIT, WIDENED_OPEN_LIMIT } from '../domain/reviewing/terms.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { ReviewDeps } from './review-deps.ts'

/** How many people are looked at in one draw, over all pools. */
const SAMPLE = 48
/** At least so many of each pool. */
const LEAST_OF_A_POOL = 16
/** A sample in which too few may be drawn is taken once more, from other places. */
const SAMPLES = 2
/** For how many people at a time the facts are read. */
const FACTS_AT_ONCE = 10
/** While members from before are put into pools, the longest known are looked at too. */
const FIRST_MEMBERS = 100

/** What drawing people reads. */
export type FindReviewersDeps = Pick<ReviewDeps, 'reviewerPool' | 'reviewerFacts' | 'now'> & {
  readonly reviews: Pick<ReviewDeps['reviews'], 'loadReviewers'>
  readonly challenges: Pick<ReviewDeps['challenges'], 'load'>
  readonly members: Pick<ReviewDeps['members'], 'list'>
  readonly random: Pick<ReviewDeps['random'], 'integer' | 'salt'>
}

/** What a draw starts from. */
export interface Draw {
  readonly request: ReviewRequest
  readonly claim: Claim
  readonly rule: Rule
  readonly wanted: number
  /** Whoever is not to be drawn whatever their load, by account and by person. */
  readonly excluded: ReadonlySet<Id>
  readonly fit: Fit
}

/** How many requests may wait for somebody before no more are drawn for them. */
export const openLimitOf = ({ widened }: Pick<ReviewRequest, 'widened'>): number =>
  widened.includes('load') ? WIDENED_OPEN_LIMIT : OPEN_LIMIT

/**
 * Draws people for a request: of a bounded sample of the pools it concerns, those with least waiting for them whose
 * endorsement could count; where licensed judges come first, of those, as long as there are enough. Reads the same however many
 * members there are.
 */
export async function findReviewers(deps: FindReviewersDeps, draw: Draw): Promise<readonly Candidate[]> {
  const { claim, fit, wanted } = draw
  const seen = new Set<Id>(draw.excluded)
  const eligible: Candidate[] = []
  const find = async (sampled: readonly Sampled[]) => {
    const fresh = sampled.filter(({ memberId }) => !seen.has(memberId))
    for (const { memberId } of fresh) seen.add(memberId)
    eligible.push(...(await findEligible(deps, draw, fresh, eligible)))
  }
  if (fit.licensedFirst && !claim.planted) await find(await sample(deps, claim, licensedPools(claim.challengeId)))
  for (let round = 0; round < SAMPLES && eligible.length < wanted; round++) await find(await sampleAll(deps, draw))
  return drawFrom(eligible, wanted, fit, () => deps.random.integer(1_000_000))
}

/** So many challenges next to that of the claim are looked into. */
const MAX_NEIGHBOURS = 5

async function sampleAll(deps: FindReviewersDeps, draw: Draw): Promise<readonly Sampled[]> {
  const { claim, rule, request } = draw
  // A sample of known levels is for one person, who is asked as anybody would be.
  if (claim.planted) return [{ memberId: claim.planted.reviewerId, since: claim.openedAt }]
  const pools = poolsToSearch({
    ways: rule.policy.eligibility,
    languages: request.widened.includes('languages') ? [] : request.languages,
    challengeId: claim.challengeId,
    neighbours: await loadNeighbours(deps, draw),
  })
  const found = await sample(deps, claim, pools)
  if (await deps.reviewerPool.isFilled(claim.community)) return found
  const first = await deps.members.list(claim.community, { limit: FIRST_MEMBERS })
  const known = first.ok ? first.value.items.map(({ id, joinedAt }) => ({ memberId: id, since: joinedAt })) : []
  return [...found, ...known]
}

async function sample(
  { reviewerPool, random }: FindReviewersDeps,
  { community }: Claim,
  pools: readonly Pool[],
): Promise<readonly Sampled[]> {
  const limit = Math.max(LEAST_OF_A_POOL, Math.ceil(SAMPLE / pools.length))
  const found = await Promise.all(pools.map((pool) => reviewerPool.sample(community, pool, random.salt(), limit)))
  return found.flat()
}

async function loadNeighbours({ challenges }: FindReviewersDeps, { request, claim }: Draw): Promise<readonly Id[]> {
  if (claim.challengeId === undefined || !request.widened.includes('neighbours')) return []
  return ((await challenges.load(claim.challengeId))?.neighbours ?? []).slice(0, MAX_NEIGHBOURS)
}

/**
 * From the head of the line, as many as are chosen from; of the accounts of one person one.
 *
 * @param before  Whoever was found already.
 */
async function findEligible(
  deps: FindReviewersDeps,
  draw: Draw,
  sampled: readonly Sampled[],
  before: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const { request, claim, rule, wanted, excluded } = draw
  const now = deps.now()
  const reviewers = await deps.reviews.loadReviewers(sampled.map(({ memberId }) => memberId))
  const line = lineUp(sampled, reviewers, excluded, openLimitOf(request), now)
  const context: DrawContext = {
    claim,
    rule,
    languages: request.widened.includes('languages') ? [] : request.languages,
    now,
  }
  const isWidened = request.widened.includes('neighbours')
  const eligible: Candidate[] = []
  const people = new Set<Id>([...excluded, ...before.map(({ member }) => personOf(member))])
  for (let from = 0; from < line.length && eligible.length < wanted * WINDOW; from += FACTS_AT_ONCE) {
    const waiting = line.slice(from, from + FACTS_AT_ONCE)
    const known = await deps.reviewerFacts.read(
      claim,
      rule,
      waiting.map(({ memberId }) => memberId),
    )
    for (const one of waiting) {
      const found = known.find(({ member }) => member.id === one.memberId)
      // Nor under another account, for whoever is known to have several.
      if (!found || found.isLinked || people.has(personOf(found.member))) continue
      const { member, challengeId } = found
      const facts = isWidened ? found.facts : { ...found.facts, ...onlyOf(claim, challengeId) }
      const candidate = { ...one, member, facts, challengeId }
      if (!mayBeDrawn(candidate, context)) continue
      eligible.push(candidate)
      people.add(personOf(member))
    }
  }
  return eligible
}

/** Before more people may be asked, whoever has worked next to the challenge alone is none of those who worked on it. */
const onlyOf = (claim: Claim, challengeId: Id | undefined) => ({
  workedOnChallenge: challengeId !== undefined && challengeId === claim.challengeId,
})
