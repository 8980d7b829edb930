import { describe, expect, it } from 'vitest'
import { chanceOf } from '../../../../bench/simulation/random.ts'
import {
  addTies,
  type Neighbours,
  NO_NEIGHBOURS,
  smallestRing,
  spreadTie,
} from '../../../../functions/domain/independence/ties.ts'

const MEMBERS = 1000
const QUARTER_SECONDS = 90 * 86_400

/** A quarter in which everyone endorses three others on average, two in five of them by one member in twenty. */
function aQuarter(seed: number) {
  const { below, happens } = chanceOf(seed)
  return Array.from({ length: MEMBERS * 3 }, () => ({
    from: `m${happens(0.4) ? below(MEMBERS / 20) * 20 : below(MEMBERS)}`,
    to: `m${below(MEMBERS)}`,
    at: below(QUARTER_SECONDS),
  }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.at - b.at)
}

/** The size of the smallest ring that an endorsement closes, by a search of all endorsements before it. */
function searched(given: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): number | undefined {
  let reached = new Set([to])
  const seen = new Set([to])
  for (let steps = 1; steps <= 5; steps++) {
    const next = new Set<string>()
    for (const one of reached)
      for (const other of given.get(one) ?? [])
        if (!seen.has(other) && !(steps === 1 && other === from)) next.add(other)
    if (next.has(from)) return steps + 1
    for (const one of next) seen.add(one)
    reached = next
  }
  return undefined
}

describe('rings in a community of a thousand', () => {
  it('are found, all of up to four people and most of more, though only the nearest are kept of anybody', () => {
    const known = new Map<string, Neighbours>()
    const of = (id: string) => known.get(id) ?? NO_NEIGHBOURS
    const given = new Map<string, Set<string>>()
    const found = new Map<number, boolean[]>([3, 4, 5, 6].map((size) => [size, []]))
    for (const { from, to, at } of aQuarter(1)) {
      const size = searched(given, from, to)
      const ring = smallestRing(from, to, of(to).out, of(from).in, at)
      if (size !== undefined) found.get(size)?.push(ring !== undefined && ring <= size)
      for (const [id, more] of spreadTie(from, to, at, of(from).in, of(to).out))
        known.set(id, { out: addTies(of(id).out, more.out, at), in: addTies(of(id).in, more.in, at) })
      given.set(from, (given.get(from) ?? new Set()).add(to))
    }
    const share = (size: number) => {
      const all = found.get(size) ?? []
      return all.filter(Boolean).length / all.length
    }
    expect([share(3), share(4)]).toEqual([1, 1])
    expect(share(5)).toBeGreaterThan(0.9)
    expect(share(6)).toBeGreaterThan(0.7)
  })
})
