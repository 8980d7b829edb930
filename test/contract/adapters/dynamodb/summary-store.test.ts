import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../../../../functions/adapters/dynamodb/community-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { itemSizeBytes } from '../../../../functions/adapters/dynamodb/item-size.ts'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import { dynamoSummaryStore } from '../../../../functions/adapters/dynamodb/summary-store.ts'
import { dynamoUndoStore } from '../../../../functions/adapters/dynamodb/undo-store.ts'
import { cryptoRandomness } from '../../../../functions/adapters/randomness/crypto-randomness.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../../../functions/domain/endorsement/claim-event.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { KnownFacts } from '../../../../functions/domain/endorsement/known-facts.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { toEndorsementEvent, toUndoneEvent } from '../../../../functions/endorsements/to-endorsement-event.ts'
import type { EndorsementStore } from '../../../../functions/ports/endorsement-store.ts'
import type { SummaryStore } from '../../../../functions/ports/summary-store.ts'
import { aCommunity, aMember, anId, NOW, someFacts } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { watchCommands } from '../../../support/fault-injection.ts'
import { anEndorsementOf, openClaimOf, outcomeOf, tally, unwrap } from '../../../support/store-examples.ts'

let table: TestTable
let endorsements: EndorsementStore
let summaries: SummaryStore
beforeAll(async () => {
  table = await freshTable()
  endorsements = dynamoEndorsementStore({ ...table, now: () => NOW })
  summaries = dynamoSummaryStore({ ...table, random: cryptoRandomness({ now: () => NOW }) })
})

/** Nothing of one test meets another. */
const inCommunity = (community: string) => {
  const id = (name: string) => anId(`${community} ${name}`)
  const claimBy = (learner: string, name = `claim of ${learner}`, changes: Partial<Claim> = {}): Promise<Claim> =>
    openClaimOf(dynamoClaimStore({ ...table, now: () => NOW }), `${community} ${name}`, {
      community,
      learnerId: id(learner),
      achievementId: id(name),
      ...changes,
    })
  const factsOf = async (endorser: string, claim: Claim) =>
    (await endorsements.readForGiving(claim.id, id(endorser))).facts
  /** Endorses as the service does; the event goes to the summaries when a test says so. */
  const give = async (endorser: string, claim: Claim, at: Instant = NOW) => {
    const { facts, seen } = await endorsements.readForGiving(claim.id, id(endorser))
    const endorsement = anEndorsementOf(claim, endorser, {
      id: id(`${endorser} on ${claim.id}`),
      endorserId: id(endorser),
      facts: someFacts(facts),
      givenAt: at,
      changedAt: at,
    })
    const event = toEndorsementEvent('endorsement.given', claim, endorsement, id(`${endorser} gave ${claim.id}`))
    const given = await endorsements.give(endorsement, {}, event, undefined, undefined, seen)
    return { given, facts, event, endorsement }
  }
  /** Takes back what was given a moment ago, as undoing does, and tells of it. */
  const undo = async (claim: Claim, from: Endorsement): Promise<ClaimEvent> => {
    const event = toUndoneEvent(claim, { from, at: from.changedAt }, id(`undid ${from.id}`))
    const guard = { kind: 'unchanged', claim } as const
    unwrap(
      await dynamoUndoStore({ ...table, now: () => NOW }).undo({
        from,
        restored: undefined,
        keepsSigned: false,
        event,
        guard,
        seen: new Map(),
      }),
    )
    return event
  }
  const endorse = async (endorser: string, claim: Claim, at: Instant = NOW): Promise<KnownFacts> => {
    const { given, facts, event } = await give(endorser, claim, at)
    unwrap(given)
    await summaries.keep([event])
    return facts
  }
  const found = (panel: readonly string[]) =>
    dynamoCommunityStore({ ...table, now: () => NOW }).create(
      aCommunity({ slug: community, foundingPanel: panel.map(id) }),
      [],
    )
  return { id, claimBy, factsOf, give, undo, endorse, found }
}

const eventOf = (claim: Claim, type: ClaimEvent['type'], data: ClaimEvent['data'] = {}): ClaimEvent => ({
  id: anId(`${type} of ${claim.id}`),
  type,
  at: NOW,
  community: claim.community,
  claimId: claim.id,
  data,
})

