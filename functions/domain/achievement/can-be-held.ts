import type { Eligibility } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'

/** Achievement → the ways to be eligible to endorse it, of those that were never given under another rule. */
export type WaysToEndorse = ReadonlyMap<Id, readonly Eligibility[]>

/**
 * The achievements, among these, that nobody can ever come to hold: only holders of one another may endorse them, and there is
 * no first. Of any other achievement somebody may hold a badge.
 */
export function findNeverHeld(ways: WaysToEndorse): ReadonlySet<Id> {
  const never = new Set(ways.keys())
  const canBegin = (id: Id) => ways.get(id)?.some((way) => way.kind !== 'holds' || !never.has(way.achievement)) ?? true
  for (let found = true; found; ) {
    const begun = [...never].filter(canBegin)
    for (const id of begun) never.delete(id)
    found = begun.length > 0
  }
  return never
}

/** The achievements whose holders alone may endorse, if there is no other way. */
export const onlyHoldersOf = (ways: readonly Eligibility[]): readonly Id[] => {
  const held = ways.flatMap((way) => (way.kind === 'holds' ? [way.achievement] : []))
  return held.length === ways.length ? held : []
}
