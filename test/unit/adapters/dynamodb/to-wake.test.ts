import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceNumberOf, toWake } from '../../../../functions/adapters/dynamodb/to-wake.ts'

const record = (entity: string, more: Record<string, unknown> = {}, eventName = 'INSERT', pk = 'CLAIM#C1') => ({
  eventName,
  dynamodb: {
    SequenceNumber: '17',
    Keys: { pk: { S: pk }, sk: { S: 'E#0001#M1' } },
    NewImage: { entity: { S: entity }, ...more },
  },
})

describe('toWake', () => {
  it('asks to look at a claim when an endorsement of it was stored or revised', () => {
    const wake = { kind: 'endorsement', recordId: '17', claimId: 'C1', endorserId: 'M1' }
    expect(toWake(record('endorsement', { endorserId: { S: 'M1' } }))).toEqual(wake)
    expect(toWake(record('endorsement', { endorserId: { S: 'M1' } }, 'MODIFY'))).toEqual(wake)
  })

  it('asks to look at a claim when the clock nudged it', () => {
    expect(toWake(record('nudge'))).toEqual({ kind: 'nudge', recordId: '17', claimId: 'C1' })
  })

  it.each(['claim', 'event', 'signed-endorsement', 'parked', 'member'])('has no use for an item "%s"', (entity) => {
    expect(toWake(record(entity))).toBeUndefined()
  })

  it('has no use for deletions', () => {
    expect(toWake(record('endorsement', { endorserId: { S: 'M1' } }, 'REMOVE'))).toBeUndefined()
  })

  it('says why an endorsement that lost its shape cannot be handled, and which claim it belongs to', () => {
    expect(toWake(record('endorsement'))).toEqual({
      kind: 'unreadable',
      recordId: '17',
      claimId: 'C1',
      reason: 'an endorsement without its endorser',
    })
    expect(toWake(record('nudge', {}, 'INSERT', 'ELSEWHERE#1'))).toMatchObject({ kind: 'unreadable', recordId: '17' })
  })

  it('never throws, whatever a record holds', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const wake = toWake(anything)
        expect(wake === undefined || wake.kind === 'unreadable').toBe(true)
        expect(typeof (sequenceNumberOf(anything) ?? '')).toBe('string')
      }),
    )
  })
})
