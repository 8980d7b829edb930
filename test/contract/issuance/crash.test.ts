import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSealedKeys } from '../../../functions/adapters/keys/file-sealed-keys.ts'
import type { AchievementVersion } from '../../../functions/domain/achievement/achievement.ts'
import type { Community } from '../../../functions/domain/community/community.ts'
import type { Member } from '../../../functions/domain/community/member.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { composeIssuance } from '../../../functions/lambdas/compose-issuance.ts'
import type { DynamoDbStreamRecord } from '../../../functions/local/stream-records.ts'
import { OpenBadgeCredentialSchema } from '../../../schemas/open-badges.ts'
import { freshTable, type TestTable } from '../../support/dynamodb.ts'
import { EVERY_CLAUSE } from '../../support/every-clause.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  type Death,
  give,
  mortal,
  quietLog,
  readStream,
  recordsOf,
  type SealedKeys,
  type Stores,
  storesOf,
} from '../../support/issuance-scenario.ts'

/** More calls than one issuing makes; the test fails when this is not enough. */
const MOST_CALLS = 80

/** As a batch read before an endorsement finds it. */
const WHAT_CLAUSES_READ = {
  drawn: true,
  reach: 5,
  share: { given: 2, total: 80, endorsers: 20 },
  received: { count: 0, sumOfSquares: 0, fromEndorser: 0 },
}

let table: TestTable
let stores: Stores
let keys: SealedKeys
let folder: string
let community: Community
let achievement: AchievementVersion
let peers: readonly Member[]
let learner: Member

beforeAll(async () => {
  table = await freshTable()
  stores = storesOf(table)
  folder = await mkdtemp(join(tmpdir(), 'peerbadge-crash-'))
  keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  community = await aStoredCommunity(stores, keys)
  achievement = await aPublishedAchievement(stores, community, { policy: EVERY_CLAUSE })
  learner = await aStoredMember(stores, community, {
    identifiers: [{ type: 'emailAddress', value: 'Asha@Example.org' }],
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const consumer = (death?: Death) => {
  const life = mortal(death)
  const handler = composeIssuance({
    client: life.client(table.client),
    tableName: table.tableName,
    keys: life.keys(keys),
    publicUrl: BASE_URL,
    log: quietLog,
  })
  return { life, handler }
}

/** A claim that three peers endorsed, and what the stream says of it. Fresh peers have no key yet. */
async function endorsedClaim(): Promise<{ claim: Claim; records: readonly DynamoDbStreamRecord[] }> {
  peers = await Promise.all([0, 1, 2].map((n) => aStoredMember(stores, community, { circles: [`circle-${n}`] })))
  const claim = await aStoredClaim(stores, achievement, learner, ['emailAddress'])
  for (const [index, peer] of peers.entries())
    await give(stores, achievement, claim, peer, { consentToBeNamed: index !== 2 }, WHAT_CLAUSES_READ)
  return { claim, records: recordsOf(await readStream(table), claim.id) }
}

async function expectOneBadge(claim: Claim) {
  const issued = await stores.claims.load(claim.id)
  expect(issued?.status).toBe('issued')
  const stored = await stores.credentials.load(claim.credentialId)
  expect(stored?.version).toBe(1)
  const badge = OpenBadgeCredentialSchema.parse(JSON.parse(stored?.text ?? '{}'))
  expect(badge.endorsement).toHaveLength(3)
  expect(new Set(badge.endorsement?.map(({ id }) => id)).size).toBe(3)
  expect(badge.credentialSubject.result?.[0]?.value).toBe('3')
  expect(badge.credentialStatus?.statusListIndex).toBe(String(issued?.statusEntry?.index))
  expect(await stores.credentials.loadAward(claim.credentialId)).toBeDefined()
  const events = recordsOf(await readStream(table), claim.id).filter(
    ({ dynamodb }) => dynamodb.NewImage?.['type']?.S === 'claim.issued',
  )
  expect(events).toHaveLength(1)
  return stored
}

describe('issuance that dies', () => {
  it.each(['before', 'after'] as const)(
    'issues exactly one badge wherever it is killed %s one of its calls to store or signer',
    async (when) => {
      let last = 0
      for (let call = 1; call <= MOST_CALLS; call++) {
        const { claim, records } = await endorsedClaim()
        const first = consumer({ call, when })
        // A killed process answers nothing; whatever it would have said does not count.
        await first.handler({ Records: records }).catch(() => undefined)
        if (!first.life.died()) {
          last = call
          await expectOneBadge(claim)
          break
        }
        const half = await stores.claims.load(claim.id)
        const { handler } = consumer()
        expect(await handler({ Records: records })).toEqual({ batchItemFailures: [] })
        const stored = await expectOneBadge(claim)
        if (half?.statusEntry) expect((await stores.claims.load(claim.id))?.statusEntry).toEqual(half.statusEntry)
        // Delivered once more, nothing changes.
        await handler({ Records: records })
        expect((await stores.credentials.load(claim.credentialId))?.text).toBe(stored?.text)
      }
      expect(last).toBeGreaterThan(10)
    },
    120_000,
  )

  it('issues exactly one badge when several consumers get the same records at once', async () => {
    const { claim, records } = await endorsedClaim()
    const answers = await Promise.all([...Array(6)].map(() => consumer().handler({ Records: records })))
    expect(answers).toEqual([...Array(6)].map(() => ({ batchItemFailures: [] })))
    await expectOneBadge(claim)
  })

  it('takes as many calls to the store to issue with 60 endorsements as with 3', async () => {
    const callsFor = async (count: number) => {
      const rule = await aPublishedAchievement(stores, community, { policy: { minEndorsers: count } })
      const claim = await aStoredClaim(stores, rule, learner)
      const endorsers = await Promise.all([...Array(count)].map(() => aStoredMember(stores, community)))
      for (const endorser of endorsers.slice(1)) await give(stores, rule, claim, endorser)
      await consumer().handler({ Records: recordsOf(await readStream(table), claim.id) })
      const seen = recordsOf(await readStream(table), claim.id).length
      await give(stores, rule, claim, endorsers[0] ?? learner)
      const { life, handler } = consumer()
      await handler({ Records: recordsOf(await readStream(table), claim.id).slice(seen) })
      expect((await stores.claims.load(claim.id))?.status).toBe('issued')
      return life.calls()
    }
    const three = await callsFor(3)
    expect(await callsFor(60)).toBe(three)
  }, 60_000)
})
