import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCredentialStore } from '../../../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoErasureStore } from '../../../../functions/adapters/dynamodb/erasure-store.ts'
import { itemSizeBytes } from '../../../../functions/adapters/dynamodb/item-size.ts'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import { issueClaim, meetRule, reopenClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import type { EndorsementStore } from '../../../../functions/ports/endorsement-store.ts'
import { aMember, anId, NOW, someFacts } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { watchCommands } from '../../../support/fault-injection.ts'
import {
  anEndorsementOf,
  anEvent,
  anIdempotencyKey,
  openClaimOf,
  outcomeOf,
  tally,
  tenAtOnce,
  unwrap,
} from '../../../support/store-examples.ts'

let table: TestTable
let claims: ClaimStore
let store: EndorsementStore
beforeAll(async () => {
  table = await freshTable()
  claims = dynamoClaimStore({ ...table, now: () => NOW })
  store = dynamoEndorsementStore({ ...table, now: () => NOW })
})

const given = (endorsement: Endorsement, name = '') =>
  anEvent(`given ${endorsement.id} ${name}`, { type: 'endorsement.given', claimId: endorsement.claimId })
const give = (endorsement: Endorsement, texts = { comment: 'Even selvedges.' }) =>
  store.give(endorsement, texts, given(endorsement))
const revised = (endorsement: Endorsement, changes: Partial<Endorsement> = {}): Endorsement => ({
  ...endorsement,
  version: endorsement.version + 1,
  changedAt: '2026-02-02T10:00:00.000Z',
  ...changes,
})
const change = (from: Endorsement, to: Endorsement, claim: Claim, name = '') =>
  store.change(from, to, { comment: 'On second thought.' }, given(to, `change ${name}`), { kind: 'unchanged', claim })
const itemsUnder = async (claimId: string, prefix: string) =>
  (
    await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `CLAIM#${claimId}`, ':prefix': prefix },
      }),
    )
  ).Items ?? []

/** The widest judgement the API takes: 30 criteria, 50 circles, 10 achievements, all with the longest ids. */
const wide = (n: number, prefix: string) => `${prefix}${n}-`.padEnd(63, 'x')
const widest = (claim: Claim, endorser: string) =>
  anEndorsementOf(claim, endorser, {
    verdict: 'not-yet',
    criterion: wide(0, 'criterion'),
    relationship: 'collaborator',
    assurance: 'signed-in',
    ratings: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [wide(n, 'criterion'), wide(n, 'level')])),
    facts: someFacts({
      role: 'facilitator',
      circles: Array.from({ length: 50 }, (_, n) => wide(n, 'circle')),
      holds: Array.from({ length: 10 }, (_, n) => anId(`held ${n}`)),
    }),
  })

describe('readForGiving', () => {
  it('reads claim, endorser, holdings and nothing earlier', async () => {
    const claim = await openClaimOf(claims, 'read')
    const members = dynamoMemberStore({ ...table, now: () => NOW })
    const endorser = aMember('reader', { circles: ['monday'], externalId: 'u-1' })
    await members.add(endorser)
    const read = { claim, endorser, holdings: [] }
    const key = anIdempotencyKey('unused')
    expect(await store.readForGiving(claim.id, endorser.id, key)).toEqual({
      ...read,
      facts: expect.objectContaining({ reach: 0 }),
      seen: expect.any(Map),
    })
    expect(await store.readForChange(claim.id, endorser.id, key)).toEqual(read)
  })

  it('names each achievement the endorser holds a badge for', async () => {
    const claim = await openClaimOf(claims, 'holder', { status: 'met', decidedAt: NOW })
    const issued = issueClaim(claim, NOW, { repeatable: 'once' })
    const badge = {
      id: claim.credentialId,
      claimId: claim.id,
      community: 'weavers',
      text: '{}',
      digest: 'd',
      storedAt: NOW,
    }
    const issue = {
      change: issued,
      event: anEvent('holder issued', { claimId: claim.id }),
      credential: { ...badge, embedded: new Map() },
      awardText: '{}',
      capability: 'holder',
    }
    unwrap(await dynamoCredentialStore({ ...table, now: () => NOW }).issue(issue))
    expect((await store.readForGiving(claim.id, claim.learnerId)).holdings).toEqual([claim.achievementId])
  })

  it('finds nothing for unknown ids', async () => {
    expect(await store.readForGiving(anId('no claim'), anId('no member'))).toEqual({
      claim: undefined,
      endorser: undefined,
      holdings: [],
      facts: {},
      seen: new Map(),
    })
  })

  it('tells what an earlier request under the key did', async () => {
    const claim = await openClaimOf(claims, 'earlier')
    const endorsement = anEndorsementOf(claim, 'early')
    const idempotency = anIdempotencyKey('earlier')
    unwrap(await store.give(endorsement, {}, given(endorsement), idempotency))
    expect((await store.readForGiving(claim.id, endorsement.endorserId, idempotency)).earlier).toEqual({
      digest: idempotency.digest,
      id: endorsement.id,
    })
    const tomorrow = dynamoEndorsementStore({ ...table, now: () => '2026-03-02T12:00:00.000Z' })
    expect(await tomorrow.readForGiving(claim.id, endorsement.endorserId, idempotency)).not.toHaveProperty('earlier')
  })
})

