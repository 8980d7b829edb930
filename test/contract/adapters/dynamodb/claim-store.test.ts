import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoDueStore } from '../../../../functions/adapters/dynamodb/due-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import {
  addEvidence,
  type ClaimChange,
  meetRule,
  withdrawClaim,
} from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import {
  aClaimOf,
  anEvent,
  anIdempotencyKey,
  anOpening,
  openClaimOf,
  outcomeOf,
  someEvidence,
  tally,
  tenAtOnce,
  unwrap,
} from '../../../support/store-examples.ts'

let table: TestTable
let store: ClaimStore
let time: Instant = NOW
beforeAll(async () => {
  table = await freshTable()
  store = dynamoClaimStore({ ...table, now: () => time })
})

const changed = (name: string, claim: Claim) => anEvent(`change ${name}`, { claimId: claim.id })
const withdrawn = (claim: Claim): ClaimChange => unwrap(withdrawClaim(claim, claim.learnerId))
const readItem = async (pk: string, sk: string) =>
  (await table.client.send(new GetCommand({ TableName: table.tableName, Key: { pk, sk }, ConsistentRead: true }))).Item

describe('open', () => {
  it('stores the claim with every optional member, its evidence and the badge it is allotted to', async () => {
    const entry = { list: anId('list'), index: 131_071 }
    const claim = await openClaimOf(store, 'complete', {
      collaborators: [anId('a'), anId('b')],
      identify: ['emailAddress'],
      statusEntry: entry,
    })
    expect(await store.load(claim.id)).toEqual(claim)
    expect(await store.loadByCredential(claim.credentialId)).toEqual(claim)
    expect(await store.loadEvidence(claim)).toEqual([someEvidence()])
  })

  it('stores its event and what falls due with it', async () => {
    const due = { at: '2026-03-01T12:30:00.000Z', kind: 'claim-expiry', attempt: 0 } as const
    const claim = aClaimOf('due')
    await store.open(anOpening(claim, { due: { ...due, claimId: claim.id } }))
    expect(
      await readItem(`CLAIM#${claim.id}`, `V#2026-02-01T10:00:00.000Z#${anId(`event opening ${claim.id}`)}`),
    ).toEqual(
      expect.objectContaining({
        entity: 'event',
        type: 'claim.opened',
        data: { evidenceVersion: 1, digest: 'abc', final: false },
      }),
    )
    const dueStore = dynamoDueStore({ ...table, now: () => time })
    expect(await dueStore.loadDue('2026-03-01T12:30:00.000Z', 10)).toEqual([{ ...due, claimId: claim.id }])
  })

  it('refuses a second claim of the learner for the achievement, and leaves nothing of it behind', async () => {
    const first = await openClaimOf(store, 'once')
    const second = aClaimOf('once again', { learnerId: first.learnerId })
    expect(outcomeOf(await store.open(anOpening(second)))).toBe('claim_exists')
    expect(await store.load(second.id)).toBeUndefined()
    expect(await store.loadByCredential(second.credentialId)).toBeUndefined()
    expect(await store.loadEvidence(second)).toEqual([])
  })

  it('takes many claims when the achievement may be repeated', async () => {
    const first = await openClaimOf(store, 'many 1', {}, { unique: false })
    const second = aClaimOf('many 2', { learnerId: first.learnerId })
    expect(outcomeOf(await store.open(anOpening(second, { unique: false })))).toBe('written')
  })

  it('lets exactly one of ten at once open a claim that may exist once', async () => {
    const learnerId = anId('raced learner')
    const results = await tenAtOnce((n) => store.open(anOpening(aClaimOf(`race ${n}`, { learnerId }))))
    expect(tally(results)).toEqual({ written: 1, claim_exists: 9 })
  })

  it('answers ten requests under one idempotency key at once with the one claim that was opened', async () => {
    const learnerId = anId('repeating learner')
    const idempotency = anIdempotencyKey('open')
    const claims = Array.from({ length: 10 }, (_, n) => aClaimOf(`repeat ${n}`, { learnerId }))
    const results = await Promise.all(claims.map((claim) => store.open(anOpening(claim, { idempotency }))))
    expect(tally(results)).toEqual({ written: 1, replayed: 9 })
    const opened = claims[results.findIndex((result) => outcomeOf(result) === 'written')]
    expect(new Set(results.flatMap((r) => (r.ok && r.value.kind === 'replayed' ? [r.value.id] : [])))).toEqual(
      new Set([opened?.id]),
    )
  })

  it('refuses an idempotency key that came with another request', async () => {
    await openClaimOf(store, 'key', {}, { idempotency: anIdempotencyKey('reused') })
    const other = anOpening(aClaimOf('other'), { idempotency: anIdempotencyKey('reused', 'another digest') })
    expect(outcomeOf(await store.open(other))).toBe('idempotency_key_reused')
    expect(await store.load(other.claim.id)).toBeUndefined()
  })

  it('keeps the keys of different callers apart', async () => {
    await openClaimOf(store, 'caller a', {}, { idempotency: { caller: 'a#b', key: 'c', digest: '1' } })
    const other = anOpening(aClaimOf('caller b'), { idempotency: { caller: 'a', key: 'b#c', digest: '2' } })
    expect(outcomeOf(await store.open(other))).toBe('written')
  })

  it('takes an idempotency key again after a day, before the record is deleted', async () => {
    time = '2026-03-01T12:00:00.000Z'
    await openClaimOf(store, 'today', {}, { idempotency: anIdempotencyKey('daily') })
    time = '2026-03-02T11:59:59.999Z'
    const early = anOpening(aClaimOf('too early'), { idempotency: anIdempotencyKey('daily', 'new digest') })
    expect(outcomeOf(await store.open(early))).toBe('idempotency_key_reused')
    time = '2026-03-02T12:00:00.000Z'
    const tomorrow = anOpening(aClaimOf('tomorrow'), { idempotency: anIdempotencyKey('daily', 'new digest') })
    expect(outcomeOf(await store.open(tomorrow))).toBe('written')
    time = NOW
  })
})

