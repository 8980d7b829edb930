import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import { aMember, anId, NOW, someFacts } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { watchCommands } from '../../../support/fault-injection.ts'
import { anEndorsementOf, anEvent, openClaimOf, outcomeOf, unwrap } from '../../../support/store-examples.ts'

let table: TestTable
const storeOf = () => dynamoEndorsementStore({ ...table, now: () => NOW })
const claimBy = (learner: string, name = learner, changes: Partial<Claim> = {}) =>
  openClaimOf(dynamoClaimStore({ ...table, now: () => NOW }), `claim of ${name}`, {
    learnerId: anId(learner),
    achievementId: anId(name),
    ...changes,
  })
const addMember = async (name: string, changes = {}) =>
  unwrap(await dynamoMemberStore({ ...table, now: () => NOW }).add(aMember(name, changes)))
beforeAll(async () => {
  table = await freshTable()
})

const by = (endorser: string, claim: Claim, changes: Partial<Endorsement> = {}) =>
  anEndorsementOf(claim, endorser, { id: anId(`${endorser} on ${claim.id}`), endorserId: anId(endorser), ...changes })
/** Reads and gives as one peer does, with what was read. */
async function prepare(endorser: string, claim: Claim, changes: Partial<Endorsement> = {}) {
  const store = storeOf()
  const { facts, seen } = await store.readForGiving(claim.id, anId(endorser))
  const { endorsedByLearnerAt, person, sharesWork } = facts
  const endorsement = by(endorser, claim, { facts: someFacts(facts), ...changes })
  const event = anEvent(`given ${endorsement.id}`, { type: 'endorsement.given', claimId: claim.id })
  return {
    pair: { endorsedByLearnerAt, person, sharesWork },
    give: () => store.give(endorsement, {}, event, undefined, undefined, seen),
  }
}
const give = async (endorser: string, claim: Claim, changes: Partial<Endorsement> = {}) =>
  unwrap(await (await prepare(endorser, claim, changes)).give())

describe('what two people have been to each other', () => {
  it('is when the learner last endorsed the endorser, whoever of them comes first in order', async () => {
    const [ana, ben] = await Promise.all([claimBy('ana'), claimBy('ben')])
    expect((await prepare('ben', ana)).pair).toEqual({})
    await give('ben', ana, { changedAt: '2026-02-01T10:00:00.000Z' })
    expect((await prepare('ana', ben)).pair).toEqual({ endorsedByLearnerAt: '2026-02-01T10:00:00.000Z' })
    await give('ana', ben, { changedAt: '2026-02-03T10:00:00.000Z' })
    const again = await claimBy('ana', 'ana again')
    expect((await prepare('ben', again)).pair).toEqual({ endorsedByLearnerAt: '2026-02-03T10:00:00.000Z' })
  })

  it('is not touched by a judgement that does not endorse, nor by one revised without endorsing anew', async () => {
    const [cleo, dora] = await Promise.all([claimBy('cleo'), claimBy('dora')])
    await give('dora', cleo, { verdict: 'not-yet' })
    expect((await prepare('cleo', dora)).pair).toEqual({})
    const store = storeOf()
    const change = async (from: Endorsement, to: Endorsement) => {
      const { seen } = await store.readForGiving(cleo.id, anId('dora'))
      const event = anEvent(`change ${to.version}`, { claimId: cleo.id })
      unwrap(await store.change(from, to, {}, event, { kind: 'unchanged', claim: cleo }, undefined, undefined, seen))
    }
    const notYet = by('dora', cleo, { verdict: 'not-yet' })
    const endorse = { ...notYet, verdict: 'endorse', version: 2, changedAt: '2026-02-05T10:00:00.000Z' } as const
    await change(notYet, endorse)
    await change(endorse, { ...endorse, version: 3, changedAt: '2026-02-06T10:00:00.000Z' })
    expect((await prepare('cleo', dora)).pair).toEqual({ endorsedByLearnerAt: '2026-02-05T10:00:00.000Z' })
  })

  it('turns back one of two that are given at once, which then sees the other; twenty times over', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const [left, right] = [`left ${n}`, `right ${n}`]
        const [ofLeft, ofRight] = await Promise.all([claimBy(left), claimBy(right)])
        const both = await Promise.all([prepare(left, ofRight), prepare(right, ofLeft)])
        const given = await Promise.all(both.map((one) => one.give()))
        const turnedBack = given.findIndex((one) => !one.ok)
        const again = turnedBack === 0 ? await prepare(left, ofRight) : await prepare(right, ofLeft)
        return { outcomes: given.map(outcomeOf).sort(), sees: again.pair, finally: outcomeOf(await again.give()) }
      }),
    )
    for (const one of outcomes)
      expect(one).toEqual({
        outcomes: ['stale', 'written'],
        sees: { endorsedByLearnerAt: '2026-02-01T10:00:00.000Z' },
        finally: 'written',
      })
  })

  it('is the same whichever of their accounts they use, also when both endorse at once', async () => {
    await addMember('eve')
    await addMember('eve again', { person: anId('eve') })
    await addMember('finn')
    await addMember('finn again', { person: anId('finn') })
    const ofEve = await claimBy('eve')
    const ofEveAgain = await claimBy('eve again', 'eve again', { learnerPerson: anId('eve') })
    const [ofFinn, ofFinnAgain] = await Promise.all([claimBy('finn'), claimBy('finn again')])
    const both = await Promise.all([prepare('finn again', ofEve), prepare('eve again', ofFinn)])
    const given = await Promise.all(both.map((one) => one.give()))
    expect(given.map(outcomeOf).sort()).toEqual(['stale', 'written'])
    const turnedBack = given[0]?.ok ? prepare('eve again', ofFinn) : prepare('finn again', ofEve)
    expect((await turnedBack).pair).toMatchObject({ endorsedByLearnerAt: '2026-02-01T10:00:00.000Z' })
    unwrap(await (await turnedBack).give())
    for (const [endorser, claim] of [
      ['eve', ofFinnAgain],
      ['eve again', ofFinnAgain],
      ['finn', ofEveAgain],
      ['finn again', ofEveAgain],
    ] as const)
      expect((await prepare(endorser, claim)).pair).toMatchObject({ endorsedByLearnerAt: '2026-02-01T10:00:00.000Z' })
  })

  it('is known under an account that only later turned out to be another one of theirs', async () => {
    const [ofGus, ofHal] = await Promise.all([claimBy('gus'), claimBy('hal')])
    await give('gus', ofHal)
    await addMember('older gus')
    await addMember('gus', { person: anId('older gus') })
    expect((await prepare('hal', ofGus)).pair).toEqual({ endorsedByLearnerAt: '2026-02-01T10:00:00.000Z' })
  })

  it('keeps no endorser of one learner waiting for another', async () => {
    const claim = await claimBy('popular')
    const prepared = await Promise.all(Array.from({ length: 50 }, (_, n) => prepare(`fan ${n}`, claim)))
    const given = await Promise.all(prepared.map((one) => one.give()))
    expect(given.map(outcomeOf)).toEqual(Array(50).fill('written'))
  })
})

