import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** Trust that came to a member with a badge. */
export interface Grant {
  /** The endorser it came from, who counted. */
  readonly from: Id
  readonly claimId: Id
  /** How many claims a quarter they may vouch for with it; 0 once the badge was revoked. */
  readonly units: number
  /** It came from the founding panel itself, and ends when the giver leaves the panel. */
  readonly fromPanel: boolean
}

/** How far the founding panel's trust reaches a member, and what they did with it. */
export interface Standing {
  readonly grants: readonly Grant[]
  /** Units handed on, for good, to learners they vouched for. */
  readonly passedOn: number
  /** Units used in a quarter. */
  readonly used: { readonly quarter: string; readonly units: number }
}

export const NO_STANDING: Standing = { grants: [], passedOn: 0, used: { quarter: '', units: 0 } }

/** What the panel itself has: more than it needs. */
export const PANEL_REACH = 1000
/** What one member of the panel hands to a learner, and the most that anyone holds. */
const FIRST_UNITS = 80
/** A member keeps half of what they hold, and hands on a quarter of what is left of the other half. */
const KEPT_SHARE = 0.5
const HANDED_SHARE = 0.25
/** So many grants are told apart; they are more than fill what one may hold, unless they are small. */
const MAX_GRANTS = 20

/** The calendar quarter of an instant, such as `2026-Q4`. */
export const quarterOf = (at: Instant): string =>
  `${at.slice(0, 4)}-Q${Math.floor((Number(at.slice(5, 7)) - 1) / 3) + 1}`

/** What a member holds: units that came to them, those of who left the panel left out. */
export const heldUnits = ({ grants }: Standing, panel: readonly Id[]): number =>
  Math.min(
    FIRST_UNITS,
    grants
      .filter(({ fromPanel, from }) => !fromPanel || panel.includes(from))
      .reduce((sum, { units }) => sum + units, 0),
  )

/**
 * How many claims a member may still vouch for in this quarter; 0 when the panel's trust does not reach them. What they hand on they
 * do not have any more, so that all whom they bring in, however many, vouch together for no more than they could alone.
 */
export function reachLeft(memberId: Id, standing: Standing, panel: readonly Id[], now: Instant): number {
  if (panel.includes(memberId)) return PANEL_REACH
  const { passedOn, used } = standing
  return Math.max(0, heldUnits(standing, panel) - passedOn - (used.quarter === quarterOf(now) ? used.units : 0))
}

/** The units that a member hands to a learner they vouched for; the panel's never run out. */
export function unitsToHandOn(memberId: Id, standing: Standing, panel: readonly Id[]): number {
  if (panel.includes(memberId)) return FIRST_UNITS
  const toGive = Math.floor(heldUnits(standing, panel) * (1 - KEPT_SHARE)) - standing.passedOn
  return toGive < 1 ? 0 : Math.max(1, Math.floor(toGive * HANDED_SHARE))
}

/**
 * What comes to a learner with a badge from one who vouched for them. From each giver once; nothing beyond what one may hold.
 *
 * @returns `undefined` when nothing does.
 */
export function grantFrom(
  giver: { readonly id: Id; readonly standing: Standing },
  learner: { readonly id: Id; readonly standing: Standing },
  claimId: Id,
  panel: readonly Id[],
): Grant | undefined {
  if (panel.includes(learner.id) || learner.standing.grants.length >= MAX_GRANTS) return undefined
  const isKnown = (grant: Grant) => grant.from === giver.id && (grant.units > 0 || grant.claimId === claimId)
  if (learner.standing.grants.some(isKnown)) return undefined
  const room = FIRST_UNITS - heldUnits(learner.standing, panel)
  const units = Math.min(room, unitsToHandOn(giver.id, giver.standing, panel))
  return units < 1 ? undefined : { from: giver.id, claimId, units, fromPanel: panel.includes(giver.id) }
}
