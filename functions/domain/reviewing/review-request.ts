import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { AssignmentState } from './assignment-transitions.ts'

/** Why somebody is asked to judge, as data. */
export type ReviewReason =
  /** Has worked on the challenge of the claim. */
  | { readonly kind: 'challenge'; readonly challengeId: Id }
  /** Has worked on a challenge next to that of the claim. */
  | { readonly kind: 'neighbour-challenge'; readonly challengeId: Id }
  /** Holds an assessor licence for the challenge. */
  | { readonly kind: 'licensed' }
  /** Has skills that the learner does not state. */
  | { readonly kind: 'skills'; readonly skills: readonly string[] }
  /** Judges work in that language. */
  | { readonly kind: 'language'; readonly language: string }
  /** How many other requests wait for them. */
  | { readonly kind: 'load'; readonly open: number }
  | { readonly kind: 'asked-by-name' }

/** What a request was opened up to after it had waited; never whose judgement counts. */
export type Widening = 'languages' | 'neighbours' | 'load'

export type ClosedAs = 'answered' | 'claim-ended' | 'expired' | 'withdrawn'

/** A request for peers to judge a claim. Holds ids, codes, numbers and instants only. */
export interface ReviewRequest {
  readonly id: Id
  readonly claimId: Id
  readonly community: Slug
  /** From 1 within its claim. */
  readonly number: number
  /** `rule`: nobody asked; the decision lacked an opinion that the queue can bring. */
  readonly source: 'learner' | 'rule'
  /** How many judgements it asks for, those asked by name included. */
  readonly wanted: number
  readonly named: readonly Id[]
  /** Language tags the judges should read; none means any. */
  readonly languages: readonly string[]
  /** Everyone it was offered to, in that order. */
  readonly asked: readonly Id[]
  readonly state: 'open' | 'closed'
  readonly closedAs?: ClosedAs | undefined
  readonly widened: readonly Widening[]
  readonly askedAt: Instant
  readonly firstAnsweredAt?: Instant | undefined
  readonly closedAt?: Instant | undefined
  /** How much of the learner's budget it took; once it is closed, what it took in the end. */
  readonly paid: number
  readonly version: number
}

/** One peer asked for one claim. Each peer is asked at most once for a claim, by whichever request. */
export interface ReviewAssignment {
  readonly claimId: Id
  readonly community: Slug
  readonly reviewerId: Id
  readonly requestId: Id
  readonly requestNumber: number
  /** Drawn by the queue; otherwise the learner asked for them by name. */
  readonly drawn: boolean
  readonly reasons: readonly ReviewReason[]
  readonly state: AssignmentState
  readonly offeredAt: Instant
  readonly remindedAt?: Instant | undefined
  readonly takenAt?: Instant | undefined
  readonly endedAt?: Instant | undefined
  /** In their words, for the learner alone. */
  readonly declineReason?: string | undefined
  readonly version: number
}

/** What the queue keeps of somebody as a judge and as one who asks. */
export interface Reviewer {
  readonly memberId: Id
  /** The claims they are asked to judge now. */
  readonly open: readonly Id[]
  /** When they were last drawn. */
  readonly drawnAt?: Instant | undefined
  /** Nothing is drawn for them before that. */
  readonly pausedUntil?: Instant | undefined
  /** What is left of their budget; absent while nothing was spent or earned, below 0 while they owe. */
  readonly asksLeft?: number | undefined
  /** When they last asked though nothing was left. */
  readonly freeAskAt?: Instant | undefined
}
