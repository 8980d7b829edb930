import { describe, expect, it } from 'vitest'
import { LicenceItemSchema } from '../../../../functions/adapters/dynamodb/licence-items.ts'
import { toStanding } from '../../../../functions/adapters/dynamodb/summaries/summary-items.ts'
import { grantFrom, heldUnits, reachLeft } from '../../../../functions/domain/independence/reach.ts'
import { anId, NOW } from '../../../support/builders.ts'

const [panelist, peer, learner] = [anId('panelist'), anId('peer'), anId('learner')]

describe('trust that was stored before it said with whom it began', () => {
  const standing = toStanding(
    {
      pk: `MEMBER#${learner}`,
      sk: 'SUMMARY#STANDING',
      given: { '2026-01': 2 },
      grants: [
        { from: panelist, claimId: anId('first'), units: 80, fromPanel: true },
        { from: peer, claimId: anId('second'), units: 10, fromPanel: false },
      ],
      passedOn: 5,
    },
    NOW,
  )

  it('began with the member of the panel who gave it, and ends with them', () => {
    expect(standing.grants[0]).toEqual({ from: panelist, claimId: anId('first'), units: 80, root: panelist })
    expect(reachLeft(learner, standing, [panelist], NOW)).toBe(80)
    expect(reachLeft(learner, standing, [anId('another')], NOW)).toBe(0)
  })

  it('is over where that is not known, and makes room for trust from the same giver', () => {
    const [, unknown] = standing.grants
    const own = { ...standing, grants: unknown ? [unknown] : [] }
    expect(heldUnits(own, [panelist, peer])).toBe(0)
    const giver = {
      id: peer,
      standing: { ...standing, grants: standing.grants.slice(0, 1) },
    }
    expect(grantFrom(giver, { id: learner, standing: own }, anId('third'), [panelist])).toMatchObject({
      root: panelist,
    })
  })
})

describe('a licence that was stored while its samples did not come as claims', () => {
  const item = {
    memberId: peer,
    community: 'weavers',
    challengeId: anId('challenge'),
    claimId: anId('licence'),
    credentialId: anId('badge'),
    grantedAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2027-01-01T00:00:00.000Z',
    badgeUntil: '2027-01-01T00:00:00.000Z',
    terms: { days: 365, criteria: [], requiredInside: 1 },
    lookAt: '2026-03-01T00:00:00.000Z',
    version: 4,
  }

  it('has no sample that nobody could answer, and the next one when its time is over', () => {
    const answerBy = '2026-03-01T00:00:00.000Z'
    const planted = { id: anId('planted'), sampleId: anId('sample'), answerBy }
    expect(LicenceItemSchema.parse({ ...item, planted })).toEqual({ ...item, nextPlantedAt: answerBy })
  })

  it('is read as it is otherwise', () => {
    const planted = { claimId: anId('planted'), sampleId: anId('sample'), answerBy: item.lookAt }
    expect(LicenceItemSchema.parse({ ...item, planted })).toEqual({ ...item, planted })
    expect(LicenceItemSchema.parse(item)).toEqual(item)
  })
})
