import type { Id } from '../shared/ids.ts'
import { addTies, type Neighbours, type Tie } from './ties.ts'

/** Whose ties may run over an endorsement: who leads to its endorser, and whom its learner leads to; with the two themselves. */
export interface Reached {
  readonly sources: readonly Id[]
  readonly targets: readonly Id[]
}

/** Looks them up in what is kept of the two: in steps as few as a tie over this endorsement may have. */
export const reachedOver = (
  endorserId: Id,
  learnerId: Id,
  inOfEndorser: readonly Tie[],
  outOfLearner: readonly Tie[],
): Reached => ({
  sources: unique([endorserId, ...inOfEndorser.filter(({ steps }) => steps <= 2).map(({ memberId }) => memberId)]),
  targets: unique([learnerId, ...outOfLearner.filter(({ steps }) => steps <= 2).map(({ memberId }) => memberId)]),
})

const unique = (ids: readonly Id[]): readonly Id[] => [...new Set(ids)]

/**
 * What is kept of members once an endorsement between two of them is as if it had never been: without the tie, and of those that
 * may have run over it only what other endorsements lead to.
 *
 * @param known  What is kept of every source and target.
 * @returns of whom something changes, what is kept then.
 */
export function retractTie(
  endorserId: Id,
  learnerId: Id,
  { sources, targets }: Reached,
  known: ReadonlyMap<Id, Neighbours>,
): ReadonlyMap<Id, Neighbours> {
  const direct = (id: Id, direction: 'out' | 'in'): readonly Tie[] => {
    const [end, other] = direction === 'out' ? [endorserId, learnerId] : [learnerId, endorserId]
    const own = (known.get(id)?.[direction] ?? []).filter(({ steps }) => steps === 1)
    return id === end ? own.filter(({ memberId }) => memberId !== other) : own
  }
  const kept = new Map<Id, { out: readonly Tie[]; in: readonly Tie[] }>()
  const rewrite = (id: Id, direction: 'out' | 'in', suspects: readonly Id[], found: readonly Tie[]) => {
    const before = known.get(id)?.[direction] ?? []
    const isSuspect = ({ memberId, steps }: Tie) => suspects.includes(memberId) && steps > 1
    const isGone = ({ memberId, steps }: Tie) =>
      steps === 1 &&
      id === (direction === 'out' ? endorserId : learnerId) &&
      memberId === (direction === 'out' ? learnerId : endorserId)
    const sure = before.filter((tie) => !isSuspect(tie) && !isGone(tie))
    const after = addTies(sure, found, Math.max(0, ...found.map(({ newest }) => newest)))
    if (isSameList(before, after)) return
    const own = kept.get(id) ?? known.get(id) ?? { out: [], in: [] }
    kept.set(id, { ...own, [direction]: after })
  }
  const joinedTo = (targetId: Id, twoSteps: readonly Tie[], source: Id): readonly Tie[] =>
    direct(source, 'out').flatMap((first) =>
      [...direct(targetId, 'in'), ...twoSteps]
        .filter(({ memberId }) => memberId === first.memberId && memberId !== targetId)
        .map((rest) => join(first, rest, targetId)),
    )
  for (const target of targets) {
    const others = sources.filter((source) => source !== target)
    const twoSteps = others.flatMap((source) =>
      joinedTo(target, [], source).map((tie): Tie => ({ ...tie, memberId: source })),
    )
    rewrite(target, 'in', others, twoSteps)
  }
  const inOf = (target: Id): readonly Tie[] => (kept.get(target) ?? known.get(target))?.in ?? []
  for (const source of sources) {
    const others = targets.filter((target) => target !== source)
    const found = others.flatMap((target) =>
      joinedTo(
        target,
        inOf(target).filter(({ steps, memberId }) => steps === 2 && memberId !== source),
        source,
      ),
    )
    rewrite(source, 'out', others, found)
  }
  return kept
}

const join = (first: Tie, rest: Tie, memberId: Id): Tie => ({
  memberId,
  steps: first.steps + rest.steps,
  oldest: Math.min(first.oldest, rest.oldest),
  newest: Math.max(first.newest, rest.newest),
})

const isSameList = (a: readonly Tie[], b: readonly Tie[]): boolean =>
  a.length === b.length && a.every((tie) => b.some((other) => isSame(tie, other)))

const isSame = (a: Tie, b: Tie): boolean =>
  a.memberId === b.memberId && a.steps === b.steps && a.oldest === b.oldest && a.newest === b.newest