const itemsUnder = async (pk: string, prefix: string) =>
  (
    await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        ConsistentRead: true,
      }),
    )
  ).Items ?? []

describe('what endorsements add up to', () => {
  it('is known to the next endorsement: the share of each endorser, and what the learner received for other claims', async () => {
    const { claimBy, endorse, factsOf } = inCommunity('sums')
    const [first, second] = await Promise.all([claimBy('ana'), claimBy('ana', 'another of ana')])
    expect(await factsOf('ben', first)).toMatchObject({
      share: { given: 0, total: 0, endorsers: 0 },
      received: { count: 0, sumOfSquares: 0, fromEndorser: 0 },
      reach: 0,
    })
    await endorse('ben', first)
    await endorse('cleo', first)
    await endorse('ben', second)
    const third = await claimBy('ana', 'a third of ana')
    expect(await factsOf('ben', third)).toEqual({
      share: { given: 2, total: 3, endorsers: 2 },
      received: { count: 3, sumOfSquares: 5, fromEndorser: 2 },
      reach: 0,
      summarisedAt: NOW,
    })
    expect((await factsOf('dora', second)).received).toEqual({ count: 2, sumOfSquares: 2, fromEndorser: 0 })
  })

  it('counts 200 endorsements given at once once each, though two consumers get all of them, in any order', {
    timeout: 60_000,
  }, async () => {
    const { claimBy, factsOf, id } = inCommunity('crowded')
    const claim = await claimBy('ana')
    const events = Array.from({ length: 200 }, (_, n) => {
      const endorsement = anEndorsementOf(claim, `peer ${n}`, { endorserId: id(`peer ${n % 50}`), changedAt: NOW })
      const event = toEndorsementEvent('endorsement.given', claim, endorsement, id(`event ${n}`))
      return { ...event, claimId: n < 50 ? claim.id : id(`claim ${n}`) }
    })
    const batches = Array.from({ length: 8 }, (_, n) => events.slice(n * 25, n * 25 + 25))
    const consume = async (order: readonly (typeof events)[]) => {
      for (const batch of order) await summaries.keep(batch)
    }
    await Promise.all([consume(batches), consume([...batches].reverse())])
    expect((await factsOf('peer 7', claim)).share).toEqual({ given: 4, total: 200, endorsers: 20 })
    const items = [
      ...(await itemsUnder(`MEMBER#${claim.learnerId}`, 'SUMMARY#')),
      ...(await itemsUnder('COMMUNITY#crowded', 'TALLY')),
    ]
    expect(items.map(({ entity }) => entity).sort()).toEqual(['community-tally', 'received'])
    for (const item of items) expect(itemSizeBytes(item)).toBeLessThanOrEqual(4096)
  })

  it('takes an event that was left to the clock from where it is stored, and nothing for one that is not there', async () => {
    const { claimBy, give, factsOf } = inCommunity('late')
    const claim = await claimBy('ana')
    const { event } = await give('ben', claim)
    await summaries.keepStored(claim.id, `${event.at}/${event.id}`)
    await summaries.keepStored(claim.id, `${event.at}/${anId('never stored')}`)
    await summaries.keepStored(claim.id, `${event.at}/${event.id}`)
    expect((await factsOf('ben', claim)).share).toEqual({ given: 1, total: 1, endorsers: 1 })
  })
})

