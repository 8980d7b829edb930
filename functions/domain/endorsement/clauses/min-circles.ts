import type { WholeClause } from '../decision.ts'
import { countingOf } from './min-endorsers.ts'

/**
 * Clause `independence.minCircles`: those who count must come from so many circles, and each stands for one circle only.
 * Someone in no circle stands for none.
 */
export const minCircles: WholeClause = (judged, { policy }) => {
  const required = policy.independence?.minCircles
  if (required === undefined) return undefined
  const covered = circlesCovered(countingOf(judged).map(({ facts }) => facts.circles))
  return covered < required
    ? { kind: 'pending', missing: [{ clause: 'minCircles', circles: required - covered }] }
    : undefined
}

/** How many circles people can stand for at most when each stands for one. */
export const circlesCovered = (circlesByPerson: readonly (readonly string[])[]): number =>
  matchCircles(circlesByPerson).size

/**
 * Who stands for a circle when as many as can each stand for one of their own: a largest matching of people and circles, found
 * along augmenting paths.
 *
 * @returns the places of those people in the list.
 */
export function matchCircles(circlesByPerson: readonly (readonly string[])[]): ReadonlySet<number> {
  const standsFor = new Map<string, number>()
  const findsOne = (person: number, tried: Set<string>): boolean =>
    (circlesByPerson[person] ?? []).some((circle) => {
      if (tried.has(circle)) return false
      tried.add(circle)
      const other = standsFor.get(circle)
      if (other !== undefined && !findsOne(other, tried)) return false
      standsFor.set(circle, person)
      return true
    })
  return new Set(circlesByPerson.flatMap((_circles, person) => (findsOne(person, new Set()) ? person : [])))
}
