import { reachedOver, retractTie } from '../../../domain/independence/retract-tie.ts'
import type { SummarisedEndorsement } from '../../../domain/independence/summarised-event.ts'
import { addTies, smallestRing, spreadTie, type Tie } from '../../../domain/independence/ties.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import { type Instant, toEpochSeconds } from '../../../domain/shared/instant.ts'
import { hasEndorsed } from '../giving-facts/pair.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import type { RawItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import { changeSummary, isErased, untilDone, writeSummary } from './change-summary.ts'
import { groupBy } from './group-by.ts'
import { fromTies, toTies } from './summary-items.ts'

type Direction = 'out' | 'in'

/** So many endorsements are looked round at once. */
const AT_ONCE = 8

/**
 * Keeps whom endorsements lead to and from, while one has endorsed the other and did not undo it. What is between two people is
 * written before what is near them is read: of two endorsements next to each other that are kept at once, at least one sees the
 * other. Whatever is undone meanwhile is taken out at the end.
 *
 * @returns of those that close a ring, how many people the smallest has, as far as that is known now.
 */
export async function keepTies(
  deps: TableDeps,
  told: readonly SummarisedEndorsement[],
): Promise<ReadonlyMap<SummarisedEndorsement, number>> {
  const stood = await whichStand(deps, told)
  const standing = told.filter((one) => one.endorses && stood(one))
  await Promise.all([
    ...groupBy(standing, ({ endorserId }) => endorserId).map(([id, own]) => addTo(deps, id, 'out', own.map(toLearner))),
    ...groupBy(standing, ({ learnerId }) => learnerId).map(([id, own]) => addTo(deps, id, 'in', own.map(toEndorser))),
  ])
  const rings = new Map<SummarisedEndorsement, number>()
  for (let from = 0; from < standing.length; from += AT_ONCE)
    await Promise.all(
      standing.slice(from, from + AT_ONCE).map(async (one) => {
        const ring = await lookRound(deps, one)
        if (ring !== undefined) rings.set(one, ring)
      }),
    )
  const stands = standing.length === 0 ? stood : await whichStand(deps, told)
  const gone = groupBy(
    told.filter((one) => !stands(one)),
    ({ endorserId, learnerId }) => `${endorserId} ${learnerId}`,
  )
  for (const [, [one]] of gone) await retract(deps, one)
  return rings
}

/** Whether the endorser has endorsed the learner and did not undo it, as their item of two says; nobody endorses themself. */
async function whichStand(deps: TableDeps, told: readonly SummarisedEndorsement[]) {
  const pairOf = ({ endorserId, learnerId }: SummarisedEndorsement) => keys.pair(endorserId, learnerId)
  const at = itemAt(await loadByKey(deps, told.map(pairOf)))
  return (one: SummarisedEndorsement): boolean => hasEndorsed(at(pairOf(one)), one.endorserId, one.learnerId)
}

const toLearner = ({ learnerId, at }: SummarisedEndorsement): Tie => between(learnerId, at)
const toEndorser = ({ endorserId, at }: SummarisedEndorsement): Tie => between(endorserId, at)

function between(memberId: Id, at: Instant): Tie {
  const seconds = toEpochSeconds(at)
  return { memberId, steps: 1, oldest: seconds, newest: seconds }
}

/** Tells those near the two, and looks whether the way leads back. */
async function lookRound(
  deps: TableDeps,
  { endorserId, learnerId, at }: SummarisedEndorsement,
): Promise<number | undefined> {
  const seconds = toEpochSeconds(at)
  const [inKey, outKey] = [keys.ties(endorserId, 'in'), keys.ties(learnerId, 'out')]
  const near = itemAt(await loadByKey(deps, [inKey, outKey]))
  const [inOfEndorser, outOfLearner] = [toTies(near(inKey)), toTies(near(outKey))]
  const spread = [...spreadTie(endorserId, learnerId, seconds, inOfEndorser, outOfLearner)].flatMap(([id, more]) =>
    (['out', 'in'] as const).flatMap((direction) =>
      more[direction].length === 0 ? [] : [{ id, direction, ties: more[direction] }],
    ),
  )
  const told = spread.map(({ id, direction }) => keys.ties(id, direction))
  const known = itemAt(await loadByKey(deps, told))
  // Most of it is known already where many endorse each other: only what is new is written.
  const news = spread.filter(({ id, direction, ties }) => {
    const before = toTies(known(keys.ties(id, direction)))
    return addTies(before, ties, seconds) !== before
  })
  await Promise.all(
    news.map(({ id, direction, ties }) => addTo(deps, id, direction, ties, { item: known(keys.ties(id, direction)) })),
  )
  return smallestRing(endorserId, learnerId, outOfLearner, inOfEndorser, seconds)
}

/** @param known  The summary as it was read just now, if it was. */
function addTo(
  deps: TableDeps,
  memberId: Id,
  direction: Direction,
  more: readonly Tie[],
  known?: { readonly item: RawItem | undefined },
): Promise<void> {
  const key = keys.ties(memberId, direction)
  const newest = Math.max(...more.map((tie) => tie.newest))
  let read = known
  return untilDone(deps, async () => {
    const item = read ? read.item : itemAt(await loadByKey(deps, [key]))(key)
    read = undefined
    const before = toTies(item)
    const ties = addTies(before, more, newest)
    if (ties === before || (await isErased(deps, memberId, item))) return true
    return writeTies(deps, memberId, direction, item, ties)
  })
}

/** @param item  The summary as it was read. @returns whether it still was like that. */
const writeTies = (
  deps: TableDeps,
  memberId: Id,
  direction: Direction,
  item: RawItem | undefined,
  ties: readonly Tie[],
): Promise<boolean> =>
  writeSummary(deps, changeSummary(keys.ties(memberId, direction), `ties-${direction}`, item, { ties: fromTies(ties) }))

/** Takes an endorsement out of what is kept of those near the two. Begins again when one of them changes meanwhile. */
const retract = (deps: TableDeps, { endorserId, learnerId }: SummarisedEndorsement): Promise<void> =>
  untilDone(deps, async () => {
    const [inKey, outKey] = [keys.ties(endorserId, 'in'), keys.ties(learnerId, 'out')]
    const near = itemAt(await loadByKey(deps, [inKey, outKey]))
    const reached = reachedOver(endorserId, learnerId, toTies(near(inKey)), toTies(near(outKey)))
    const ids = [...new Set([...reached.sources, ...reached.targets])]
    const items = itemAt(
      await loadByKey(
        deps,
        ids.flatMap((id) => [keys.ties(id, 'in'), keys.ties(id, 'out')]),
      ),
    )
    const known = new Map(
      ids.map((id) => [id, { in: toTies(items(keys.ties(id, 'in'))), out: toTies(items(keys.ties(id, 'out'))) }]),
    )
    const kept = [...retractTie(endorserId, learnerId, reached, known)].flatMap(([id, { in: leading, out }]) => [
      { id, direction: 'in' as const, ties: leading, isNew: leading !== known.get(id)?.in },
      { id, direction: 'out' as const, ties: out, isNew: out !== known.get(id)?.out },
    ])
    const written = await Promise.all(
      kept
        .filter(({ isNew }) => isNew)
        .map(({ id, direction, ties }) => writeTies(deps, id, direction, items(keys.ties(id, direction)), ties)),
    )
    return written.every(Boolean)
  })
