import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachedOver, retractTie } from '../../../../functions/domain/independence/retract-tie.ts'
import {
  addTies,
  type Neighbours,
  NO_NEIGHBOURS,
  smallestRing,
  spreadTie,
} from '../../../../functions/domain/independence/ties.ts'

type Edge = readonly [from: string, to: string, at?: number]

const DAY = 86_400
const TODAY = 20_000 * DAY

/** What a community knows after some endorsements, told in this order. */
function afterTold(edges: readonly Edge[]): ReadonlyMap<string, Neighbours> {
  const known = new Map<string, Neighbours>()
  const of = (member: string) => known.get(member) ?? NO_NEIGHBOURS
  for (const [from, to, at = TODAY] of edges)
    for (const [member, more] of spreadTie(from, to, at, of(from).in, of(to).out))
      known.set(member, { out: addTies(of(member).out, more.out, at), in: addTies(of(member).in, more.in, at) })
  return known
}

const ringOf = (edges: readonly Edge[], [from, to]: Edge, at = TODAY) => {
  const known = afterTold(edges)
  return smallestRing(from, to, (known.get(to) ?? NO_NEIGHBOURS).out, (known.get(from) ?? NO_NEIGHBOURS).in, at)
}

/** a endorses b, b endorses c, …: what is left for the last to endorse the first. */
const path = (members: string): readonly Edge[] =>
  [...members].slice(1).map((to, index) => [members.charAt(index), to] as const)

describe('the smallest ring an endorsement closes', () => {
  it.each([
    [3, 'abc'],
    [4, 'abcd'],
    [5, 'abcde'],
    [6, 'abcdef'],
  ])('is found for %i people, in whatever order the others endorsed', (size, members) => {
    const order = fc.shuffledSubarray([...path(members)], { minLength: size - 1 })
    fc.assert(
      fc.property(order, (edges) => {
        expect(ringOf(edges, [members.charAt(size - 1), 'a'])).toBe(size)
      }),
    )
  })

  it('is none for seven people, for two, and where the way leads nowhere', () => {
    expect(ringOf(path('abcdefg'), ['g', 'a'])).toBeUndefined()
    expect(ringOf([['a', 'b']], ['b', 'a'])).toBeUndefined()
    expect(ringOf(path('abc'), ['a', 'c'])).toBeUndefined()
  })

  it('is the smallest of several', () => {
    expect(ringOf([...path('abcd'), ['a', 'x'], ['x', 'd']], ['d', 'a'])).toBe(3)
  })

  it('holds no endorsement older than ninety days', () => {
    const edges: readonly Edge[] = [
      ['a', 'b', TODAY - 90 * DAY],
      ['b', 'c', TODAY],
    ]
    expect(ringOf(edges, ['c', 'a'])).toBe(3)
    expect(ringOf(edges, ['c', 'a'], TODAY + 1)).toBeUndefined()
  })

  it('holds no endorsement given later than the one that would close it, which may be told late', () => {
    const edges: readonly Edge[] = [
      ['a', 'b', TODAY],
      ['b', 'c', TODAY + 2],
    ]
    expect(ringOf(edges, ['c', 'a'], TODAY + 1)).toBeUndefined()
    expect(ringOf(edges, ['c', 'a'], TODAY + 2)).toBe(3)
  })

  it('is forgotten by nobody for having been told twice', () => {
    const known = afterTold(path('abc'))
    const again = spreadTie('b', 'c', TODAY, known.get('b')?.in ?? [], known.get('c')?.out ?? [])
    for (const [member, more] of again) {
      const { out, in: leadingTo } = known.get(member) ?? NO_NEIGHBOURS
      expect(addTies(out, more.out, TODAY)).toBe(out)
      expect(addTies(leadingTo, more.in, TODAY)).toBe(leadingTo)
    }
  })

  it('agrees with a search of the whole graph while few endorse', () => {
    const member = fc.constantFrom(...'abcdefgh')
    const edges = fc.array(fc.tuple(member, member), { maxLength: 14 })
    fc.assert(
      fc.property(edges, member, member, (list, from, to) => {
        const given = list.filter(([a, b]) => a !== b)
        fc.pre(from !== to && !given.some(([a, b]) => a === to && b === from))
        expect(ringOf(given, [from, to])).toBe(searchedRing(given, from, to))
      }),
    )
  })
})

/** What is left when one of them is undone. */
function withoutEdge(known: ReadonlyMap<string, Neighbours>, [from, to]: Edge): ReadonlyMap<string, Neighbours> {
  const of = (member: string) => known.get(member) ?? NO_NEIGHBOURS
  const reached = reachedOver(from, to, of(from).in, of(to).out)
  const ids = [...reached.sources, ...reached.targets]
  return new Map([...known, ...retractTie(from, to, reached, new Map(ids.map((id) => [id, of(id)])))])
}

describe('an endorsement that is undone', () => {
  it('is part of no ring, and every ring without it is found as before', () => {
    const member = fc.constantFrom(...'abcdefg')
    const edge = fc.tuple(member, member)
    const edges = fc.uniqueArray(edge, { minLength: 1, maxLength: 16, selector: ([a, b]) => a + b })
    fc.assert(
      fc.property(edges, fc.nat(), member, member, (list, pick, from, to) => {
        const given = list.filter(([a, b]) => a !== b)
        const undone = given[pick % Math.max(1, given.length)]
        fc.pre(undone !== undefined && from !== to)
        if (undone === undefined) return
        const left = given.filter((one) => one !== undone)
        fc.pre(!left.some(([a, b]) => a === to && b === from))
        const known = withoutEdge(afterTold(given), undone)
        const { out } = known.get(to) ?? NO_NEIGHBOURS
        expect(smallestRing(from, to, out, known.get(from)?.in ?? [], TODAY)).toBe(searchedRing(left, from, to))
      }),
      { numRuns: 1000 },
    )
  })

  it('changes nothing where it never was', () => {
    const known = afterTold(path('abcde'))
    expect(withoutEdge(known, ['e', 'b'])).toEqual(known)
  })
})

/** The shortest way from `to` back to `from` that passes neither in between, and one step more. */
function searchedRing(edges: readonly Edge[], from: string, to: string): number | undefined {
  let reached = new Set([to])
  const seen = new Set([to])
  for (let steps = 1; steps <= 5; steps++) {
    const next = new Set(edges.flatMap(([a, b]) => (reached.has(a) && !seen.has(b) ? [b] : [])))
    if (next.has(from)) return steps + 1
    for (const one of next) seen.add(one)
    reached = next
  }
  return undefined
}

describe('what is kept of a member', () => {
  it('is bounded, the newest of their own endorsements first', () => {
    const many: readonly Edge[] = Array.from({ length: 300 }, (_, n) => ['busy', `m${n}`, TODAY + (n % 50)] as const)
    const { out } = afterTold([...many, ['m0', 'far']]).get('busy') ?? NO_NEIGHBOURS
    expect(out).toHaveLength(90)
    expect(out.every(({ steps }) => steps === 1)).toBe(true)
  })

  it('tells of one endorsement no more than forty others', () => {
    const crowd = Array.from({ length: 100 }, (_, n) => ({ memberId: `m${n}`, steps: 1, oldest: TODAY, newest: TODAY }))
    expect(spreadTie('a', 'b', TODAY, crowd, crowd).size).toBe(42)
  })
})
