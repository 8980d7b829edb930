import { beforeAll, describe, expect, it } from 'vitest'
import { readsOneOf } from '../../../../functions/domain/reviewing/pools.ts'
import { OPEN_LIMIT } from '../../../../functions/domain/reviewing/terms.ts'
import type { Id } from '../../../../functions/domain/shared/ids.ts'
import { aBusyCommunity } from '../../../support/busy-community.ts'

const MEMBERS = 1000
const CLAIMS = 5000
const WANTED = 3
/** A claim opens every two minutes. */
const STEP_MS = 120_000
const DAY_STEPS = 720

interface Run {
  /** How often each member was asked in all. */
  readonly asked: ReadonlyMap<Id, number>
  /** The most that waited for anyone at once. */
  readonly mostOpen: number
  readonly short: number
  /** How many were drawn who should not have been. */
  readonly wrong: number
}

/** People answer after up to two days; one in ten never does, and is let go after three days. */
async function simulate(seed: number): Promise<Run> {
  const community = aBusyCommunity(seed, MEMBERS)
  const { random, rules } = community
  const asked = new Map<Id, number>(community.people.map(({ id }) => [id, 0]))
  const until = new Map<number, { readonly id: Id; readonly claim: Id }[]>()
  let [mostOpen, short, wrong] = [0, 0, 0]
  for (let n = 0; n < CLAIMS; n++) {
    for (const { id, claim } of until.get(n) ?? []) community.release(id, claim)
    until.delete(n)
    const { claim, rule, drawn } = await community.draw(`claim ${n}`, WANTED, n * STEP_MS)
    short += WANTED - new Set(drawn).size
    for (const member of drawn) {
      const { id } = member
      mostOpen = Math.max(mostOpen, community.loadOf(id))
      asked.set(id, (asked.get(id) ?? 0) + 1)
      const mayNot =
        id === claim.learnerId ||
        !readsOneOf(member, claim.language === undefined ? [] : [claim.language]) ||
        (rule === rules.HOLDERS_RULE && !community.isHolder(id)) ||
        (rule === rules.PEERS_RULE && !community.worksOn(id, claim.challengeId ?? ''))
      if (mayNot) wrong++
      const steps = random() < 0.1 ? 3 * DAY_STEPS : 1 + Math.floor(random() * 2 * DAY_STEPS)
      until.set(n + steps, [...(until.get(n + steps) ?? []), { id, claim: claim.id }])
    }
  }
  return { asked, mostOpen, short, wrong }
}

describe('drawing for 5,000 claims among 1,000 members', () => {
  let run: Run
  let loads: readonly number[]
  beforeAll(async () => {
    run = await simulate(7)
    loads = [...run.asked.values()].sort((a, b) => a - b)
  }, 60_000)

  it('asks nobody more than twice as often as the median', () => {
    const median = loads[MEMBERS / 2] ?? 0
    expect(median).toBeGreaterThanOrEqual(10)
    expect(loads.at(-1)).toBeLessThanOrEqual(2 * median)
  })

  it('leaves nobody out, and lets no more wait for anyone at once than may', () => {
    expect(loads[0]).toBeGreaterThan(0)
    expect(run.mostOpen).toBeLessThanOrEqual(OPEN_LIMIT)
  })

  it('draws only who may judge, in their language, and finds enough of them for all but a few', () => {
    expect(run.wrong).toBe(0)
    expect(run.short).toBeLessThan(0.01 * WANTED * CLAIMS)
  })
})
