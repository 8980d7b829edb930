import { randomInt } from 'node:crypto'
import { describe, expect, it, onTestFailed } from 'vitest'
import { AwardRecordSchema } from '../../schemas/award-record.ts'
import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { DRAWN, EVERY_CLAUSE } from '../support/every-clause.ts'
import { seededRandom } from '../support/fault-injection.ts'
import { type Aftermath, playStorm } from '../support/storm.ts'

const PEERS = 200
const DEATHS = 8
const WINDOW_MS = 3_600_000

const idOf = (url: string) => url.split('/').at(-1) ?? ''

async function stormOf(policy: PolicyInput, latecomers: number): Promise<Aftermath> {
  const seed = Number(process.env['STORM_SEED'] ?? randomInt(2 ** 31))
  onTestFailed(() => console.error(`the storm can be played again with STORM_SEED=${seed}`))
  return playStorm({ peers: PEERS, policy, random: seededRandom(seed), deaths: DEATHS, latecomers })
}

/** It was a storm: everything that may go wrong did. */
function expectRoughWeather({ faults, deaths, duplicates }: Aftermath) {
  expect(faults.conflicts / faults.transactions).toBeGreaterThan(0.4)
  expect(faults.conflicts / faults.transactions).toBeLessThan(0.6)
  expect(faults.throttles).toBeGreaterThan(10)
  expect(deaths).toBeGreaterThan(0)
  expect(duplicates).toBeGreaterThan(0)
}

/** Nothing acknowledged is lost, and nothing is there twice. */
function expectEveryEndorsementOnce({ claim, pairs, items, events, tally }: Aftermath) {
  for (const { answers } of pairs) {
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  }
  const acknowledged = pairs.map(({ peer, answers }) => `${answers[0]?.id} by ${peer}`).sort()
  expect(new Set(acknowledged).size).toBe(PEERS)
  expect(claim.endorsements.map(({ id, endorser }) => `${id} by ${endorser}`).sort()).toEqual(acknowledged)
  expect(items.get('endorsement')).toBe(PEERS)
  expect(events.get('endorsement.given')).toBe(PEERS)
  expect([items.get('pair'), items.get('tallied-endorser')]).toEqual([PEERS, PEERS])
  expect(Object.values(tally.given)).toEqual([PEERS])
}

/** One badge, which holds each endorsement once, and says so in its count. */
async function expectOneBadge({ claim, stores, items, events }: Aftermath) {
  expect(claim.status).toBe('issued')
  expect([items.get('credential'), items.get('award'), events.get('claim.issued')]).toEqual([1, 1, 1])
  expect([items.get('review-assignment'), events.get('review.offered')]).toEqual([DRAWN, DRAWN])
  expect(Date.parse(claim.issuedAt ?? '') - Date.parse(claim.decidedAt ?? '')).toBeGreaterThanOrEqual(WINDOW_MS)
  const stored = await stores.credentials.load(idOf(claim.credentialUrl))
  expect(stored?.version).toBe(1)
  const badge = OpenBadgeCredentialSchema.parse(JSON.parse(stored?.text ?? '{}'))
  const award = await stores.credentials.loadAward(idOf(claim.awardUrl))
  const { decision, endorsements } = AwardRecordSchema.parse(JSON.parse(award?.text ?? '{}'))
  const embedded = (badge.endorsement ?? []).map(({ id }) => idOf(id)).sort()
  expect(new Set(embedded).size).toBe(embedded.length)
  expect(new Set(endorsements.map(({ endorser }) => endorser)).size).toBe(embedded.length)
  expect(badge.credentialSubject.result?.[0]?.value).toBe(String(embedded.length))
  expect(decision.counted).toBe(embedded.length)
  const marked = (place: 'embedded' | 'later') =>
    claim.endorsements.filter(({ inCredential }) => inCredential === place).map(({ id }) => id)
  expect(marked('embedded').sort()).toEqual(embedded)
  expect(marked('embedded').length + marked('later').length).toBe(PEERS)
  const signed = await stores.signedEndorsements.load(claim.id, 1)
  expect(signed).toHaveLength(PEERS)
  return { embedded: embedded.length, later: marked('later').length }
}

describe('200 peers endorse one claim at once, in a storm', () => {
  it('a rule of every clause that needs all of them is met once, and the badge holds every endorsement', async () => {
    const aftermath = await stormOf({ ...EVERY_CLAUSE, objectionHours: 1, minEndorsers: PEERS }, 0)
    expectRoughWeather(aftermath)
    expectEveryEndorsementOnce(aftermath)
    expect(await expectOneBadge(aftermath)).toEqual({ embedded: PEERS, later: 0 })
  })

  it('a rule of every clause that needs few of them is met once, and every endorsement is embedded or marked as later', async () => {
    const aftermath = await stormOf({ ...EVERY_CLAUSE, objectionHours: 1, minEndorsers: 20 }, 20)
    expectRoughWeather(aftermath)
    expectEveryEndorsementOnce(aftermath)
    const { embedded, later } = await expectOneBadge(aftermath)
    expect(embedded).toBeGreaterThanOrEqual(20)
    expect(later).toBeGreaterThanOrEqual(20)
  })
})
