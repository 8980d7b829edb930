import { describe, expect, it } from 'vitest'
import { agendaOf } from '../../../bench/simulation/agenda.ts'
import { type CommunitySize, NOISE } from '../../../bench/simulation/assumptions.ts'
import { makeWorld } from '../../../bench/simulation/make-world.ts'
import { nothingMeasured, reductionOf } from '../../../bench/simulation/measure.ts'
import { missesOf } from '../../../bench/simulation/print.ts'
import { chanceOf } from '../../../bench/simulation/random.ts'
import { simulationReport } from '../../../bench/simulation/report.ts'
import { ALL_RULES } from '../../../bench/simulation/rules/all-rules.ts'
import { runCommunity } from '../../../bench/simulation/run-community.ts'
import { isCorrupted, isEndorsement } from '../../../bench/simulation/world.ts'

const SMALL: CommunitySize = { name: 'few', honest: 12, circleSize: 4, panel: 3, ring: [4, 4], puppets: 1 }
const aWorld = (seed = 1) => makeWorld(SMALL, seed, { turn: 0, turns: 1 }, NOISE)

describe('simulationReport', () => {
  const report = () => simulationReport({ sizes: [SMALL], seeds: 1, closerSeeds: 0 }, () => {})

  it('is one row for each rule and last a line of numbers, and the same for the same seeds', () => {
    const text = report()
    const lines = text.trimEnd().split('\n')
    const table = lines.slice(3, 3 + ALL_RULES.length)
    expect(lines[2]).toMatch(/^rule +deserving awarded +days p50 .*badges per corrupted account$/)
    for (const [row, { name }] of ALL_RULES.entries()) expect(table[row]).toMatch(new RegExp(`^${name.split(':')[0]}`))
    expect(lines.at(-1)).toMatch(/^open-community deserving=[01]\.\d{3} extra=-?\d+\.\d\d reduction=\d+\.\d$/)
    expect(report()).toBe(text)
  })
})

describe('runCommunity', () => {
  it.each(ALL_RULES)('under $name nobody judges their own claim, before they joined, or twice', (rule) => {
    const world = aWorld()
    const claims = runCommunity(world, rule)
    expect(claims).toHaveLength(world.claims.length)
    for (const { learner, judgements } of claims) {
      const reviewers = judgements.map(({ reviewer }) => reviewer)
      expect(new Set(reviewers).size).toBe(reviewers.length)
      expect(reviewers).not.toContain(learner.index)
      for (const { reviewer, at } of judgements)
        expect(at).toBeGreaterThanOrEqual(world.people[reviewer]?.joined ?? Number.NaN)
    }
  })

  it('lets a reviewer say the same of the same work under every rule', () => {
    const world = aWorld(2)
    const said = new Map<string, boolean>()
    for (const rule of ALL_RULES)
      for (const { plan, version, judgements } of runCommunity(world, rule))
        for (const judgement of version === 1 && !plan.attack ? judgements : []) {
          const key = `${plan.index} by ${judgement.reviewer}`
          expect(said.get(key) ?? isEndorsement(judgement)).toBe(isEndorsement(judgement))
          said.set(key, isEndorsement(judgement))
        }
    expect(said.size).toBeGreaterThan(20)
  })
})

describe('makeWorld', () => {
  it('makes the same community of the same seed, and another of another', () => {
    expect(aWorld(3)).toEqual(aWorld(3))
    expect(aWorld(3)).not.toEqual(aWorld(4))
  })

  it('has a ring of which half do work of their own, and puppets of one who does', () => {
    const { people, gangs } = aWorld()
    const [ring = [], puppets = []] = gangs.map((gang) => gang.flatMap((index) => people[index] ?? []))
    expect([ring.length, puppets.length]).toEqual([4, 2])
    expect(ring.filter(({ ordinary }) => ordinary)).toHaveLength(2)
    expect(puppets.map(({ ordinary }) => ordinary)).toEqual([true, false])
    expect(people.filter(isCorrupted)).toHaveLength(6)
  })
})

describe('agendaOf', () => {
  it('gives what comes first, and of two at once what was put in first', () => {
    const agenda = agendaOf<number>()
    const chance = chanceOf(9)
    const times = Array.from({ length: 200 }, () => chance.below(20))
    for (const [order, at] of times.entries()) agenda.put(at, order)
    const taken = times.map(() => agenda.next())
    const expected = [...times.entries()].sort(([a, x], [b, y]) => x - y || a - b).map(([order]) => order)
    expect(taken.map((one) => one?.happening)).toEqual(expected)
    expect(agenda.next()).toBeUndefined()
  })
})

describe('the comparison', () => {
  it('counts none awarded as one, so that the reduction is finite', () => {
    const bare = { ...nothingMeasured(), ring: { claims: 50, awarded: 40 } }
    expect(reductionOf(bare, nothingMeasured())).toBe(40)
    expect(reductionOf(bare, { ...nothingMeasured(), puppet: { claims: 9, awarded: 4 } })).toBe(10)
  })

  it('names everything that is missed of the target, and nothing else', () => {
    expect(missesOf({ deserving: 0.95, extra: 1, reduction: 20 })).toEqual([])
    expect(missesOf({ deserving: 0.9, extra: 1.2, reduction: 19.94 })).toHaveLength(3)
  })
})
