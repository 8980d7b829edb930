import type { Id } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import { type Objection, type Settlement, sitting, VOTING_DAYS, type Vote } from './objection.ts'

/** What is to be done about an objection that is not settled. */
export type PanelStep =
  | { readonly kind: 'draw'; readonly seats: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'settle'; readonly settlement: Settlement }

/** Who has voted how. */
export type Votes = ReadonlyMap<Id, Vote>

/**
 * Decides what becomes of an objection: it is settled as soon as more than half of the panel agree, or all have voted. Others are
 * drawn once for those who have not voted in time; after that, the majority of the votes cast decides. As many votes on
 * both sides, or none, dismiss it: the rule was met.
 *
 * @param seats  How many sit on a panel.
 */
export function decidePanel(objection: Objection, votes: Votes, seats: number, now: Instant): PanelStep {
  if (objection.decideBy === undefined) return { kind: 'draw', seats }
  const panel = sitting(objection)
  const cast = (vote: Vote) => panel.filter(({ memberId }) => votes.get(memberId) === vote).length
  const upheld = cast('upheld')
  const dismissed = cast('dismissed')
  const isDecided = Math.max(upheld, dismissed) > panel.length / 2 || upheld + dismissed === panel.length
  if (!isDecided && now < objection.decideBy) return { kind: 'wait' }
  if (!isDecided && objection.draws.length === 1) return { kind: 'draw', seats: panel.length - upheld - dismissed }
  return {
    kind: 'settle',
    settlement: {
      status: upheld > dismissed ? 'upheld' : 'dismissed',
      basis: upheld + dismissed > 0 ? 'votes' : panel.length > 0 ? 'no-votes' : 'no-panel',
      upheld,
      dismissed,
      at: now,
    },
  }
}

/** Gives seats to those who were drawn. On the second draw they take the places of those who have not voted. */
export function seatPanel(
  objection: Objection,
  drawn: readonly Id[],
  draw: Omit<Objection['draws'][number], 'number' | 'at'>,
  now: Instant,
): Objection {
  const number = objection.draws.length + 1
  const waiting = sitting(objection).filter(({ votedAt }) => votedAt === undefined)
  const replaced = new Set(waiting.slice(0, drawn.length).map(({ memberId }) => memberId))
  return {
    ...objection,
    draws: [...objection.draws, { number, at: now, ...draw }],
    seats: [
      ...objection.seats.map((seat) => (replaced.has(seat.memberId) ? { ...seat, replacedAt: now } : seat)),
      ...drawn.map((memberId) => ({ memberId, draw: number })),
    ],
    decideBy: addDays(now, VOTING_DAYS),
    version: objection.version + 1,
  }
}