describe('who shares the work', () => {
  it('is whom a claim for the same achievement or in the same challenge names, both ways and under any account', async () => {
    await addMember('jo')
    await addMember('jo again', { person: anId('jo') })
    const about = { achievementId: anId('loom'), challengeId: anId('weaving') }
    await claimBy('ida', 'group work', { ...about, collaborators: [anId('jo again'), anId('kim')] })
    const alone = await claimBy('kim', 'work of kim', { achievementId: anId('loom') })
    const inChallenge = await claimBy('ida', 'more of ida', { ...about, achievementId: anId('reed') })
    const other = await claimBy('kim', 'something else')
    const shares = async (endorser: string, claim: Claim) => (await prepare(endorser, claim)).pair.sharesWork
    expect([
      await shares('ida', alone),
      await shares('kim', inChallenge),
      await shares('jo', inChallenge),
      await shares('jo again', inChallenge),
    ]).toEqual([true, true, true, true])
    expect([await shares('ida', other), await shares('leo', inChallenge), await shares('jo', alone)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('who the endorser is', () => {
  it('is the person all their accounts share', async () => {
    await addMember('second account', { person: anId('first account') })
    const claim = await claimBy('somebody else')
    expect((await prepare('second account', claim)).pair).toEqual({ person: anId('first account') })
  })

  it('is the learner, when they turned out to be one person after the claim was opened', async () => {
    const claim = await claimBy('double')
    await addMember('double', { person: anId('older account') })
    await addMember('older account')
    expect((await prepare('older account', claim)).pair).toEqual({ person: anId('double') })
  })
})

describe('what never changes of a claim', () => {
  it('is read once by a process; all else of every endorsement with one request', async () => {
    const requests: string[] = []
    const client = watchCommands(table.client, async ({ name }) => {
      requests.push(name)
    })
    const store = dynamoEndorsementStore({ ...table, client, now: () => NOW })
    const claim = await claimBy('read once')
    for (let n = 0; n < 3; n++) await store.readForGiving(claim.id, anId(`peer ${n}`))
    expect(requests).toEqual(['GetCommand', 'BatchGetCommand', 'BatchGetCommand', 'BatchGetCommand'])
  })

  it('leaves one request more for an endorser with a second account', async () => {
    const requests: string[] = []
    const client = watchCommands(table.client, async ({ name }) => {
      requests.push(name)
    })
    const store = dynamoEndorsementStore({ ...table, client, now: () => NOW })
    const claim = await claimBy('read twice')
    await addMember('two accounts', { person: anId('one of two') })
    await store.readForGiving(claim.id, anId('two accounts'))
    expect(requests).toEqual(['GetCommand', 'BatchGetCommand', 'BatchGetCommand'])
  })
})
