import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GoldSample } from '../../../../functions/domain/challenge/calibration.ts'
import { plantSample } from '../../../../functions/domain/challenge/plant-sample.ts'
import { addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { anAchievementVersion, anId, digests, NOW } from '../../../support/builders.ts'
import { aGoldSample, aLicence } from '../../../support/calibrations.ts'

const seeds = {
  claimId: anId('planted claim'),
  credentialId: anId('planted badge'),
  subjectId: 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001',
  salt: 'salt',
  standInId: anId('stand-in'),
  requestId: anId('request'),
  eventIds: [anId('opened'), anId('asked')],
  draw: () => 0,
} as const
const achievement = anAchievementVersion({ inLanguage: 'en', challenge: anId('challenge') })
const plant = (sample: GoldSample = aGoldSample('one'), draw: (below: number) => number = () => 0, of = achievement) =>
  plantSample({ ...seeds, draw }, aLicence(), sample, of, NOW, digests)

describe('plantSample', () => {
  it('opens a claim of a stand-in on the version that is rated, known as planted to the service alone', () => {
    const { claim, standIn } = plant()
    expect(claim).toMatchObject({
      id: seeds.claimId,
      learnerId: seeds.standInId,
      achievementId: achievement.achievementId,
      achievementVersion: achievement.version,
      challengeId: anId('challenge'),
      status: 'open',
      planted: { reviewerId: aLicence().memberId, licenceClaimId: aLicence().claimId },
    })
    expect(standIn).toMatchObject({
      id: seeds.standInId,
      community: 'weavers',
      role: 'member',
      identifiers: [],
      circles: [],
    })
  })

  it('shows what the sample shows, and never its gold levels', () => {
    const sample = { ...aGoldSample('one', 'rough'), evidence: [{ name: 'Cloth', id: 'https://work.example/1' }] }
    const { evidence, claim, request, events } = plant(sample)
    expect(JSON.parse(evidence.text)).toEqual({
      version: 1,
      addedAt: NOW,
      narrative: 'Cloth one',
      evidence: [{ name: 'Cloth', id: 'https://work.example/1' }],
    })
    expect(claim.evidenceDigest).toBe(evidence.digest)
    expect(JSON.stringify([evidence, claim, request, events])).not.toMatch(/gold|rough/)
  })

  it('asks for one judgement in the language of the work, and in any where none is known', () => {
    expect(plant().request).toMatchObject({ number: 1, source: 'learner', wanted: 1, languages: ['en'], state: 'open' })
    expect(plant(undefined, undefined, anAchievementVersion()).request.languages).toEqual([])
  })

  it('leaves the traces that a learner leaves: it is opened, and somebody asks, both by the stand-in', () => {
    const { events, request } = plant()
    const learner = { claimId: seeds.claimId, actorId: seeds.standInId }
    expect(events).toMatchObject([
      { ...learner, id: anId('opened'), type: 'claim.opened', at: NOW },
      { ...learner, id: anId('asked'), type: 'review.asked', at: request.askedAt, data: { wanted: 1, named: 0 } },
    ])
    expect(JSON.stringify(events)).not.toContain(aLicence().memberId)
  })

  it('asks between 2 and 40 seconds after opening, under a name, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.nat(), (drawn) => {
        const { request, standIn } = plant(undefined, (below) => drawn % below)
        expect(request.askedAt >= addMilliseconds(NOW, 2_000)).toBe(true)
        expect(request.askedAt < addMilliseconds(NOW, 40_000)).toBe(true)
        expect(standIn.name).toMatch(/^\p{Lu}\p{Ll}+$/u)
      }),
    )
  })
})