describe('give', () => {
  it('gives back what was stored, facts and texts apart', async () => {
    const claim = await openClaimOf(claims, 'given')
    const endorsement = anEndorsementOf(claim, 'giver', {
      verdict: 'not-yet',
      ratings: { craft: 'rough', care: 'fine' },
      criterion: 'craft',
      relationship: 'peer',
      facts: someFacts({ circles: ['monday'], holds: [anId('loom')] }),
    })
    unwrap(await store.give(endorsement, { fix: 'Beat harder.' }, given(endorsement)))
    expect(await store.load(claim.id, 1)).toEqual([endorsement])
    expect(await store.loadTexts([endorsement])).toEqual(new Map([[endorsement.id, { fix: 'Beat harder.' }]]))
    const [item] = await itemsUnder(claim.id, 'E#')
    expect(JSON.stringify(item)).not.toContain('Beat harder.')
    expect(itemSizeBytes(item ?? {})).toBeLessThanOrEqual(1024)
  })

  it('refuses a second endorsement of the same evidence, and keeps the first as it was', async () => {
    const claim = await openClaimOf(claims, 'twice')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    const second = { ...first, id: anId('second'), verdict: 'decline' } as const
    expect(outcomeOf(await give(second, { comment: 'No.' }))).toBe('already_endorsed')
    expect(await store.load(claim.id, 1)).toEqual([first])
    expect(await store.loadTexts([first])).toEqual(new Map([[first.id, { comment: 'Even selvedges.' }]]))
    expect(await itemsUnder(claim.id, 'V#')).toHaveLength(2)
  })

  it('takes a peer’s endorsement of the next evidence version', async () => {
    const claim = await openClaimOf(claims, 'versions')
    unwrap(await give(anEndorsementOf(claim, 'peer')))
    const second = anEndorsementOf(claim, 'peer', { id: anId('next version'), evidenceVersion: 2 })
    expect(outcomeOf(await give(second))).toBe('written')
    expect(await store.load(claim.id, 2)).toEqual([second])
  })

  it('lets exactly one of ten endorsements by one peer at once through', async () => {
    const claim = await openClaimOf(claims, 'raced')
    const results = await tenAtOnce((n) => give(anEndorsementOf(claim, 'racer', { id: anId(`racing ${n}`) })))
    expect(tally(results)).toEqual({ written: 1, already_endorsed: 9 })
    expect(await store.load(claim.id, 1)).toHaveLength(1)
  })

  it('answers ten requests under one key at once with the id of the one that was stored', async () => {
    const claim = await openClaimOf(claims, 'repeated')
    const idempotency = anIdempotencyKey('give')
    const endorsements = Array.from({ length: 10 }, (_, n) => anEndorsementOf(claim, 'peer', { id: anId(`same ${n}`) }))
    const results = await Promise.all(endorsements.map((e) => store.give(e, {}, given(e), idempotency)))
    expect(tally(results)).toEqual({ written: 1, replayed: 9 })
    const [stored] = await store.load(claim.id, 1)
    const replayed = results.flatMap((r) => (r.ok && r.value.kind === 'replayed' ? [r.value.id] : []))
    expect(new Set(replayed)).toEqual(new Set([stored?.id]))
  })

  it('refuses a key that came with another request, although the endorsement is a repeat as well', async () => {
    const claim = await openClaimOf(claims, 'reused')
    const endorsement = anEndorsementOf(claim, 'peer')
    unwrap(await store.give(endorsement, {}, given(endorsement), anIdempotencyKey('give reused')))
    const again = await store.give(endorsement, {}, given(endorsement), anIdempotencyKey('give reused', 'other'))
    expect(outcomeOf(again)).toBe('idempotency_key_reused')
  })

  it('loses none of 200 endorsements given to one claim at once', { timeout: 60_000 }, async () => {
    const claim = await openClaimOf(claims, 'crowd')
    const endorsements = Array.from({ length: 200 }, (_, n) => anEndorsementOf(claim, `crowd ${n}`))
    const results = await Promise.all(
      endorsements.map((e) => store.give(e, { comment: 'Good.' }, given(e), anIdempotencyKey(`crowd ${e.id}`))),
    )
    expect(tally(results)).toEqual({ written: 200 })
    const stored = await store.load(claim.id, 1)
    expect(stored.map(({ id }) => id).sort()).toEqual(endorsements.map(({ id }) => id).sort())
    expect((await store.loadTexts(stored)).size).toBe(200)
  })

  it('stores the widest judgement in items of at most 1 KB and gives it back', async () => {
    const claim = await openClaimOf(claims, 'wide')
    const endorsement = widest(claim, 'verbose')
    unwrap(await give(endorsement))
    unwrap(await give(anEndorsementOf(claim, 'terse')))
    expect(await store.load(claim.id, 1)).toContainEqual(endorsement)
    expect(await store.load(claim.id, 1)).toHaveLength(2)
    const items = await itemsUnder(claim.id, 'E#')
    expect(items.length).toBeGreaterThan(2)
    for (const item of items) expect(itemSizeBytes(item)).toBeLessThanOrEqual(1024)
  })

  it('throws on facts that no splitting makes small enough', async () => {
    const claim = await openClaimOf(claims, 'too wide')
    const endorsement = anEndorsementOf(claim, 'collector', { relationship: 'r'.repeat(600) })
    await expect(async () => give(endorsement)).rejects.toThrow(TypeError)
    expect(await store.load(claim.id, 1)).toEqual([])
  })
})