describe('an endorsement that is undone', () => {
  it('leaves every summary as if it had never been, in whatever order and however often that is told', async () => {
    const { claimBy, give, undo, factsOf } = inCommunity('undone')
    const [ofBen, ofCleo, ofAna] = await Promise.all([claimBy('ben'), claimBy('cleo'), claimBy('ana')])
    const [first, second] = [await give('ana', ofBen), await give('ben', ofCleo)]
    await summaries.keep([second.event])
    const undone = await undo(ofBen, first.endorsement)
    const again = await claimBy('ben', 'another of ben')
    for (const events of [[undone], [first.event], [undone, first.event], [first.event]]) {
      await summaries.keep(events)
      expect(await factsOf('cleo', ofAna)).toMatchObject({
        share: { given: 0, total: 1, endorsers: 1 },
        received: { count: 0 },
      })
      expect((await factsOf('cleo', ofAna)).closesRingOf).toBeUndefined()
      expect((await factsOf('dora', again)).received).toEqual({ count: 0, sumOfSquares: 0, fromEndorser: 0 })
    }
  })

  it('is taken out of ties it was spread to, and leaves those that other endorsements make', async () => {
    const { claimBy, give, undo, endorse, factsOf } = inCommunity('unspread')
    const claims = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => claimBy(name)))
    const [ofA, ofB, ofC, ofD, ofE] = claims as [Claim, Claim, Claim, Claim, Claim]
    await endorse('a', ofB)
    const { endorsement, event } = await give('b', ofC)
    await summaries.keep([event])
    await endorse('c', ofD)
    expect((await factsOf('d', ofA)).closesRingOf).toBe(4)
    await endorse('b', ofE)
    await endorse('e', ofC)
    await summaries.keep([await undo(ofC, endorsement)])
    expect((await factsOf('d', ofA)).closesRingOf).toBe(5)
    expect((await factsOf('c', ofA)).closesRingOf).toBe(4)
  })
})

it('counts an endorsement no more once it is withdrawn, though the favour stays in rings', async () => {
  const { claimBy, give, endorse, factsOf, id } = inCommunity('withdrawn')
  const [ofBen, ofCleo, ofAna] = await Promise.all([claimBy('ben'), claimBy('cleo'), claimBy('ana')])
  const { event, endorsement } = await give('ana', ofBen)
  await summaries.keep([event])
  await endorse('ben', ofCleo)
  const next: Endorsement = { ...endorsement, version: 2, state: 'withdrawn' }
  const withdrawn = toEndorsementEvent('endorsement.withdrawn', ofBen, next, id('withdrew'))
  await summaries.keep([withdrawn])
  await summaries.keep([event, withdrawn])
  expect(await factsOf('cleo', ofAna)).toMatchObject({ share: { total: 1, endorsers: 1 }, closesRingOf: 3 })
  const again = await claimBy('ben', 'another of ben')
  expect((await factsOf('dora', again)).received).toEqual({ count: 0, sumOfSquares: 0, fromEndorser: 0 })
})

describe('rings', () => {
  it('are found through a second account of one of their people', async () => {
    const { id, claimBy, endorse, factsOf } = inCommunity('accounts')
    const members = dynamoMemberStore({ ...table, now: () => NOW })
    unwrap(await members.add(aMember('ana again', { id: id('ana again'), person: id('ana') })))
    const [ofBen, ofCleo] = await Promise.all([claimBy('ben'), claimBy('cleo')])
    const ofSecond = await claimBy('ana again', 'second account', { learnerPerson: id('ana') })
    await endorse('ana', ofBen)
    await endorse('ben', ofCleo)
    expect((await factsOf('cleo', ofSecond)).closesRingOf).toBe(3)
    await endorse('cleo', ofSecond)
    expect((await factsOf('dora', await claimBy('ana', 'more of ana'))).received).toMatchObject({ count: 1 })
    const ofDora = await claimBy('dora')
    await endorse('ana again', ofDora)
    expect((await factsOf('dora', await claimBy('ana', 'yet more of ana'))).endorsedByLearnerAt).toBe(NOW)
    expect((await factsOf('ana', ofDora)).share).toMatchObject({ given: 2 })
  })

  it.each([3, 4, 5, 6])('of %i people are known to whoever closes one, and to nobody before', async (size) => {
    const { claimBy, endorse } = inCommunity(`ring-${size}`)
    const names = Array.from({ length: size }, (_, n) => `member ${n}`)
    for (const [n, name] of names.entries()) {
      const claim = await claimBy(names[(n + 1) % size] ?? name)
      const { closesRingOf } = await endorse(name, claim, addMilliseconds(NOW, (n - size) * 60_000))
      expect(closesRingOf).toBe(n === size - 1 ? size : undefined)
    }
  })

  it('closed in one moment are found afterwards, and marked once where they close', async () => {
    const { claimBy, give } = inCommunity('moment')
    const claims = await Promise.all(['b', 'c', 'a'].map((name) => claimBy(name)))
    const given = await Promise.all(['a', 'b', 'c'].map((name, n) => give(name, claims[n] ?? (claims[0] as Claim))))
    expect(given.map(({ facts }) => facts.closesRingOf)).toEqual([undefined, undefined, undefined])
    for (const { event } of [...given, ...given.slice(2)]) await summaries.keep([event])
    const closing = claims[2] as Claim
    const [marked] = await endorsements.load(closing.id, 1)
    expect(marked?.facts.closesRingOf).toBe(3)
    const events = (await itemsUnder(`CLAIM#${closing.id}`, 'V#')).filter(({ type }) => type === 'ring.found')
    expect(events).toEqual([
      expect.objectContaining({ data: { endorsementId: marked?.id, evidenceVersion: 1, closesRingOf: 3 } }),
    ])
    for (const other of claims.slice(0, 2))
      expect((await endorsements.load(other.id, 1))[0]?.facts.closesRingOf).toBeUndefined()
  })
})

