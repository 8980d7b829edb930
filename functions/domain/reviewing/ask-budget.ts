import { addDays, type Instant } from '../shared/instant.ts'
import type { Reviewer } from './review-request.ts'

/** How many judgements a member may ask for before they have given any: two claims of three. */
export const FIRST_ASKS = 6

/** What answering a request earns. */
export const EARNED_BY_AN_ANSWER = 1

/** With nothing left, one judgement may be asked for each so many days: nobody is shut out for good. */
export const FREE_ASK_DAYS = 7

/** What is left of a member's budget: nothing, for whoever took back an answer whose ask is spent. */
export const asksLeftOf = (reviewer: Pick<Reviewer, 'asksLeft'> | undefined): number =>
  Math.max(0, reviewer?.asksLeft ?? FIRST_ASKS)

/** From when on one judgement may be asked for though nothing is left; absent when that is now. */
export function freeAskFrom(reviewer: Reviewer | undefined, now: Instant): Instant | undefined {
  if (reviewer?.freeAskAt === undefined) return undefined
  const from = addDays(reviewer.freeAskAt, FREE_ASK_DAYS)
  return from > now ? from : undefined
}

/** How a request is paid for: out of the budget, or as the free one of these days. */
export type AskPayment = { readonly kind: 'budget'; readonly asks: number } | { readonly kind: 'free' }

/**
 * How so many judgements can be asked for; `undefined` when they cannot. What is free is one judgement, and only with an
 * empty budget.
 */
export function payFor(wanted: number, reviewer: Reviewer | undefined, now: Instant): AskPayment | undefined {
  const left = asksLeftOf(reviewer)
  if (wanted <= left) return { kind: 'budget', asks: wanted }
  return left === 0 && wanted === 1 && freeAskFrom(reviewer, now) === undefined ? { kind: 'free' } : undefined
}

/** What a closed request gives back: what it was paid for and nobody answered. */
export const refundOf = (paid: number, answered: number): number => Math.max(0, paid - answered)
