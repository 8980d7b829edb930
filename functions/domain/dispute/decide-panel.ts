import type { Id } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import { isProlonged, type Objection, type Settlement, sitting, VOTING_DAYS, type Vote, vacant } from './objection.ts'

/** What is to be done about an objection that is not settled. */
export type PanelStep =
  | { readonly kind: 'draw'; readonly seats: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'settle'; readonly settlement: Settlement }

/** Who has voted how. */
export type Votes = ReadonlyMap<Id, Vote>

/**
 * Decides what becomes of an objection: it is settled as soon as more than half of the panel agree, or all have voted. Others are
 * drawn at once for those who decline, and once for those who have not voted in time; after that, the majority of the votes cast decides.
 * As many votes on both sides, or none, dismiss it: the rule was met.
 *
 * @param seats  How many sit on a panel.
 */
export function decidePanel(objection: Objection, votes: Votes, seats: number, now: Instant): PanelStep {
  if (objection.decideBy === undefined) return { kind: 'draw', seats }
  const panel = sitting(objection)
  const cast = (vote: Vote) => panel.filter(({ memberId }) => votes.get(memberId) === vote).length
  const upheld = cast('upheld')
  const dismissed = cast('dismissed')
  const empty = vacant(objection).length
  const places = panel.length + empty
  const isDecided = Math.max(upheld, dismissed) > places / 2 || upheld + dismissed === places
  const isOver = now >= objection.decideBy
  if (!isDecided && isOver && !isProlonged(objection)) return { kind: 'draw', seats: places - upheld - dismissed }
  if (!isDecided && !isOver) return empty > 0 ? { kind: 'draw', seats: empty } : { kind: 'wait' }
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

/**
 * Gives seats to those who were drawn. Later they take the places of those who declined, and when the time is over, which begins once
 * more, also of those who have not voted; whoever declined has none left in any case.
 */
export function seatPanel(
  objection: Objection,
  drawn: readonly Id[],
  draw: Omit<Objection['draws'][number], 'number' | 'at'>,
  now: Instant,
): Objection {
  const number = objection.draws.length + 1
  const { decideBy } = objection
  const isOver = decideBy === undefined || now >= decideBy
  const left = vacant(objection)
  const waiting = isOver ? sitting(objection).filter(({ votedAt }) => votedAt === undefined) : []
  const late = waiting.slice(0, Math.max(0, drawn.length - left.length))
  const replaced = new Set([...left, ...late].map(({ memberId }) => memberId))
  return {
    ...objection,
    draws: [...objection.draws, { number, at: now, ...draw }],
    seats: [
      ...objection.seats.map((seat) => (replaced.has(seat.memberId) ? { ...seat, replacedAt: now } : seat)),
      ...drawn.map((memberId) => ({ memberId, draw: number })),
    ],
    decideBy: isOver ? addDays(now, VOTING_DAYS) : decideBy,
    version: objection.version + 1,
  }
}