describe('load', () => {
  it('finds nothing under an unknown id', async () => {
    expect(await store.load(anId('nobody’s claim'))).toBeUndefined()
    expect(await store.loadByCredential(anId('nobody’s badge'))).toBeUndefined()
  })
})

describe('apply', () => {
  it('stores the change with its event', async () => {
    const claim = await openClaimOf(store, 'meet')
    const change = meetRule(claim, NOW, 3)
    expect(outcomeOf(await store.apply(change, changed('meet', claim)))).toBe('written')
    expect(await store.load(claim.id)).toEqual({ ...claim, status: 'met', decidedAt: NOW, round: 1, version: 2 })
  })

  it('refuses a claim that moved on as stale, and stores neither event nor evidence', async () => {
    const claim = await openClaimOf(store, 'moved')
    unwrap(await store.apply(meetRule(claim, NOW, 3), changed('moved 1', claim)))
    const evidence = someEvidence(2)
    const late = unwrap(addEvidence(claim, evidence.digest, claim.learnerId))
    expect(outcomeOf(await store.apply(late, changed('moved 2', claim), { evidence }))).toBe('stale')
    expect(await store.loadEvidence(claim)).toEqual([someEvidence()])
    expect(await readItem(`CLAIM#${claim.id}`, `V#${NOW}#${anId('event change moved 2')}`)).toBeUndefined()
  })

  it('lets exactly one of ten changes of the same version through', async () => {
    const claim = await openClaimOf(store, 'contended')
    const results = await tenAtOnce((n) => store.apply(meetRule(claim, NOW, n), changed(`contended ${n}`, claim)))
    expect(tally(results)).toEqual({ written: 1, stale: 9 })
    expect((await store.load(claim.id))?.version).toBe(2)
  })

  it('replays ten changes under one idempotency key at once', async () => {
    const claim = await openClaimOf(store, 'repeated change')
    const idempotency = anIdempotencyKey('withdraw')
    const results = await tenAtOnce((n) =>
      store.apply(withdrawn(claim), changed(`repeated ${n}`, claim), { idempotency }),
    )
    expect(tally(results)).toEqual({ written: 1, replayed: 9 })
    expect(results).toContainEqual({ ok: true, value: { kind: 'replayed', id: claim.id } })
  })

  it('stores evidence versions in order, byte for byte', async () => {
    let claim = await openClaimOf(store, 'evidence')
    const texts = ['{"narrative":"दूसरा 🧶"}', '{"narrative":"third"}']
    for (const [index, text] of texts.entries()) {
      const evidence = someEvidence(index + 2, text)
      const change = unwrap(addEvidence(claim, evidence.digest, claim.learnerId))
      unwrap(await store.apply(change, changed(`evidence ${index}`, claim), { evidence }))
      claim = change.to
    }
    expect((await store.loadEvidence(claim)).map(({ version, text }) => [version, text])).toEqual([
      [1, someEvidence().text],
      [2, texts[0]],
      [3, texts[1]],
    ])
    expect(await store.loadEvidenceVersion(claim, 2)).toEqual(someEvidence(2, texts[0]))
    expect(await store.loadEvidenceVersion(claim, 4)).toBeUndefined()
  })

  it('frees the achievement when a claim is withdrawn', async () => {
    const claim = await openClaimOf(store, 'free')
    unwrap(await store.apply(withdrawn(claim), changed('free', claim)))
    const again = aClaimOf('free again', { learnerId: claim.learnerId })
    expect(outcomeOf(await store.open(anOpening(again)))).toBe('written')
  })

  it('frees a periodic achievement from the instant it is told, not before', async () => {
    const claim = await openClaimOf(store, 'period')
    const change = {
      ...meetRule(claim, NOW, 3),
      uniqueness: { kind: 'free-at', freeAt: '2026-04-01T00:00:00.000Z' },
    } as const
    unwrap(await store.apply(change, changed('period', claim)))
    const openAt = (openedAt: Instant) =>
      store.open(anOpening(aClaimOf(`period ${openedAt}`, { learnerId: claim.learnerId, openedAt })))
    expect(outcomeOf(await openAt('2026-03-31T23:59:59.999Z'))).toBe('claim_exists')
    expect(outcomeOf(await openAt('2026-04-01T00:00:00.000Z'))).toBe('written')
  })

  it('leaves the place alone that a later claim took', async () => {
    const early = await openClaimOf(store, 'early')
    const freed = {
      ...meetRule(early, NOW, 3),
      uniqueness: { kind: 'free-at', freeAt: '2026-01-01T00:00:00.000Z' },
    } as const
    unwrap(await store.apply(freed, changed('early met', early)))
    const later = await openClaimOf(store, 'later', { learnerId: early.learnerId })
    expect(outcomeOf(await store.apply(withdrawn(freed.to), changed('early gone', early)))).toBe('written')
    const third = aClaimOf('third', { learnerId: early.learnerId })
    expect(outcomeOf(await store.open(anOpening(third)))).toBe('claim_exists')
    expect((await store.load(later.id))?.status).toBe('open')
  })
})

