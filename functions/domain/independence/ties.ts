import type { Id } from '../shared/ids.ts'

/** That endorsements lead from one member to another, or back, in so many steps. */
export interface Tie {
  readonly memberId: Id
  readonly steps: number
  /** When the oldest endorsement on the way was given, in whole seconds since 1970: as old is the whole. */
  readonly oldest: number
  /** When the newest one was: the way is there from then on. */
  readonly newest: number
}

/** Who is near a member: those whom endorsements of theirs lead to, and those from whom endorsements lead to them. */
export interface Neighbours {
  readonly out: readonly Tie[]
  readonly in: readonly Tie[]
}

export const NO_NEIGHBOURS: Neighbours = { out: [], in: [] }

/** An endorsement is part of a ring for so long. */
const TIE_SECONDS = 90 * 86_400

/** Together they span the way back of a ring of six. */
const OUT_STEPS = 3
const IN_STEPS = 2

/** So many ties of either kind are kept of a member: the nearest, and among those as near the newest. */
const KEPT_TIES = 90
/** So many members learn of one endorsement beside the two it is between. */
const FAN_OUT = 40
/** An indirect tie that is known is not written anew for less. */
const REFRESH_SECONDS = 7 * 86_400

interface MutableNeighbours {
  readonly out: Tie[]
  readonly in: Tie[]
}

/**
 * What one endorsement adds to whom: for the endorser and whoever leads to them, the learner and whomever they lead to; and the
 * other way round.
 *
 * @param inOfEndorser  Who leads to the endorser. @param outOfLearner  Whom the learner leads to.
 * @returns the two and at most {@link FAN_OUT} others, nearest first.
 */
export function spreadTie(
  endorserId: Id,
  learnerId: Id,
  at: number,
  inOfEndorser: readonly Tie[],
  outOfLearner: readonly Tie[],
): ReadonlyMap<Id, Neighbours> {
  const found = new Map<Id, MutableNeighbours>([
    [endorserId, { out: [], in: [] }],
    [learnerId, { out: [], in: [] }],
  ])
  const of = (memberId: Id): MutableNeighbours | undefined => {
    const known = found.get(memberId)
    if (known || found.size >= FAN_OUT + 2) return known
    const added = { out: [], in: [] }
    found.set(memberId, added)
    return added
  }
  const here = { steps: 0, oldest: at, newest: at }
  const sources = [{ memberId: endorserId, ...here }, ...recent(inOfEndorser, at)]
  const targets = [{ memberId: learnerId, ...here }, ...recent(outOfLearner, at)]
  const pairs = sources.flatMap((source) =>
    targets.map((target) => ({ source, target, steps: source.steps + 1 + target.steps })),
  )
  for (const { source, target, steps } of pairs.sort((a, b) => a.steps - b.steps)) {
    if (source.memberId === target.memberId) continue
    const oldest = Math.min(source.oldest, target.oldest, at)
    const tie = { steps, oldest, newest: Math.max(source.newest, target.newest, at) }
    if (steps <= OUT_STEPS) of(source.memberId)?.out.push({ memberId: target.memberId, ...tie })
    if (steps <= IN_STEPS) of(target.memberId)?.in.push({ memberId: source.memberId, ...tie })
  }
  return found
}

/** The ties whose every endorsement was given within {@link TIE_SECONDS} before an instant. */
const recent = (ties: readonly Tie[], at: number): readonly Tie[] =>
  ties.filter(({ oldest }) => oldest >= at - TIE_SECONDS)

/**
 * Adds ties to those known; of two to the same member the nearer and, where it is as near, the newer one says all.
 *
 * @returns the very same list when nothing worth writing is new.
 */
export function addTies(known: readonly Tie[], more: readonly Tie[], now: number): readonly Tie[] {
  const fresh = more.filter((tie) => !known.some((old) => says(old, tie)))
  if (fresh.length === 0) return known
  const all = [...known, ...fresh].sort((a, b) => a.steps - b.steps || b.oldest - a.oldest)
  const kept: Tie[] = []
  for (const tie of recent(all, now)) {
    if (kept.length >= KEPT_TIES) break
    if (!kept.some((one) => one.memberId === tie.memberId && one.steps <= tie.steps && one.oldest >= tie.oldest))
      kept.push(tie)
  }
  return fresh.some((tie) => kept.includes(tie)) ? kept : known
}

/** Whether a known tie already says what another would. */
const says = (known: Tie, tie: Tie): boolean =>
  known.memberId === tie.memberId &&
  known.steps <= tie.steps &&
  known.oldest >= tie.oldest - (tie.steps === 1 ? 0 : REFRESH_SECONDS)

/**
 * How many people the smallest ring has that an endorsement would close: the learner leads to someone who leads to the endorser.
 * Two who endorse each other are no ring; nor does an endorsement close one that a later endorsement is part of.
 *
 * @param outOfLearner  Whom the learner leads to. @param inOfEndorser  Who leads to the endorser.
 * @param at  When it is given, in whole seconds since 1970.
 * @returns 3 to 6; `undefined` when it closes none that is known.
 */
export function smallestRing(
  endorserId: Id,
  learnerId: Id,
  outOfLearner: readonly Tie[],
  inOfEndorser: readonly Tie[],
  at: number,
): number | undefined {
  const stepsTo = new Map<Id, number>()
  const before = (ties: readonly Tie[]) => recent(ties, at).filter(({ newest }) => newest <= at)
  for (const { memberId, steps } of before(outOfLearner))
    if (memberId !== endorserId) stepsTo.set(memberId, Math.min(steps, stepsTo.get(memberId) ?? steps))
  let smallest: number | undefined
  for (const { memberId, steps } of before(inOfEndorser)) {
    const there = memberId === learnerId ? undefined : stepsTo.get(memberId)
    if (there !== undefined && there + steps + 1 < (smallest ?? Number.POSITIVE_INFINITY)) smallest = there + steps + 1
  }
  return smallest
}
