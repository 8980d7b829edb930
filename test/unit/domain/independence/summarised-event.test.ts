import { describe, expect, it } from 'vitest'
import type { ClaimEvent } from '../../../../functions/domain/endorsement/claim-event.ts'
import { isSummarised, toSummarised } from '../../../../functions/domain/independence/summarised-event.ts'
import { anId, NOW } from '../../../support/builders.ts'

const data = { endorsementId: anId('e'), version: 2, verdict: 'endorse', learnerId: anId('learner') }
const without = (name: keyof typeof data): ClaimEvent['data'] =>
  Object.fromEntries(Object.entries(data).filter(([key]) => key !== name))
const anEvent = (changes: Partial<ClaimEvent> = {}): ClaimEvent => ({
  id: anId('event'),
  type: 'endorsement.given',
  at: NOW,
  community: 'weavers',
  claimId: anId('claim'),
  actorId: anId('peer'),
  data,
  ...changes,
})

describe('toSummarised', () => {
  it('says who endorsed whom, as accounts or, where they are known, as the persons behind them', () => {
    const said = { endorserId: anId('peer'), learnerId: anId('learner'), endorsementId: anId('e'), endorses: true }
    expect(toSummarised(anEvent())).toMatchObject(said)
    const persons = { endorserPerson: anId('p'), learnerPerson: anId('l') }
    expect(toSummarised(anEvent({ data: { ...data, ...persons } }))).toMatchObject({
      endorserId: anId('p'),
      learnerId: anId('l'),
    })
  })

  it.each<[ClaimEvent['type'], ClaimEvent['data'], boolean]>([
    ['endorsement.revised', data, true],
    ['endorsement.revised', { ...data, verdict: 'not-yet' }, false],
    ['endorsement.withdrawn', data, false],
    ['endorsement.undone', { ...data, restoredVerdict: 'endorse', restoredState: 'given' }, true],
    ['endorsement.undone', { ...data, restoredVerdict: 'endorse', restoredState: 'withdrawn' }, false],
    ['endorsement.undone', { ...data, restoredVerdict: 'not-yet', restoredState: 'given' }, false],
    ['endorsement.undone', data, false],
  ])('tells of %s with %o whether the endorsement stands: %s', (type, said, endorses) => {
    expect(toSummarised(anEvent({ type, data: said }))?.endorses).toBe(endorses)
  })

  it('ranks an undoing behind the version it undoes, and before the next', () => {
    const rank = (type: ClaimEvent['type'], version: number) =>
      toSummarised(anEvent({ type, data: { ...data, version } }))?.rank ?? Number.NaN
    expect(rank('endorsement.undone', 2)).toBeGreaterThan(rank('endorsement.revised', 2))
    expect(rank('endorsement.undone', 2)).toBeLessThan(rank('endorsement.revised', 3))
  })

  it.each<[string, Partial<ClaimEvent>]>([
    ['a first judgement that is no endorsement', { data: { ...data, verdict: 'not-yet' } }],
    ['an erased endorsement, which goes on to count', { type: 'endorsement.erased' }],
    ['what nobody did', { actorId: undefined }],
    ['a sample of known levels', { data: { ...data, planted: true } }],
    ['events from before they named learners', { data: without('learnerId') }],
    ['events without an endorsement', { data: without('endorsementId') }],
    ['events without a version', { data: without('version') }],
  ])('says nothing of %s', (_, changes) => {
    expect(toSummarised(anEvent(changes))).toBeUndefined()
    expect(isSummarised(anEvent(changes))).toBe(false)
  })
})

describe('isSummarised', () => {
  it('is true of what endorsements do, and of badges that are given and taken back', () => {
    expect(isSummarised(anEvent())).toBe(true)
    expect(isSummarised(anEvent({ type: 'claim.issued', data: {} }))).toBe(true)
    expect(isSummarised(anEvent({ type: 'credential.revoked', data: {} }))).toBe(true)
    expect(isSummarised(anEvent({ type: 'credential.suspended', data: {} }))).toBe(false)
  })
})
