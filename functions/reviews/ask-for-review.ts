import type { AskForReview } from '../../schemas/review-request.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { isEligible } from '../domain/endorsement/clauses/eligibility.ts'
import { decideThreshold } from '../domain/endorsement/decide-threshold.ts'
import type { Decision, Rule } from '../domain/endorsement/decision.ts'
import { refuseClosed } from '../domain/endorsement/give-endorsement.ts'
import { type AskPayment, asksLeftOf, FREE_ASK_DAYS, freeAskFrom, payFor } from '../domain/reviewing/ask-budget.ts'
import { isPaused } from '../domain/reviewing/draw-reviewers.ts'
import type { Reviewer, ReviewRequest } from '../domain/reviewing/review-request.ts'
import { MAX_OPEN_REQUESTS, MAX_REQUESTS, MAX_WANTED, NAMED_OPEN_LIMIT } from '../domain/reviewing/terms.ts'
import { toRequestEvent } from '../domain/reviewing/to-review-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { poolDue } from './fill-pool.ts'
import { loadJudges, loadRule } from './load-review-context.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'
import { requestDue, tendReviewRequest } from './tend-review-request.ts'

export interface AskForReviewDeps extends ReviewDeps {
  readonly communities: Pick<CommunityStore, 'findRepeat'>
  readonly due: Pick<DueStore, 'put'>
}

export interface AskForReviewInput {
  readonly community: Slug
  readonly claimId: Id
  readonly actorId: Id
  readonly request: AskForReview
  readonly idempotency?: IdempotencyKey | undefined
}

/** What was asked: the id of the request. */
type Asked = Result<Id, Refusal>

/**
 * Asks peers to judge the learner's claim, once per idempotency key, and draws them at once; whatever stops half-way is taken
 * up by the clock within a minute.
 *
 * Refused with `claim_not_found`, `forbidden` for anyone but the learner, `claim_closed`, `reviewers_anonymous`,
 * `invalid_request` for people who cannot be asked, `too_many_review_requests`, `ask_budget_spent`, `idempotency_key_reused`,
 * or `overloaded` when the claim never rests.
 */
export const askForReview = (deps: AskForReviewDeps, input: AskForReviewInput): Promise<Asked> =>
  answerRepeat(
    input.idempotency,
    async () => {
      const earlier = await deps.communities.findRepeat(input.idempotency)
      return !earlier.ok || earlier.value !== undefined
    },
    () => attempt(deps, input),
  )

async function attempt(deps: AskForReviewDeps, input: AskForReviewInput): Promise<Asked> {
  const repeat = await deps.communities.findRepeat(input.idempotency)
  if (!repeat.ok) return repeat
  if (repeat.value !== undefined) return ok(repeat.value)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const prepared = await prepare(deps, input)
    if (!prepared.ok) return prepared
    const { request, payment } = prepared.value
    const { actorId, idempotency } = input
    const at = request.askedAt
    const event = toRequestEvent('review.asked', request, { id: deps.random.id(), at, actorId }, toData(request))
    const asked = await deps.reviews.ask({ request, payment, event, due: requestDue(request, at), idempotency })
    if (asked.ok) {
      if (asked.value.kind === 'replayed') return ok(asked.value.id)
      await fillPoolsOnce(deps, input.community)
      await tendReviewRequest(deps, request.claimId, request.number)
      return ok(request.id)
    }
    if (asked.error.code !== 'stale') return asked
  }
  return err({ code: 'overloaded', detail: 'The claim keeps changing; repeat the request.' })
}

const toData = ({ wanted, named }: ReviewRequest) => ({ wanted, named: named.length, source: 'learner' })

/** The first request of a community has those members pooled who were there before pools were kept. */
async function fillPoolsOnce({ reviewerPool, due, now }: AskForReviewDeps, community: Slug): Promise<void> {
  if (!(await reviewerPool.isFilled(community))) await due.put(poolDue(community, now()))
}

interface Prepared {
  readonly request: ReviewRequest
  readonly payment: AskPayment
}

