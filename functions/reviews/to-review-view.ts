import type { ReviewAssignmentView, ReviewReasonView, ReviewRequestView } from '../../schemas/review-request.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { asksLeftOf, freeAskFrom } from '../domain/reviewing/ask-budget.ts'
import { leaseEndsAt, offerEndsAt } from '../domain/reviewing/assignment-transitions.ts'
import { describeReason, describeWidening, type ReviewLanguage } from '../domain/reviewing/describe-review.ts'
import type { ReviewAssignment, Reviewer, ReviewReason, ReviewRequest } from '../domain/reviewing/review-request.ts'
import { expiresAt, progressOf, widensAt } from '../domain/reviewing/tend-request.ts'
import type { ExpectedWait } from '../domain/reviewing/waits.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** What somebody may see of those a request was offered to. */
export type PeersSeen =
  /** How many, and how far. */
  | 'none'
  /** Not even that: of a `sealed` claim, who has yet to judge. */
  | 'sealed'
  /** Each, but not who: the learner, where those who judge stay unnamed. */
  | 'unnamed'
  /** Each with their name and why; `isLearner` also why they declined. */
  | { readonly isLearner: boolean }

/** A request as somebody sees it. */
export function toRequestView(
  request: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  seen: PeersSeen,
  wait: ExpectedWait | undefined,
  language: ReviewLanguage,
): ReviewRequestView {
  const { answered, waiting, firstAnsweredAt } = progressOf(assignments)
  const first = request.firstAnsweredAt ?? firstAnsweredAt
  const isOpen = request.state === 'open'
  return {
    id: request.id,
    claim: request.claimId,
    source: request.source,
    state: request.state,
    ...(request.closedAs === undefined || seen === 'sealed' ? {} : { closedAs: request.closedAs }),
    wanted: request.wanted,
    ...(seen === 'sealed' ? {} : { answered, waiting }),
    languages: [...request.languages],
    widened: request.widened.map((what) => ({ what, text: describeWidening(what, language) })),
    askedAt: request.askedAt,
    ...(isOpen && request.widened.length === 0 ? { widensAt: widensAt(request) } : {}),
    endsAt: expiresAt(request),
    ...(request.closedAt === undefined ? {} : { closedAt: request.closedAt }),
    ...(first === undefined || seen === 'sealed' ? {} : { firstAnsweredAt: first }),
    ...(isOpen && wait !== undefined ? { expectedWait: { ...wait } } : {}),
    ...(seen === 'none' || seen === 'sealed' ? {} : { peers: assignments.map((one) => toPeer(one, seen, language)) }),
  }
}

function toPeer(assignment: ReviewAssignment, seen: Exclude<PeersSeen, 'none' | 'sealed'>, language: ReviewLanguage) {
  const { reviewerId, drawn, state, offeredAt, endedAt, reasons, declineReason } = assignment
  const isLearner = seen === 'unnamed' || seen.isLearner
  return {
    // What is said of their skills or challenges could tell who they are.
    ...(seen === 'unnamed' ? {} : { member: reviewerId, reasons: toReasonViews(reasons, language) }),
    drawn,
    state,
    offeredAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(declineReason === undefined || !isLearner ? {} : { declineReason }),
  }
}

const toReasonViews = (reasons: readonly ReviewReason[], language: ReviewLanguage): ReviewReasonView[] =>
  reasons.map((reason) => toReasonView(reason, describeReason(reason, language)))

function toReasonView(reason: ReviewReason, text: string): ReviewReasonView {
  switch (reason.kind) {
    case 'challenge':
    case 'neighbour-challenge':
      return { kind: reason.kind, challenge: reason.challengeId, text }
    case 'skills':
      return { kind: 'skills', skills: [...reason.skills], text }
    case 'licensed':
    case 'language':
    case 'load':
    case 'asked-by-name':
      return { ...reason, text }
  }
}

/** What a member is asked, as they see it. */
export const toAssignmentView = (
  assignment: ReviewAssignment,
  claim: Claim,
  language: ReviewLanguage,
): ReviewAssignmentView => {
  const { requestId, drawn, state, offeredAt, takenAt, declineReason } = assignment
  const dueAt = dueAtOf(assignment)
  return {
    request: requestId,
    claim: claim.id,
    achievement: claim.achievementId,
    achievementVersion: claim.achievementVersion,
    learner: claim.learnerId,
    ...(claim.language === undefined ? {} : { language: claim.language }),
    evidenceVersion: claim.evidenceVersion,
    drawn,
    reasons: toReasonViews(assignment.reasons, language),
    state,
    offeredAt,
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(declineReason === undefined ? {} : { declineReason }),
  }
}

function dueAtOf({ state, offeredAt, takenAt }: ReviewAssignment): Instant | undefined {
  if (state === 'offered') return offerEndsAt(offeredAt)
  return state === 'taken' && takenAt !== undefined ? leaseEndsAt(takenAt) : undefined
}

/** What is left of a member's budget, as they see it. */
export function toBudgetView(reviewer: Reviewer | undefined, now: Instant) {
  const asksLeft = asksLeftOf(reviewer)
  const free = asksLeft === 0 ? freeAskFrom(reviewer, now) : undefined
  return { asksLeft, ...(free === undefined ? {} : { freeAskFrom: free }) }
}