describe('the reach of the founding panel', () => {
  const issued = (claim: Claim, ...vouchers: readonly string[]) =>
    eventOf(claim, 'claim.issued', { vouchers: vouchers.join(' ') })

  it('follows badges, once each, and goes back when a badge is revoked', async () => {
    const { id, claimBy, factsOf, found } = inCommunity('reached')
    await found(['p1', 'p2', 'p3'])
    const [ofAna, ofBen, ofCleo] = await Promise.all([claimBy('ana'), claimBy('ben'), claimBy('cleo')])
    const reachOf = async (name: string) => (await factsOf(name, ofCleo)).reach
    expect(await reachOf('p1')).toBe(1000)
    for (let n = 0; n < 3; n++) await summaries.keep([issued(ofAna, id('p1'))])
    expect(await reachOf('ana')).toBe(80)
    for (let n = 0; n < 3; n++) await summaries.keep([issued(ofBen, id('ana'), id('stranger'))])
    expect([await reachOf('ana'), await reachOf('ben'), await reachOf('stranger')]).toEqual([70, 10, 0])
    for (let n = 0; n < 2; n++) await summaries.keep([eventOf(ofBen, 'credential.revoked')])
    expect([await reachOf('ana'), await reachOf('ben')]).toEqual([80, 0])
    await summaries.keep([issued(ofBen, id('ana'))])
    expect(await reachOf('ben')).toBe(0)
  })

  it('does not come with a badge that was revoked before it was told that it was issued', async () => {
    const { id, claimBy, factsOf, found } = inCommunity('late-issue')
    await found(['p1', 'p2', 'p3'])
    const ofAna = await claimBy('ana')
    await summaries.keep([eventOf(ofAna, 'credential.revoked')])
    await summaries.keep([issued(ofAna, id('p1'))])
    expect((await factsOf('ana', await claimBy('ben'))).reach).toBe(0)
  })

  it('is taken back from all who had it over others, also when that was stopped half-way', async () => {
    const { id, claimBy, factsOf, found } = inCommunity('steps')
    await found(['p1', 'p2', 'p3'])
    const [ofAna, ofBen, ofCleo] = await Promise.all([claimBy('ana'), claimBy('ben'), claimBy('cleo')])
    await summaries.keep([issued(ofAna, id('p1')), issued(ofBen, id('ana')), issued(ofCleo, id('ben'))])
    const ofDora = await claimBy('dora')
    const reaches = () => Promise.all(['ana', 'ben', 'cleo'].map(async (name) => (await factsOf(name, ofDora)).reach))
    expect(await reaches()).toEqual([70, 9, 1])
    let writes = 0
    const client = watchCommands(table.client, async ({ name }) => {
      if (name === 'TransactWriteCommand' && ++writes === 2) throw new Error('killed')
    })
    const killed = dynamoSummaryStore({ ...table, client, random: cryptoRandomness({ now: () => NOW }) })
    await expect(killed.keep([eventOf(ofAna, 'credential.revoked')])).rejects.toThrow('killed')
    expect(await reaches()).toEqual([70, 10, 0])
    await Promise.all([1, 2].map(() => summaries.keep([eventOf(ofAna, 'credential.revoked')])))
    expect(await reaches()).toEqual([0, 0, 0])
  })

  it('ends with the membership of the panel, at once', async () => {
    const { id, claimBy, factsOf, found } = inCommunity('panel')
    await found(['p1', 'p2', 'p3'])
    const [ofAna, ofBen] = await Promise.all([claimBy('ana'), claimBy('ben')])
    await summaries.keep([issued(ofAna, id('p1')), issued(ofBen, id('ana'))])
    const ofCleo = await claimBy('cleo')
    expect((await factsOf('ben', ofCleo)).reach).toBe(10)
    const communities = dynamoCommunityStore({ ...table, now: () => NOW })
    const community = await communities.load('panel')
    if (!community) throw new Error('the community is gone')
    unwrap(await communities.change(community, { ...community, foundingPanel: [id('p2')], version: 2 }))
    for (const name of ['ana', 'ben', 'p1']) expect((await factsOf(name, ofCleo)).reach).toBe(0)
  })

  it('lets one member vouch for no more claims than they have units, however many they endorse at once', async () => {
    const { id, claimBy, give, found } = inCommunity('units')
    await found(['p1', 'p2', 'p3'])
    const [ofAna, ofBen] = await Promise.all([claimBy('ana'), claimBy('ben')])
    await summaries.keep([issued(ofAna, id('p1'))])
    await summaries.keep([issued(ofBen, id('ana'))])
    const claims = await Promise.all(Array.from({ length: 14 }, (_, n) => claimBy(`puppet ${n}`)))
    const untilGiven = async (claim: Claim): Promise<number> => {
      const { given, facts } = await give('ben', claim)
      return given.ok ? (facts.reach ?? 0) : untilGiven(claim)
    }
    const reaches = await Promise.all(claims.map(untilGiven))
    expect(reaches.filter((reach) => reach > 0)).toHaveLength(10)
  })

  it('costs nobody a unit for a claim that another vouched for already', async () => {
    const { id, claimBy, give, endorse, factsOf, found } = inCommunity('shared')
    await found(['p1', 'p2', 'p3'])
    const [ofAna, ofBen, ofCleo] = await Promise.all([claimBy('ana'), claimBy('ben'), claimBy('cleo')])
    await summaries.keep([issued(ofAna, id('p1'))])
    await endorse('p2', ofBen)
    expect(outcomeOf((await give('ana', ofBen)).given)).toBe('written')
    expect((await factsOf('ana', ofCleo)).reach).toBe(80)
    expect(tally([(await give('ana', ofCleo)).given])).toEqual({ written: 1 })
    expect((await factsOf('ana', ofAna)).reach).toBe(79)
  })
})

