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
import { poolsToSearch } from '../domain/reviewing/pools.ts'
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

/** What a draw starts from. */
export interface Draw {
  readonly request: ReviewRequest
  readonly claim: Claim
  readonly rule: Rule
  readonly wanted: number
  /** Whoever is not to be drawn whatever their load. */
  readonly excluded: ReadonlySet<Id>
  readonly fit: Fit
}

/** How many requests may wait for somebody before no more are drawn for them. */
export const openLimitOf = ({ widened }: Pick<ReviewRequest, 'widened'>): number =>
  widened.includes('load') ? WIDENED_OPEN_LIMIT : OPEN_LIMIT

/**
 * Draws people for a request: of a bounded sample of the pools it concerns, those with least waiting for them whose
 * endorsement could count. Reads the same however many members there are.
 */
export async function findReviewers(deps: ReviewDeps, draw: Draw): Promise<readonly Candidate[]> {
  const seen = new Set<Id>(draw.excluded)
  const eligible: Candidate[] = []
  for (let round = 0; round < SAMPLES && eligible.length < draw.wanted; round++) {
    const sampled = await sample(deps, draw)
    const fresh = sampled.filter(({ memberId }) => !seen.has(memberId))
    for (const { memberId } of fresh) seen.add(memberId)
    eligible.push(...(await findEligible(deps, draw, fresh)))
  }
  return drawFrom(eligible, draw.wanted, draw.fit, () => deps.random.integer(1_000_000))
}

/** So many challenges next to that of the claim are looked into. */
const MAX_NEIGHBOURS = 5

async function sample(deps: ReviewDeps, draw: Draw): Promise<readonly Sampled[]> {
  const { reviewerPool, members, random } = deps
  const { claim, rule, request } = draw
  // A sample of known levels is for one person, who is asked as anybody would be.
  if (claim.planted) return [{ memberId: claim.planted.reviewerId, since: claim.openedAt }]
  const neighbours = await loadNeighbours(deps, draw)
  const isWidened = request.widened.includes('languages')
  const pools = poolsToSearch({
    ways: rule.policy.eligibility,
    languages: isWidened ? [] : request.languages,
    challengeId: claim.challengeId,
    neighbours,
  })
  const limit = Math.max(LEAST_OF_A_POOL, Math.ceil(SAMPLE / pools.length))
  const found = await Promise.all(
    pools.map(async (pool) => {
      const sampled = await reviewerPool.sample(claim.community, pool, random.salt(), limit)
      const neighbour = neighbours.find((id) => pool === `challenge:${id}`)
      return neighbour === undefined ? sampled : sampled.map((one) => ({ ...one, neighbour }))
    }),
  )
  if (await reviewerPool.isFilled(claim.community)) return found.flat()
  const first = await members.list(claim.community, { limit: FIRST_MEMBERS })
  const known = first.ok ? first.value.items.map(({ id, joinedAt }) => ({ memberId: id, since: joinedAt })) : []
  return [...found.flat(), ...known]
}

async function loadNeighbours({ challenges }: ReviewDeps, { request, claim }: Draw): Promise<readonly Id[]> {
  if (claim.challengeId === undefined || !request.widened.includes('neighbours')) return []
  return ((await challenges.load(claim.challengeId))?.neighbours ?? []).slice(0, MAX_NEIGHBOURS)
}

/** From the head of the line, as many as are chosen from. */
async function findEligible(deps: ReviewDeps, draw: Draw, sampled: readonly Sampled[]): Promise<readonly Candidate[]> {
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
  const eligible: Candidate[] = []
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
      if (!found || found.isLinked || excluded.has(found.member.person ?? found.member.id)) continue
      const candidate = { ...one, member: found.member, facts: found.facts }
      if (mayBeDrawn(candidate, context)) eligible.push(candidate)
    }
  }
  return eligible
}
