import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** Trust that came to a member with a badge. */
export interface Grant {
  /** The endorser it came from, who counted. */
  readonly from: Id
  readonly claimId: Id
  /** How many claims a quarter they may vouch for with it; 0 once the badge was revoked. */
  readonly units: number
  /** The member of the founding panel it began with. It ends, however many steps away, when they leave the panel. */
  readonly root: Id
}

/** Trust that a member handed to a learner they vouched for. */
export type Handed = Omit<Grant, 'from'> & { readonly to: Id }

/** How far the founding panel's trust reaches a member, and what they did with it. */
export interface Standing {
  readonly grants: readonly Grant[]
  /** What they handed on, for as long as those have it. The panel's own is not told apart: it never runs out. */
  readonly handed: readonly Handed[]
  /** Units used in a quarter. */
  readonly used: { readonly quarter: string; readonly units: number }
}

export const NO_STANDING: Standing = { grants: [], handed: [], used: { quarter: '', units: 0 } }

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

/** The units of some trust that begins with the panel as it is, or with one of it. */
const unitsOf = (trust: readonly Pick<Grant, 'units' | 'root'>[], roots: readonly Id[]): number =>
  trust.reduce((sum, { units, root }) => sum + (roots.includes(root) ? units : 0), 0)

/** What a member holds: units that came to them, those that began with who left the panel left out. */
export const heldUnits = ({ grants }: Pick<Standing, 'grants'>, panel: readonly Id[]): number =>
  Math.min(FIRST_UNITS, unitsOf(grants, panel))

/** Of what they hold, what they handed on. */
export const handedUnits = ({ handed }: Pick<Standing, 'handed'>, panel: readonly Id[]): number =>
  unitsOf(handed, panel)

/**
 * How many claims a member may still vouch for in this quarter; 0 when the panel's trust does not reach them. What they hand on they
 * do not have any more, so that all whom they bring in, however many, vouch together for no more than they could alone.
 */
export function reachLeft(memberId: Id, standing: Standing, panel: readonly Id[], now: Instant): number {
  if (panel.includes(memberId)) return PANEL_REACH
  const { used } = standing
  return Math.max(
    0,
    heldUnits(standing, panel) - handedUnits(standing, panel) - (used.quarter === quarterOf(now) ? used.units : 0),
  )
}

/** The units that a member hands to a learner they vouched for; the panel's never run out. */
export function unitsToHandOn(memberId: Id, standing: Standing, panel: readonly Id[]): number {
  if (panel.includes(memberId)) return FIRST_UNITS
  const toGive = Math.floor(heldUnits(standing, panel) * (1 - KEPT_SHARE)) - handedUnits(standing, panel)
  return toGive < 1 ? 0 : Math.max(1, Math.floor(toGive * HANDED_SHARE))
}

/** Of whom in the panel a member has most left to hand on, and how much. The panel hands on its own. */
function richestRoot(memberId: Id, { grants, handed }: Standing, panel: readonly Id[]): readonly [Id, number] {
  if (panel.includes(memberId)) return [memberId, FIRST_UNITS]
  const left = (root: Id) => unitsOf(grants, [root]) - unitsOf(handed, [root])
  return panel
    .map((root) => [root, left(root)] as const)
    .reduce((richest, one) => (one[1] > richest[1] ? one : richest), ['', 0])
}

/**
 * What comes to a learner with a badge from one who vouched for them. From each giver once; nothing beyond what one may hold; and
 * from one member of the panel, so that all that began with them ends with them.
 *
 * @returns `undefined` when nothing does.
 */
export function grantFrom(
  giver: { readonly id: Id; readonly standing: Standing },
  learner: { readonly id: Id; readonly standing: Standing },
  claimId: Id,
  panel: readonly Id[],
): Grant | undefined {
  const { grants } = learner.standing
  const isLive = ({ units, root }: Grant) => units > 0 && panel.includes(root)
  if (panel.includes(learner.id) || grants.filter(isLive).length >= MAX_GRANTS) return undefined
  if (grants.some((one) => one.from === giver.id && (isLive(one) || one.claimId === claimId))) return undefined
  const room = FIRST_UNITS - heldUnits(learner.standing, panel)
  const [root, left] = richestRoot(giver.id, giver.standing, panel)
  const units = Math.min(room, left, unitsToHandOn(giver.id, giver.standing, panel))
  return units < 1 ? undefined : { from: giver.id, claimId, units, root }
}

/** Adds a grant to those known; of too many the oldest that give nothing any more are forgotten. */
export function addGrant(grants: readonly Grant[], grant: Grant, panel: readonly Id[]): readonly Grant[] {
  const all = [...grants, grant]
  const dead = all.filter(({ units, root }) => units === 0 || !panel.includes(root))
  const forgotten = new Set(dead.slice(0, Math.max(0, all.length - MAX_GRANTS)))
  return all.filter((one) => !forgotten.has(one))
}

/** What came to a member without what came with one claim, whose badge is revoked; that it did stays known. */
export const withoutClaim = (grants: readonly Grant[], claimId: Id): readonly Grant[] =>
  grants.map((grant) => (grant.claimId === claimId ? { ...grant, units: 0 } : grant))

/**
 * What a member has to take back since they hold less than they handed on: of what they handed on last, as much as is too much.
 *
 * @param grants  What they will hold.
 * @returns one of those they handed on to, with how many units; `undefined` when it is not too much.
 */
export function overdrawn(grants: readonly Grant[], handed: readonly Handed[]): Handed | undefined {
  for (const last of [...handed].reverse()) {
    const excess = unitsOf(handed, [last.root]) - unitsOf(grants, [last.root])
    if (excess > 0) return { ...last, units: Math.min(excess, last.units) }
  }
  return undefined
}

/** What a member handed on without some units of it. */
export const withoutHanded = (handed: readonly Handed[], { to, claimId, root, units }: Handed): readonly Handed[] =>
  handed.flatMap((one) => {
    if (one.to !== to || one.claimId !== claimId || one.root !== root) return one
    return one.units > units ? { ...one, units: one.units - units } : []
  })

/** What came to a member without some units that their giver takes back. */
export const withoutUnits = (grants: readonly Grant[], from: Id, { claimId, root, units }: Handed): readonly Grant[] =>
  grants.map((grant) =>
    grant.from === from && grant.claimId === claimId && grant.root === root
      ? { ...grant, units: Math.max(0, grant.units - units) }
      : grant,
  )
