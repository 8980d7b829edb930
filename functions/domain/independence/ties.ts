import type { Id } from '../shared/ids.ts'

/** That endorsements lead from one member to another, or back, in so many steps. */
export interface Tie {
  readonly memberId: Id
  readonly steps: number
  /** The day of the oldest endorsement on the way, in whole days since 1970: as old is the whole. */
  readonly day: number
}

/** Who is near a member: those whom endorsements of theirs lead to, and those from whom endorsements lead to them. */
export interface Neighbours {
  readonly out: readonly Tie[]
  readonly in: readonly Tie[]
}

export const NO_NEIGHBOURS: Neighbours = { out: [], in: [] }

/** An endorsement is part of a ring for so long. */
const TIE_DAYS = 90

/** Together they span the way back of a ring of six. */
const OUT_STEPS = 3
const IN_STEPS = 2

/** So many ties of either kind are kept of a member: the nearest, and among those as near the newest. */
const KEPT_TIES = 100
/** So many members learn of one endorsement beside the two it is between. */
const FAN_OUT = 40
/** An indirect tie that is known is not written anew for less. */
const REFRESH_DAYS = 7

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
  day: number,
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
  const sources = [{ memberId: endorserId, steps: 0, day }, ...recent(inOfEndorser, day)]
  const targets = [{ memberId: learnerId, steps: 0, day }, ...recent(outOfLearner, day)]
  const pairs = sources.flatMap((source) =>
    targets.map((target) => ({ source, target, steps: source.steps + 1 + target.steps })),
  )
  for (const { source, target, steps } of pairs.sort((a, b) => a.steps - b.steps)) {
    if (source.memberId === target.memberId) continue
    const tie = { steps, day: Math.min(source.day, target.day, day) }
    if (steps <= OUT_STEPS) of(source.memberId)?.out.push({ memberId: target.memberId, ...tie })
    if (steps <= IN_STEPS) of(target.memberId)?.in.push({ memberId: source.memberId, ...tie })
  }
  return found
}

/** The ties that are not older than {@link TIE_DAYS} on a day. */
const recent = (ties: readonly Tie[], day: number): readonly Tie[] => ties.filter((tie) => tie.day >= day - TIE_DAYS)

/**
 * Adds ties to those known; of two to the same member the nearer and, where it is as near, the newer one says all.
 *
 * @returns the very same list when nothing worth writing is new.
 */
export function addTies(known: readonly Tie[], more: readonly Tie[], today: number): readonly Tie[] {
  const fresh = more.filter((tie) => !known.some((old) => says(old, tie)))
  if (fresh.length === 0) return known
  const all = [...known, ...fresh].sort((a, b) => a.steps - b.steps || b.day - a.day)
  const kept: Tie[] = []
  for (const tie of recent(all, today)) {
    if (kept.length >= KEPT_TIES) break
    if (!kept.some((one) => one.memberId === tie.memberId && one.steps <= tie.steps && one.day >= tie.day))
      kept.push(tie)
  }
  return fresh.some((tie) => kept.includes(tie)) ? kept : known
}

/** Whether a known tie already says what another would. */
const says = (known: Tie, tie: Tie): boolean =>
  known.memberId === tie.memberId &&
  known.steps <= tie.steps &&
  known.day >= tie.day - (tie.steps === 1 ? 0 : REFRESH_DAYS)

/**
 * How many people the smallest ring has that an endorsement would close: the learner leads to someone who leads to the endorser.
 * Two who endorse each other are no ring.
 *
 * @param outOfLearner  Whom the learner leads to. @param inOfEndorser  Who leads to the endorser.
 * @returns 3 to 6; `undefined` when it closes none that is known.
 */
export function smallestRing(
  endorserId: Id,
  learnerId: Id,
  outOfLearner: readonly Tie[],
  inOfEndorser: readonly Tie[],
  today: number,
): number | undefined {
  const stepsTo = new Map<Id, number>()
  for (const { memberId, steps } of recent(outOfLearner, today))
    if (memberId !== endorserId) stepsTo.set(memberId, Math.min(steps, stepsTo.get(memberId) ?? steps))
  let smallest: number | undefined
  for (const { memberId, steps } of recent(inOfEndorser, today)) {
    const there = memberId === learnerId ? undefined : stepsTo.get(memberId)
    if (there !== undefined && there + steps + 1 < (smallest ?? Number.POSITIVE_INFINITY)) smallest = there + steps + 1
  }
  return smallest
}
