import { describe, expect, it } from 'vitest'
import type { ClaimEvent } from '../../../../functions/domain/endorsement/claim-event.ts'
import { maySayWhoJudges, withoutEndorsers } from '../../../../functions/domain/endorsement/unnamed-event.ts'
import { anId, NOW } from '../../../support/builders.ts'

const learner = anId('learner')
const peer = anId('peer')
const anEvent = (changes: Partial<ClaimEvent> = {}): ClaimEvent => ({
  id: anId('event'),
  type: 'endorsement.given',
  at: NOW,
  community: 'weavers',
  claimId: anId('claim'),
  data: { endorsementId: anId('e'), verdict: 'endorse' },
  ...changes,
})

describe('withoutEndorsers', () => {
  it('takes out whoever acted, unless the learner did', () => {
    expect(withoutEndorsers(anEvent({ actorId: peer }), learner)).toStrictEqual(anEvent())
    const byLearner = anEvent({ type: 'claim.withdrawn', actorId: learner })
    expect(withoutEndorsers(byLearner, learner)).toStrictEqual(byLearner)
  })

  it.each(['reviewerId', 'vouchers', 'reached', 'endorserPerson'])(
    'takes out what data says in %s, and leaves the rest',
    (name) => {
      const { data } = anEvent()
      expect(withoutEndorsers(anEvent({ data: { ...data, [name]: peer } }), learner)).toStrictEqual(anEvent())
    },
  )

  it('leaves nothing of a ring that was found', () => {
    expect(withoutEndorsers(anEvent({ type: 'ring.found', data: {} }), learner)).toBeUndefined()
  })

  it('leaves what names nobody, and what leaders do with the badge, as it is', () => {
    for (const event of [anEvent(), anEvent({ type: 'credential.revoked', actorId: peer })]) {
      expect(maySayWhoJudges(event)).toBe(false)
      expect(withoutEndorsers(event, learner)).toBe(event)
    }
  })
})
