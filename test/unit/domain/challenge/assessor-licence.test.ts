import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AssessorLicence,
  isLicensed,
  reviewLicence,
} from '../../../../functions/domain/challenge/assessor-licence.ts'
import { drawSamples, startAttempt, unseen } from '../../../../functions/domain/challenge/calibration-attempt.ts'
import { gradeRatings } from '../../../../functions/domain/challenge/grade-ratings.ts'
import { addDays, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { aCalibration, aGoldSample, aLicence } from '../../../support/calibrations.ts'

const seed = { id: anId('planted'), sampleId: anId('one') }

/** Everything that is due by an instant, one thing after another. */
function reviewUntilRest(licence: AssessorLicence, at: Instant): AssessorLicence {
  const change = reviewLicence(licence, seed, at)
  return change ? reviewUntilRest(change.to, at) : licence
}

describe('reviewLicence', () => {
  it('plants a sample, shortens a licence whose sample is missed and plants another, and ends it after the grace', () => {
    const given = aLicence({ nextPlantedAt: addDays(NOW, 30) })
    expect(reviewLicence(given, seed, addDays(NOW, 29))).toBeUndefined()
    const planted = reviewUntilRest(given, addDays(NOW, 30))
    expect(planted.planted).toEqual({ ...seed, answerBy: addDays(NOW, 37) })
    const missed = reviewUntilRest(planted, addDays(NOW, 37))
    expect([missed.expiresAt, missed.planted?.answerBy]).toEqual([addDays(NOW, 51), addDays(NOW, 44)])
    const ended = reviewUntilRest(missed, addDays(NOW, 51))
    expect([ended.endedAt, ended.planted]).toEqual([addDays(NOW, 51), undefined])
  })

  it('comes to rest at any instant, and is due at nothing before it looks again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), (days) => {
        let licence = aLicence({ nextPlantedAt: addDays(NOW, 30) })
        for (const day of days.toSorted((a, b) => a - b)) {
          licence = reviewUntilRest(licence, addDays(NOW, day))
          if (licence.endedAt === undefined) expect(licence.lookAt > addDays(NOW, day)).toBe(true)
        }
      }),
    )
  })

  it('waits for the next time when there is no sample to plant', () => {
    const given = aLicence({ nextPlantedAt: NOW })
    const change = reviewLicence(given, { ...seed, sampleId: undefined }, NOW)
    expect([change?.event, change?.to.nextPlantedAt, change?.to.planted]).toEqual([
      undefined,
      addDays(NOW, 30),
      undefined,
    ])
  })
})

describe('isLicensed', () => {
  it('is false once it expired, ended, or its badge is lost', () => {
    const licence = aLicence()
    expect(isLicensed(licence, [], NOW)).toBe(true)
    expect(isLicensed(licence, [anId('another badge')], NOW)).toBe(true)
    expect(isLicensed(licence, [licence.credentialId], NOW)).toBe(false)
    expect(isLicensed(licence, [], licence.expiresAt)).toBe(false)
    expect(isLicensed({ ...licence, endedAt: NOW }, [], NOW)).toBe(false)
    expect(isLicensed(undefined, [], NOW)).toBe(false)
  })
})

describe('startAttempt', () => {
  it('draws each sample once, and none that was seen in half a year', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 12 }),
        fc.nat(12),
        fc.infiniteStream(fc.nat()),
        (from, count, stream) => {
          const drawn = drawSamples(from, count, (below) => (stream.next().value ?? 0) % below)
          expect(new Set(drawn).size).toBe(Math.min(count, from.length))
          expect(drawn.every((id) => from.includes(id))).toBe(true)
        },
      ),
    )
    const seen = { [anId('one')]: NOW, [anId('two')]: addDays(NOW, -180) }
    expect(unseen([anId('one'), anId('two'), anId('three')], seen, NOW)).toEqual([anId('two'), anId('three')])
  })

  it('lets a licence be earned anew in its last thirty days only', () => {
    const start = (until: Instant) =>
      startAttempt(aCalibration(), anId('m'), undefined, until, { id: anId('a'), draw: () => 0 }, NOW)
    expect(start(addDays(NOW, 31))).toMatchObject({ ok: false, error: { code: 'already_licensed' } })
    expect(start(addDays(NOW, 30)).ok).toBe(true)
  })
})

describe('gradeRatings', () => {
  it('counts the same inside whatever the order of samples, and more tolerance never counts fewer', () => {
    const level = fc.constantFrom('rough', 'sound', 'fine')
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 6 }), (pairs) => {
        const samples = pairs.map(([, gold], n) => aGoldSample(String(n), gold))
        const ratings = Object.fromEntries(pairs.map(([craft], n) => [anId(String(n)), { craft }]))
        const [criterion] = aCalibration().criteria
        if (!criterion) throw new Error('the calibration has a criterion')
        const inside = (tolerance: number, of = samples) =>
          gradeRatings([{ ...criterion, tolerance }], of, ratings, 1).inside
        expect(inside(0, samples.toReversed())).toBe(inside(0))
        expect(inside(1)).toBeGreaterThanOrEqual(inside(0))
        expect(inside(2)).toBe(samples.length)
      }),
    )
  })
})
