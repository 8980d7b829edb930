import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import { reasonsOf } from '../domain/reviewing/reasons.ts'
import type { ReviewAssignment, ReviewReason, ReviewRequest } from '../domain/reviewing/review-request.ts'
import { NAMED_OPEN_LIMIT, REMINDER_HOURS } from '../domain/reviewing/terms.ts'
import { toAssignmentEvent } from '../domain/reviewing/to-review-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { RequestChange, ReviewOffer } from '../ports/review-store.ts'
import { findReviewers, openLimitOf } from './find-reviewers.ts'
import { loadJudges } from './load-review-context.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'

const HOUR_MILLISECONDS = 3_600_000

/** What became of looking for people. */
export type Offering =
  /** So many were asked; fewer than wanted when no more were found. */
  | { readonly kind: 'offered'; readonly offered: number; readonly request: ReviewRequest }
  /** The request changed meanwhile. */
  | { readonly kind: 'stale' }

/** Whom a request is offered to, and why. */
interface Chosen {
  readonly reviewerId: Id
  readonly drawn: boolean
  readonly reasons: readonly ReviewReason[]
}

/**
 * Asks so many more people for a request: first those it names, then people the queue draws. Of two draws at once no one is
 * asked twice for the claim, nor beyond their limit: who was taken meanwhile is passed over and the draw is made again.
 *
 * @param asked  Everyone asked for the claim by any request.
 */
export async function offerReviews(
  deps: ReviewDeps,
  { request, claim, rule }: { readonly request: ReviewRequest; readonly claim: Claim; readonly rule: Rule },
  asked: readonly Id[],
  wanted: number,
): Promise<Offering> {
  const judges = await loadJudges(deps, claim)
  const involved = [claim.learnerId, ...claim.collaborators, ...asked, ...judges]
  const known = await deps.members.loadMany(involved)
  const excluded = new Set<Id>([
    ...involved,
    ...known.flatMap(({ person }) => person ?? []),
    claim.learnerPerson ?? claim.learnerId,
  ])
  const named = request.named.filter((id) => !excluded.has(id)).slice(0, wanted)
  const fit = {
    learnerSkills: known.find(({ id }) => id === claim.learnerId)?.skills ?? [],
    languages: request.languages,
    licensedFirst: request.source === 'rule',
  }
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const byName = named.filter((id) => !excluded.has(id))
    for (const id of byName) excluded.add(id)
    const missing = wanted - byName.length
    const drawn =
      missing === 0 ? [] : await findReviewers(deps, { request, claim, rule, wanted: missing, excluded, fit })
    for (const id of byName) excluded.delete(id)
    const chosen: readonly Chosen[] = [
      ...byName.map((reviewerId): Chosen => ({ reviewerId, drawn: false, reasons: [{ kind: 'asked-by-name' }] })),
      ...drawn.map((one) => ({ reviewerId: one.member.id, drawn: true, reasons: reasonsOf(one, claim, fit) })),
    ]
    if (chosen.length === 0) return { kind: 'offered', offered: 0, request }
    const change = toOffered(request, chosen)
    const outcome = await deps.reviews.offer(
      change,
      chosen.map((one) => toOffer(deps, change.to, one)),
    )
    if (outcome.kind === 'made') return { kind: 'offered', offered: chosen.length, request: change.to }
    if (outcome.kind === 'stale') return outcome
    for (const id of outcome.reviewerIds) excluded.add(id)
  }
  return { kind: 'offered', offered: 0, request }
}

const toOffered = (from: ReviewRequest, chosen: readonly Chosen[]): RequestChange => ({
  from,
  to: { ...from, asked: [...from.asked, ...chosen.map(({ reviewerId }) => reviewerId)], version: from.version + 1 },
})

function toOffer({ random, now }: ReviewDeps, request: ReviewRequest, chosen: Chosen): ReviewOffer {
  const at = now()
  const assignment: ReviewAssignment = {
    claimId: request.claimId,
    community: request.community,
    requestId: request.id,
    requestNumber: request.number,
    ...chosen,
    state: 'offered',
    offeredAt: at,
    version: 1,
  }
  return {
    assignment,
    event: toAssignmentEvent('review.offered', assignment, { id: random.id(), at }),
    due: offerDue(assignment, addMilliseconds(at, REMINDER_HOURS * HOUR_MILLISECONDS)),
    openLimit: chosen.drawn ? openLimitOf(request) : NAMED_OPEN_LIMIT,
  }
}

/** When an offer is looked at: to remind whoever has it, and later to let it lapse. */
export const offerDue = ({ claimId, reviewerId }: Pick<ReviewAssignment, 'claimId' | 'reviewerId'>, at: Instant) =>
  ({ at, kind: 'review-offer', claimId, ref: reviewerId, attempt: 0 }) as const
