import { addTies, smallestRing, spreadTie, type Tie } from '../../../domain/independence/ties.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import { type Instant, toEpochSeconds } from '../../../domain/shared/instant.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import type { RawItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import { changeSummary, isErased, untilDone, writeSummary } from './change-summary.ts'
import { newestOf } from './count-endorsements.ts'
import { groupBy } from './group-by.ts'
import { fromTies, toTies } from './summary-items.ts'

/** That one member endorsed another. */
interface EndorsedTie {
  readonly endorserId: Id
  readonly learnerId: Id
  readonly at: Instant
}

type Direction = 'out' | 'in'

/** So many endorsements are looked round at once. */
const AT_ONCE = 8

/**
 * Keeps whom endorsements lead to and from. What is between two people is written before what is near them is read: of two
 * endorsements next to each other that are kept at once, at least one sees the other.
 *
 * @returns for each how many people the smallest ring has that it closes, as far as that is known now.
 */
export async function keepTies(
  deps: TableDeps,
  endorsed: readonly EndorsedTie[],
): Promise<readonly (number | undefined)[]> {
  await Promise.all([
    ...groupBy(endorsed, ({ endorserId }) => endorserId).map(([id, own]) =>
      addTo(
        deps,
        id,
        'out',
        own.map(({ learnerId, at }) => between(learnerId, at)),
        newestOf(own),
      ),
    ),
    ...groupBy(endorsed, ({ learnerId }) => learnerId).map(([id, own]) =>
      addTo(
        deps,
        id,
        'in',
        own.map(({ endorserId, at }) => between(endorserId, at)),
        newestOf(own),
      ),
    ),
  ])
  const rings: (number | undefined)[] = []
  for (let from = 0; from < endorsed.length; from += AT_ONCE)
    rings.push(...(await Promise.all(endorsed.slice(from, from + AT_ONCE).map((tie) => lookRound(deps, tie)))))
  return rings
}

function between(memberId: Id, at: Instant): Tie {
  const seconds = toEpochSeconds(at)
  return { memberId, steps: 1, oldest: seconds, newest: seconds }
}

/** Tells those near the two, and looks whether the way leads back. */
async function lookRound(deps: TableDeps, { endorserId, learnerId, at }: EndorsedTie): Promise<number | undefined> {
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
    const item = read ? read.item : itemAt(await loadByKey(deps, [key]))(key)
    read = undefined
    const before = toTies(item)
    const ties = addTies(before, more, toEpochSeconds(at))
    if (ties === before || (await isErased(deps, memberId, item))) return true
    return writeSummary(deps, changeSummary(key, `ties-${direction}`, item, { ties: fromTies(ties) }, at))
  })
}
