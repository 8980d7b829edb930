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

/**
 * How many circles people can stand for at most when each stands for one: a largest matching of people and circles, found
 * along augmenting paths.
 */
export function circlesCovered(circlesByPerson: readonly (readonly string[])[]): number {
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
  return circlesByPerson.filter((_circles, person) => findsOne(person, new Set())).length
}