async function prepare(
  deps: AskForReviewDeps,
  { community, claimId, actorId, request }: AskForReviewInput,
): Promise<Result<Prepared, Refusal>> {
  const claim = await deps.claims.load(claimId)
  if (claim?.community !== community) return err({ code: 'claim_not_found' })
  if (claim.learnerId !== actorId) return err({ code: 'forbidden', detail: 'Only the learner may do that.' })
  if (claim.status !== 'open') return err(refuseClosed(claim))
  const rule = await loadRule(deps, claim)
  const named = [...new Set(request.members ?? [])]
  if (named.length > 0 && rule.policy.blindness === 'anonymous')
    return err({ code: 'reviewers_anonymous', detail: 'Ask for a number of peers instead; the queue draws them.' })
  const [requests, endorsements, reviewers] = await Promise.all([
    deps.reviews.loadRequests(claimId),
    deps.endorsements.load(claimId, claim.evidenceVersion),
    deps.reviews.loadReviewers([actorId]),
  ])
  const tooMany = refuseTooMany(requests)
  if (tooMany) return err(tooMany)
  const at = deps.now()
  const errors = named.length === 0 ? [] : await findNameErrors(deps, { claim, rule, named, requests, now: at })
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const drawn = request.count ?? (named.length > 0 ? 0 : lacking(decideThreshold(rule, claim, endorsements, at)))
  const wanted = named.length + drawn
  if (wanted > MAX_WANTED)
    return err({
      code: 'invalid_request',
      errors: [{ pointer: '/count', detail: `A request asks for at most ${MAX_WANTED} judgements.` }],
    })
  const payment = payFor(wanted, reviewers.get(actorId), at)
  if (!payment) return err(budgetSpent(wanted, reviewers.get(actorId), at))
  return ok({
    payment,
    request: {
      id: deps.random.id(),
      claimId,
      community,
      number: requests.length + 1,
      source: 'learner',
      wanted,
      named,
      languages: request.languages ?? (claim.language === undefined ? [] : [claim.language]),
      asked: [],
      state: 'open',
      widened: [],
      askedAt: at,
      paid: payment.kind === 'budget' ? payment.asks : 0,
      version: 1,
    },
  })
}

/** How many judgements the decision still lacks, as far as their number says; at least one. */
function lacking({ missing }: Decision): number {
  const numbers = missing.flatMap((one) =>
    one.clause === 'minEndorsers' || one.clause === 'minDrawn' || one.clause === 'anchored'
      ? one.endorsers
      : one.clause === 'furtherOpinion'
        ? one.opinions
        : [],
  )
  return Math.min(MAX_WANTED, Math.max(1, ...numbers))
}

function refuseTooMany(requests: readonly ReviewRequest[]): Refusal | undefined {
  const open = requests.filter(({ state, source }) => state === 'open' && source === 'learner')
  if (open.length >= MAX_OPEN_REQUESTS)
    return { code: 'too_many_review_requests', detail: `A claim has at most ${MAX_OPEN_REQUESTS} open requests.` }
  if (requests.length >= MAX_REQUESTS)
    return { code: 'too_many_review_requests', detail: `A claim has at most ${MAX_REQUESTS} requests in all.` }
  return undefined
}

function budgetSpent(wanted: number, reviewer: Reviewer | undefined, now: Instant): Refusal {
  const left = asksLeftOf(reviewer)
  const free = freeAskFrom(reviewer, now)
  const isFree = left === 0 && free === undefined
  return {
    code: 'ask_budget_spent',
    detail: `This asks for ${wanted}, and ${left} ${left === 1 ? 'is' : 'are'} left. ${
      left > 0 ? 'Ask for fewer, or answer' : 'Answer'
    } a request yourself: each earns one.${
      left > 0
        ? ''
        : ` With none left, one may be asked for every ${FREE_ASK_DAYS} days, ${isFree ? 'now' : `next from ${free} on`}.`
    }`,
  }
}

interface Naming {
  readonly claim: Claim
  readonly rule: Rule
  readonly named: readonly Id[]
  readonly requests: readonly ReviewRequest[]
  readonly now: Instant
}

/** Why those named cannot be asked. What is said of somebody is nothing the learner could not see otherwise. */
async function findNameErrors(deps: AskForReviewDeps, naming: Naming): Promise<readonly FieldError[]> {
  const { claim, rule, named, requests, now } = naming
  const [known, reviewers, judges] = await Promise.all([
    deps.reviewerFacts.read(claim, rule, named),
    deps.reviews.loadReviewers(named),
    loadJudges(deps, claim),
  ])
  const asked = new Set(requests.flatMap((one) => one.asked))
  return named.flatMap((id, index) => {
    const error = (code: string, detail: string): FieldError => ({ pointer: `/members/${index}`, detail, code })
    const found = known.find(({ member }) => member.id === id)
    if (found?.member.community !== claim.community) return error('member_not_found', 'is no member of the community')
    if (id === claim.learnerId) return error('self_endorsement', 'is the learner')
    if (found.isLinked || claim.collaborators.includes(id))
      return error('collaborator_endorsement', 'shares the evidence')
    if (asked.has(id) || judges.has(id)) return error('already_asked', 'was asked or has judged already')
    if (!isEligible(rule.policy.eligibility, found.facts, now))
      return error('not_eligible', 'may not endorse under the rule of this achievement')
    const reviewer = reviewers.get(id)
    if (isPaused(reviewer, now)) return error('paused', 'takes no requests at present')
    if ((reviewer?.open.length ?? 0) >= NAMED_OPEN_LIMIT) return error('busy', 'has too many requests waiting')
    return []
  })
}