describe('what is kept of members who are erased', () => {
  it('is nothing, however late an event comes, and of the others as much as ever', async () => {
    const { id, claimBy, give, found } = inCommunity('forgetters')
    await found(['ada', 'ben', 'cleo'])
    const gone = ['ada', 'lea'] as const
    const [lea, max] = [await claimBy('lea'), await claimBy('max')]
    const events = [
      (await give('ada', lea)).event,
      (await give('ben', lea)).event,
      (await give('ada', max)).event,
      eventOf(lea, 'claim.issued', { vouchers: id('ben') }),
      eventOf(max, 'claim.issued', { vouchers: id('ada') }),
      eventOf(max, 'credential.revoked'),
    ]
    for (const name of gone)
      await table.client.send(
        new PutCommand({
          TableName: table.tableName,
          Item: { ...keys.erasedMember(id(name)), entity: 'erased-member', community: 'forgetters', erasedAt: NOW },
        }),
      )
    await summaries.keep(events)
    for (const name of gone) expect(await itemsUnder(`MEMBER#${id(name)}`, 'SUMMARY#')).toEqual([])
    const kinds = async (name: string) =>
      (await itemsUnder(`MEMBER#${id(name)}`, 'SUMMARY#')).map(({ entity }) => entity)
    expect(await kinds('ben')).toEqual(expect.arrayContaining(['standing', 'ties-out']))
    expect(await kinds('max')).toEqual(expect.arrayContaining(['received', 'ties-in']))
  })
})
