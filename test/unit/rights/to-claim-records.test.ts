import { describe, expect, it } from 'vitest'
import type { ToldClaim } from '../../../functions/rights/load-told-claim.ts'
import { toClaimRecords } from '../../../functions/rights/to-claim-records.ts'
import { withoutPrivateWords } from '../../../functions/rights/without-private-words.ts'
import { aClaim, anEndorsement, anId } from '../../support/builders.ts'
import { anEvent } from '../../support/store-examples.ts'

const told = (changes: Partial<ToldClaim> = {}): ToldClaim => ({
  claim: aClaim(),
  events: [],
  received: [],
  reviewRequests: [],
  objections: [],
  statusChanges: [],
  isSealed: () => false,
  isNamed: true,
  ...changes,
})

const received = (n: number, isNamed = true) => ({
  endorsement: anEndorsement(`endorser ${n}`, { relationship: 'worked-together' }),
  texts: { comment: 'x'.repeat(4000), reason: 'private' },
  isNamed,
})

const eventsOf = (claim: ToldClaim) => toClaimRecords(claim).flatMap((record) => record['events'])

describe('a claim in an export', () => {
  it('goes on in further records when thousands judged it, each of them small', () => {
    const records = toClaimRecords(told({ received: Array.from({ length: 2000 }, (_, n) => received(n)) }))
    expect(records.length).toBeGreaterThan(10)
    for (const record of records) expect(JSON.stringify(record).length).toBeLessThan(600_000)
    expect(records.map(({ kind }) => kind)).toEqual(['claim', ...records.slice(1).map(() => 'claim-continued')])
    const all = records.flatMap((record) => record['received'] as { endorser: string }[])
    expect(new Set(all.map(({ endorser }) => endorser)).size).toBe(2000)
  })

  it('says neither in events nor in judgements who took part where the learner may not know', () => {
    const events = [
      anEvent('given', { type: 'endorsement.given', data: { evidenceVersion: 1, reached: true } }),
      anEvent('offered', { type: 'review.offered', data: { requestId: anId('r'), reviewerId: anId('bela') } }),
      anEvent('ring', { type: 'ring.found', data: { evidenceVersion: 1, closesRingOf: 3 } }),
      anEvent('issued', { type: 'claim.issued', data: { vouchers: anId('bela') } }),
    ].map((event) => ({ ...event, actorId: anId('bela') }))
    const records = toClaimRecords(told({ isNamed: false, events, received: [received(1, false)] }))
    expect(JSON.stringify(records)).not.toContain(anId('bela'))
    expect(JSON.stringify(records)).not.toContain(anId('endorser 1'))
    expect(JSON.stringify(records)).not.toMatch(/closesRingOf|worked-together|vouchers|reached/)
    expect(eventsOf(told({ isNamed: true, events }))).toHaveLength(4)
  })

  it('tells no judgement of sealed evidence by its event, and says that something is withheld', () => {
    const given = (version: number) =>
      anEvent(`given ${version}`, { type: 'endorsement.given', data: { evidenceVersion: version } })
    const claim = told({
      claim: aClaim({ evidenceVersion: 2 }),
      events: [given(1), given(2)],
      isSealed: (version) => version === 2,
    })
    expect(eventsOf(claim)).toEqual([expect.objectContaining({ data: { evidenceVersion: 1 } })])
    expect(toClaimRecords(claim)[0]).toMatchObject({ receivedWithheld: true })
  })

  it('keeps from others than the learner why somebody declined', () => {
    const [record] = toClaimRecords(told({ received: [received(1)] }))
    if (!record) throw new Error('the record is missing')
    expect(record['received']).toEqual([expect.objectContaining({ reason: 'private' })])
    const seen = withoutPrivateWords(record)
    expect(JSON.stringify(seen)).not.toContain('private')
    expect(seen['received']).toEqual([expect.objectContaining({ withheld: ['reason'] })])
    expect(withoutPrivateWords({ kind: 'panel-vote', vote: 'upheld', reason: 'x', objectionId: 'o' })).toEqual({
      kind: 'panel-vote',
      objectionId: 'o',
      withheld: ['vote', 'reason'],
    })
  })
})
