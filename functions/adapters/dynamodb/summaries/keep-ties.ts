import { addTies, smallestRing, spreadTie, type Tie } from '../../../domain/independence/ties.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import { type Instant, toEpochSeconds } from '../../../domain/shared/instant.ts'
import { keys } from '../keys.ts'
import type { RawItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import { changeSummary, loadByKey, untilDone, writeSummary } from './change-summary.ts'
import { fromTies, toTies } from './summary-items.ts'

/** That one member endorsed another. */
interface EndorsedTie {
  readonly endorserId: Id
  readonly learnerId: Id
  readonly at: Instant
}

type Direction = 'out' | 'in'

/**
 * Keeps whom an endorsement leads to and from. What is between the two is written before what is near them is read: of two
 * endorsements next to each other that are kept at once, at least one sees the other.
 *
 * @returns how many people the smallest ring has that it closes, as far as that is known now.
 */
export async function keepTies(
  deps: TableDeps,
  { endorserId, learnerId, at }: EndorsedTie,
): Promise<number | undefined> {
  const seconds = toEpochSeconds(at)
  const between = { steps: 1, oldest: seconds, newest: seconds }
  await Promise.all([
    addTo(deps, endorserId, 'out', [{ memberId: learnerId, ...between }], at),
    addTo(deps, learnerId, 'in', [{ memberId: endorserId, ...between }], at),
  ])
  const [inKey, outKey] = [keys.ties(endorserId, 'in'), keys.ties(learnerId, 'out')]
  const near = await loadByKey(deps, [inKey, outKey])
  const [inOfEndorser, outOfLearner] = [toTies(near(inKey)), toTies(near(outKey))]
  const spread = [...spreadTie(endorserId, learnerId, seconds, inOfEndorser, outOfLearner)].flatMap(([id, more]) =>
    (['out', 'in'] as const).flatMap((direction) =>
      more[direction].length === 0 ? [] : [{ id, direction, ties: more[direction] }],
    ),
  )
  const known = await loadByKey(
    deps,
    spread.map(({ id, direction }) => keys.ties(id, direction)),
  )
  // Most of it is known already where many endorse each other: only what is new is written.
  const news = spread.filter(({ id, direction, ties }) => {
    const before = toTies(known(keys.ties(id, direction)))
    return addTies(before, ties, seconds) !== before
  })
  await Promise.all(
    news.map(({ id, direction, ties }) =>
      addTo(deps, id, direction, ties, at, { item: known(keys.ties(id, direction)) }),
    ),
  )
  return smallestRing(endorserId, learnerId, outOfLearner, inOfEndorser, seconds)
}

/** @param known  The summary as it was read just now, if it was. */
function addTo(
  deps: TableDeps,
  memberId: Id,
  direction: Direction,
  more: readonly Tie[],
  at: Instant,
  known?: { readonly item: RawItem | undefined },
): Promise<void> {
  const key = keys.ties(memberId, direction)
  let read = known
  return untilDone(deps, async () => {
    const item = read ? read.item : (await loadByKey(deps, [key]))(key)
    read = undefined
    const before = toTies(item)
    const ties = addTies(before, more, toEpochSeconds(at))
    if (ties === before) return true
    return writeSummary(deps, changeSummary(key, `ties-${direction}`, item, { ties: fromTies(ties) }, at))
  })
}
