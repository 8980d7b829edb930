import { setTimeout as delay } from 'node:timers/promises'
import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pooled } from '../../../bench/statistics.ts'
import { gzipBitstringCodec } from '../../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { keys } from '../../../functions/adapters/dynamodb/keys.ts'
import { cryptoRandomness } from '../../../functions/adapters/randomness/crypto-randomness.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { STATUS_LIST_SIZE, toBitstring } from '../../../functions/domain/status/bitstring.ts'
import { composeStatusLists } from '../../../functions/lambdas/compose-status-lists.ts'
import type { Log } from '../../../functions/ports/log.ts'
import { BitstringStatusListCredentialSchema } from '../../../schemas/open-badges/status-list.ts'
import { aRevocationOf, revokeBadge } from '../../support/badge-revocations.ts'
import { quietLog } from '../../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'

const BADGES = 10_000
const REVOCATIONS_AT_ONCE = 64
/** After so many revocations several publishers set out at once. */
const PUBLISHED_EVERY = 500
const PUBLISHERS_AT_ONCE = 3
const LOOK_EVERY_MS = 500
const ITEMS_A_BATCH = 25
/** Coprime to the size of the list: no index comes twice. */
const INDEX_STEP = 7919
const TIMEOUT_MS = 600_000

let workshop: BadgeWorkshop
let claims: readonly Claim[]

beforeAll(async () => {
  workshop = await openWorkshop()
  claims = await storeBadges((await anIssuedBadge(workshop, { judgements: [{}] })).claim)
}, TIMEOUT_MS)

afterAll(() => workshop.close())

/** Stores copies of the badge of a claim under ids and indexes of their own; returns their claims. */
async function storeBadges(model: Claim): Promise<readonly Claim[]> {
  const { client, tableName } = workshop.table
  const random = cryptoRandomness({ now: systemNow })
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: keys.credential(model.credentialId) }))
  const list = model.statusEntry?.list ?? ''
  const start = model.statusEntry?.index ?? 0
  const copies = Array.from({ length: BADGES }, (_, n): Claim => {
    const statusEntry = { list, index: (start + (n + 1) * INDEX_STEP) % STATUS_LIST_SIZE }
    return { ...model, id: random.id(), credentialId: random.id(), learnerId: random.id(), statusEntry }
  })
  const toHead = ({ id, credentialId }: Claim) => ({
    ...Item,
    ...keys.credential(credentialId),
    credentialId,
    claimId: id,
    bytes: new Uint8Array(1),
  })
  const batches = Array.from({ length: BADGES / ITEMS_A_BATCH }, (_, n) =>
    copies.slice(n * ITEMS_A_BATCH, (n + 1) * ITEMS_A_BATCH),
  )
  await pooled(batches, 8, async (batch) => {
    let requests = batch.map((claim) => ({ PutRequest: { Item: toHead(claim) } }))
    while (requests.length > 0) {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }))
      // What was left over comes back as it was sent.
      requests = (answer.UnprocessedItems?.[tableName] ?? []) as typeof requests
    }
  })
  return copies
}

/** The newest published version of the list and its bits. */
async function published() {
  const signed = await workshop.stores.statusLists.loadSigned(claims[0]?.statusEntry?.list ?? '')
  const { credentialSubject } = BitstringStatusListCredentialSchema.parse(JSON.parse(signed?.text ?? '{}'))
  const bits = gzipBitstringCodec.decode(credentialSubject.encodedList, STATUS_LIST_SIZE)
  if (!signed || !bits) throw new Error('the list cannot be read')
  return { version: signed.version, setCount: signed.setCount, bits }
}

/** Whether every bit of one bitstring is set in another. */
const isWithin = (some: Uint8Array, all: Uint8Array) => some.every((byte, at) => (byte & ~(all[at] ?? 0)) === 0)

describe('ten thousand revocations in one list', () => {
  it(
    'BSL-11: all show, bit for bit, while several publish it: versions follow one another, and none takes a bit back',
    async () => {
      const versions: unknown[] = []
      const log: Log = { ...quietLog, info: (_code, fields) => void versions.push(fields?.['version']) }
      const { client, tableName } = workshop.table
      const { subscriber } = composeStatusLists({ client, tableName, keys: workshop.keys, log })
      const [first] = claims
      if (!first) throw new Error('there are ten thousand')
      const firstVersion = (await published()).version
      let isOver = false
      let revoked = 0
      const publications: Promise<readonly string[]>[] = []
      const publish = () => subscriber.deliver([aRevocationOf(first)])

      const watch = async () => {
        for (let before = await published(); !isOver; await delay(LOOK_EVERY_MS)) {
          const now = await published()
          expect(now.version).toBeGreaterThanOrEqual(before.version)
          expect(now.setCount).toBeGreaterThanOrEqual(before.setCount)
          expect(isWithin(before.bits, now.bits)).toBe(true)
          before = now
        }
      }
      const revoke = async (claim: Claim) => {
        await revokeBadge(workshop, claim)
        if (++revoked % PUBLISHED_EVERY === 0) publications.push(...Array.from({ length: PUBLISHERS_AT_ONCE }, publish))
      }
      const revokeAll = async () => {
        try {
          await pooled(claims, REVOCATIONS_AT_ONCE, revoke)
        } finally {
          isOver = true
        }
      }
      await Promise.all([revokeAll(), watch()])
      expect((await Promise.all(publications)).flat()).toEqual([])
      expect(await publish()).toEqual([])

      const last = await published()
      expect(last.bits).toEqual(toBitstring(claims.map(({ statusEntry }) => statusEntry?.index ?? -1)))
      expect(last.setCount).toBe(BADGES)
      expect(versions.length).toBeGreaterThan(BADGES / PUBLISHED_EVERY / 2)
      expect([...versions].sort((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: last.version - firstVersion }, (_, n) => firstVersion + n + 1),
      )
    },
    TIMEOUT_MS,
  )
})
