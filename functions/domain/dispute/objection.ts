import type { Grounds, ObjectionStatus, Vote } from '../../../schemas/objection.ts'
import type { Id, Slug } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import type { CandidateCode } from './draw-panel.ts'

export type { Vote }

/** How many members settle a dispute. */
export const PANEL_SIZE = 3

/** How long those who were drawn have to vote, in days; then others are drawn once for those who did not. */
export const VOTING_DAYS = 7

/** So often lots are drawn for those who decline, the first time counted; then fewer settle it. */
const MOST_DRAWS = 4

/** Someone who objects, or the learner who appeals; what they say lies with them. */
interface Objector {
  readonly memberId: Id
  readonly at: Instant
  readonly grounds?: Grounds | undefined
}

/** A place on the panel. */
export interface Seat {
  readonly memberId: Id
  /** Which draw they were drawn in, from 1. */
  readonly draw: number
  readonly votedAt?: Instant | undefined
  /** When they said that they will not settle it. */
  readonly declinedAt?: Instant | undefined
  /** Set when someone else was drawn, since they had not voted or had declined. */
  readonly replacedAt?: Instant | undefined
}

/** One drawing of lots, so that anyone can do it again. */
interface PanelDraw {
  readonly number: number
  readonly at: Instant
  /** How many members the community had: each has a lot. */
  readonly members: number
  /** Those with the lowest lots, lowest first, up to the last one drawn: their pseudonym, and what became of them. */
  readonly candidates: readonly { readonly pseudonym: string; readonly code: CandidateCode }[]
}

/** How an objection came to its end. */
export type Basis =
  /** More votes for it than against it, or the other way round, or as many. */
  | 'votes'
  /** Nobody who was drawn voted in time. */
  | 'no-votes'
  /** The community had nobody who could be drawn. */
  | 'no-panel'
  /** The learner took the claim back. */
  | 'withdrawn'

/** How a dispute ended. */
export interface Settlement {
  readonly status: 'upheld' | 'dismissed'
  readonly basis: Basis
  readonly upheld: number
  readonly dismissed: number
  readonly at: Instant
}

/** A challenge to a met claim, or an appeal against its refusal. Holds ids, codes and instants; words lie with who wrote them. */
export interface Objection {
  readonly id: Id
  readonly claimId: Id
  readonly community: Slug
  readonly kind: 'objection' | 'appeal'
  readonly status: ObjectionStatus
  /** The round of the claim that is disputed. */
  readonly round: number
  /** Of an appeal: the objection that was upheld. */
  readonly against?: Id | undefined
  /** Who raised it first; others who joined it, in order. */
  readonly objectors: readonly Objector[]
  readonly raisedAt: Instant
  /** What the lots are drawn by: 32 random bytes of the write that raised it, hashed with its id, base64url. */
  readonly seed: string
  readonly draws: readonly PanelDraw[]
  readonly seats: readonly Seat[]
  /** When those who sit now must have voted; absent while nobody was drawn. */
  readonly decideBy?: Instant | undefined
  readonly settlement?: Settlement | undefined
  readonly version: number
}

/** Who may take an objection from one state to another. */
export type DisputeSide = 'panel' | 'clock' | 'learner'

/** Every allowed change of state with the side that may make it; all others are refused. */
export const OBJECTION_TRANSITIONS: readonly {
  readonly from: ObjectionStatus
  readonly to: ObjectionStatus
  readonly by: DisputeSide
}[] = [
  { from: 'raised', to: 'upheld', by: 'panel' },
  { from: 'raised', to: 'dismissed', by: 'panel' },
  // Nobody could be drawn, or nobody voted in time.
  { from: 'raised', to: 'dismissed', by: 'clock' },
  // The learner took the claim back.
  { from: 'raised', to: 'dismissed', by: 'learner' },
]

/** Whether a side may take an objection from one state to another. */
export const maySettle = (from: ObjectionStatus, to: ObjectionStatus, by: DisputeSide): boolean =>
  OBJECTION_TRANSITIONS.some((row) => row.from === from && row.to === to && row.by === by)

/** On whose behalf a settlement of this kind is made. */
export const sideOf = (basis: Basis): DisputeSide =>
  basis === 'votes' ? 'panel' : basis === 'withdrawn' ? 'learner' : 'clock'

/** Ends an objection. A change that the table does not hold is a mistake of ours, never of a caller. */
export function settleObjection(objection: Objection, settlement: Settlement): Objection {
  const by = sideOf(settlement.basis)
  if (!maySettle(objection.status, settlement.status, by))
    throw new TypeError(`an objection cannot go from ${objection.status} to ${settlement.status} by ${by}`)
  return { ...objection, status: settlement.status, settlement, version: objection.version + 1 }
}

/** Those who sit on the panel now. */
export const sitting = ({ seats }: Pick<Objection, 'seats'>): readonly Seat[] =>
  seats.filter(({ replacedAt, declinedAt }) => replacedAt === undefined && declinedAt === undefined)

/** Places of those who declined, for whom nobody was drawn yet. */
export const vacant = ({ seats, draws }: Pick<Objection, 'seats' | 'draws'>): readonly Seat[] =>
  draws.length < MOST_DRAWS
    ? seats.filter(({ replacedAt, declinedAt }) => replacedAt === undefined && declinedAt !== undefined)
    : []

/** Whether others had their time already, after those who did not vote in the first. */
export const isProlonged = ({ draws: [first], decideBy }: Pick<Objection, 'draws' | 'decideBy'>): boolean =>
  first !== undefined && decideBy !== undefined && decideBy > addDays(first.at, VOTING_DAYS)