describe('change', () => {
  it('stores the next version and keeps the earlier one with its texts', async () => {
    const claim = await openClaimOf(claims, 'revise')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    const second = revised(first, { verdict: 'decline' })
    expect(outcomeOf(await change(first, second, claim))).toBe('written')
    expect(await store.load(claim.id, 1)).toEqual([second])
    expect(await store.loadTexts([second])).toEqual(new Map([[first.id, { comment: 'On second thought.' }]]))
    expect(await store.loadTexts([first])).toEqual(new Map([[first.id, { comment: 'Even selvedges.' }]]))
    expect(await itemsUnder(claim.id, 'EH#')).toEqual([
      expect.objectContaining({ entity: 'earlier-endorsement', version: 1, verdict: 'endorse' }),
    ])
  })

  it('reads again when it met a wide revision half-way', async () => {
    const claim = await openClaimOf(claims, 'half-way')
    const [first, next] = [widest(claim, 'reviser'), revised(widest(claim, 'reviser'))]
    unwrap(await give(first))
    const [, earlierPart] = await itemsUnder(claim.id, 'E#')
    unwrap(await change(first, next, claim))
    const [, laterPart] = await itemsUnder(claim.id, 'E#')
    const putPart = (Item = {}) => table.client.send(new PutCommand({ TableName: table.tableName, Item }))
    await putPart(earlierPart)
    let reads = 0
    const client = watchCommands(table.client, async ({ name }) => {
      if (name === 'QueryCommand' && ++reads === 2) await putPart(laterPart)
    })
    const watched = dynamoEndorsementStore({ ...table, client, now: () => NOW })
    expect(await watched.load(claim.id, 1)).toEqual([next])
    await putPart(earlierPart)
    await expect(store.load(claim.id, 1)).rejects.toThrow(/lacks its parts/)
  })

  it('leaves no part of a wide judgement behind when a short one takes its place', async () => {
    const claim = await openClaimOf(claims, 'narrow')
    const first = widest(claim, 'verbose')
    unwrap(await give(first))
    const second = revised(first, { ratings: {}, facts: someFacts() })
    unwrap(await change(first, second, claim))
    expect(await store.load(claim.id, 1)).toEqual([second])
    expect(await itemsUnder(claim.id, 'E#')).toHaveLength(1)
    const third = revised(second, { ratings: first.ratings, facts: first.facts })
    unwrap(await change(second, third, claim, 'third'))
    expect(await store.load(claim.id, 1)).toEqual([third])
  })

  it('refuses an endorsement that moved on as stale', async () => {
    const claim = await openClaimOf(claims, 'stale endorsement')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    unwrap(await change(first, revised(first), claim))
    expect(outcomeOf(await change(first, revised(first, { verdict: 'decline' }), claim, 'late'))).toBe('stale')
    expect((await store.load(claim.id, 1))[0]?.verdict).toBe('endorse')
  })

  it('refuses one that was never given as stale', async () => {
    const claim = await openClaimOf(claims, 'never given')
    const first = anEndorsementOf(claim, 'peer')
    expect(outcomeOf(await change(first, revised(first), claim))).toBe('stale')
    expect(await store.load(claim.id, 1)).toEqual([])
  })

  it('refuses when the claim is in another status than it was read in', async () => {
    const claim = await openClaimOf(claims, 'met meanwhile')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    unwrap(await claims.apply(meetRule(claim, NOW, 3), anEvent('met meanwhile', { claimId: claim.id })))
    expect(outcomeOf(await change(first, revised(first), claim))).toBe('stale')
    expect(await store.load(claim.id, 1)).toEqual([first])
  })

  it('refuses when the claim was frozen anew in the same status', async () => {
    const claim = await openClaimOf(claims, 'refrozen')
    const met = meetRule(claim, NOW, 3)
    const reopened = reopenClaim(met.to, 'issuance')
    const metAgain = meetRule(reopened.to, NOW, 3)
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    for (const [n, step] of [met, reopened, metAgain].entries())
      unwrap(await claims.apply(step, anEvent(`refrozen ${n}`, { claimId: claim.id })))
    expect(outcomeOf(await change(first, revised(first), met.to))).toBe('stale')
  })

  it('reopens the claim in the same step', async () => {
    const claim = await openClaimOf(claims, 'reopen')
    const met = meetRule(claim, NOW, 3)
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    unwrap(await claims.apply(met, anEvent('reopen met', { claimId: claim.id })))
    const reopened = reopenClaim(met.to, 'endorser', first.endorserId)
    const guard = { kind: 'reopened', change: reopened, event: anEvent('reopened', { claimId: claim.id }) } as const
    const withdrawn = revised(first, { state: 'withdrawn' })
    const result = await store.change(first, withdrawn, undefined, given(withdrawn, 'withdrawn'), guard)
    expect(outcomeOf(result)).toBe('written')
    expect(await claims.load(claim.id)).toEqual(reopened.to)
    expect(await store.load(claim.id, 1)).toEqual([withdrawn])
    expect(await store.loadTexts([withdrawn])).toEqual(new Map())
  })

  it('changes nothing when the claim to reopen was issued meanwhile', async () => {
    const claim = await openClaimOf(claims, 'issued meanwhile')
    const met = meetRule(claim, NOW, 3)
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    unwrap(await claims.apply(met, anEvent('im met', { claimId: claim.id })))
    const issued = issueClaim(met.to, NOW, { repeatable: 'once' })
    unwrap(await claims.apply(issued, anEvent('im issued', { claimId: claim.id })))
    const reopened = reopenClaim(met.to, 'endorser', first.endorserId)
    const guard = { kind: 'reopened', change: reopened, event: anEvent('im reopened', { claimId: claim.id }) } as const
    expect(outcomeOf(await store.change(first, revised(first), undefined, given(first, 'im'), guard))).toBe('stale')
    expect((await claims.load(claim.id))?.status).toBe('issued')
    expect(await store.load(claim.id, 1)).toEqual([first])
  })

  it('lets exactly one of ten revisions of the same version through', async () => {
    const claim = await openClaimOf(claims, 'revised at once')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    const results = await tenAtOnce((n) => change(first, revised(first), claim, `${n}`))
    expect(tally(results)).toEqual({ written: 1, stale: 9 })
    expect(await itemsUnder(claim.id, 'EH#')).toHaveLength(1)
  })

  it('replays a revision under its key', async () => {
    const claim = await openClaimOf(claims, 'revision replayed')
    const first = anEndorsementOf(claim, 'peer')
    unwrap(await give(first))
    const results = await tenAtOnce((n) =>
      store.change(
        first,
        revised(first),
        undefined,
        given(first, `replay ${n}`),
        { kind: 'unchanged', claim },
        anIdempotencyKey('revise'),
      ),
    )
    expect(tally(results)).toEqual({ written: 1, replayed: 9 })
    expect(results).toContainEqual({ ok: true, value: { kind: 'replayed', id: first.id } })
  })
})

describe('loadTexts', () => {
  it('leaves out texts that were erased', async () => {
    const claim = await openClaimOf(claims, 'erased')
    const kept = anEndorsementOf(claim, 'keeps')
    const erased = anEndorsementOf(claim, 'erased')
    unwrap(await give(kept))
    unwrap(await give(erased))
    const erasures = dynamoErasureStore(table)
    const judged = { claimId: claim.id, evidenceVersion: 1 }
    expect(await erasures.loadJudged(erased.endorserId)).toEqual([judged])
    await erasures.removeWords(erased.endorserId, judged)
    expect(await erasures.loadJudged(erased.endorserId)).toEqual([])
    expect([...(await store.loadTexts([kept, erased])).keys()]).toEqual([kept.id])
    const item = await table.client.send(
      new GetCommand({
        TableName: table.tableName,
        Key: { pk: `MEMBER#${kept.endorserId}`, sk: `TEXT#${claim.id}#0001#0001` },
      }),
    )
    expect(item.Item).toMatchObject({ comment: 'Even selvedges.' })
  })

  it('reads nothing for no endorsements', async () => {
    expect(await store.loadTexts([])).toEqual(new Map())
  })
})