describe('listByCommunity, listByLearner', () => {
  it('pages through every claim once, in the order of ids, and ends', async () => {
    const learnerId = anId('busy learner')
    const claims = await tenAtOnce((n) => openClaimOf(store, `busy ${n}`, { learnerId }, { unique: false }))
    const seen: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = unwrap(await store.listByLearner(learnerId, { limit: 5, cursor }))
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
      pages++
    } while (cursor !== undefined)
    expect(seen).toEqual(claims.map(({ id }) => id).sort())
    expect(pages).toBe(2)
  })

  it('shows of a claim what its summary holds', async () => {
    const claim = await openClaimOf(store, 'summarised', { community: 'dyers' })
    const { id, community, achievementId, achievementVersion, learnerId, status, openedAt } = claim
    expect(unwrap(await store.listByCommunity('dyers', { limit: 10 }))).toEqual({
      items: [{ id, community, achievementId, achievementVersion, learnerId, status, openedAt }],
    })
  })

  it('is empty for a community without claims', async () => {
    expect(unwrap(await store.listByCommunity('nobody', { limit: 10 }))).toEqual({ items: [] })
  })

  it.each(['', 'rubbish', 'e30', Buffer.from('communityClaims/weavers x').toString('base64url')])(
    'refuses "%s" as a cursor',
    async (cursor) => {
      expect(await store.listByCommunity('weavers', { limit: 10, cursor })).toMatchObject({
        error: { code: 'invalid_cursor' },
      })
    },
  )

  it('refuses a cursor of another list', async () => {
    await openClaimOf(store, 'cursor 1', { community: 'potters' })
    await openClaimOf(store, 'cursor 2', { community: 'potters' })
    const { next } = unwrap(await store.listByCommunity('potters', { limit: 1 }))
    expect(next).toBeDefined()
    expect(await store.listByCommunity('weavers', { limit: 1, cursor: next })).toMatchObject({
      error: { code: 'invalid_cursor' },
    })
  })
})

describe('nudge', () => {
  it('leaves one item however often it is called', async () => {
    const claim = await openClaimOf(store, 'nudged')
    await store.nudge(claim.id, '2026-03-01T12:00:00.000Z')
    await store.nudge(claim.id, '2026-03-01T12:01:00.000Z')
    const { Items } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :n)',
        ExpressionAttributeValues: { ':pk': `CLAIM#${claim.id}`, ':n': 'N#' },
      }),
    )
    expect(Items).toEqual([expect.objectContaining({ entity: 'nudge', at: '2026-03-01T12:01:00.000Z' })])
  })
})
