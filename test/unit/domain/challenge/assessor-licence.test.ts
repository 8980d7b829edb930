import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AssessorLicence,
  grantLicence,
  isLicensed,
  type PlantedStanding,
  reviewLicence,
  unansweredStanding,
} from '../../../../functions/domain/challenge/assessor-licence.ts'
import { drawSamples, startAttempt, unseen } from '../../../../functions/domain/challenge/calibration-attempt.ts'
import { gradePlanted } from '../../../../functions/domain/challenge/grade-planted.ts'
import { gradeRatings } from '../../../../functions/domain/challenge/grade-ratings.ts'
import { addDays, addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { aCriterion, anId, NOW } from '../../../support/builders.ts'
import { aCalibration, aGoldSample, aLicence } from '../../../support/calibrations.ts'

const next = { claimId: anId('planted'), sampleId: anId('one') }
const waiting = { kind: 'waiting' } as const

/** Everything that is due by an instant, one thing after another. */
function reviewUntilRest(
  licence: AssessorLicence,
  at: Instant,
  standing: PlantedStanding | undefined = waiting,
): AssessorLicence {
  const change = reviewLicence(licence, standing, next, at)
  return change ? reviewUntilRest(change.to, at) : licence
}
const answered = (passed: boolean, day: number): PlantedStanding => ({
  kind: 'answered',
  at: addDays(NOW, day),
  settlesAt: addMinutes(addDays(NOW, day), 10),
  grade: { inside: passed ? 1 : 0, compared: 1, passed },
})
const addMinutes = (at: Instant, minutes: number) => addMilliseconds(at, minutes * 60_000)

describe('grantLicence', () => {
  const claim = { memberId: anId('assessor'), claimId: anId('claim'), credentialId: anId('badge') }
  const planted = { everyDays: 30, answerDays: 7, graceDays: 14 }

  it('lasts its days, is looked at when it ends, and holds no samples unless the calibration plants some', () => {
    const licence = grantLicence(aCalibration({ licenceDays: 90 }), claim, undefined, NOW)
    expect(licence).toMatchObject({
      ...claim,
      grantedAt: NOW,
      expiresAt: addDays(NOW, 90),
      badgeUntil: addDays(NOW, 90),
      lookAt: addDays(NOW, 90),
      version: 1,
    })
    expect([licence.terms.planted, licence.nextPlantedAt]).toEqual([undefined, undefined])
  })

  it('plants the first sample once the days between two are over, and follows an earlier licence', () => {
    const licence = grantLicence(aCalibration({ planted }), claim, aLicence({ version: 7 }), NOW)
    expect(licence).toMatchObject({ terms: { planted }, nextPlantedAt: addDays(NOW, 30), version: 8 })
    expect(licence.lookAt).toBe(addDays(NOW, 30))
  })

  it.each([
    [6, 2, 3],
    [5, 2, 2],
    [1, 4, 1],
  ])('asks of one sample its share of %i ratings over %i samples: %i, and one at least', (inside, samples, each) => {
    const calibration = aCalibration({ requiredInside: inside, samplesPerAttempt: samples })
    expect(grantLicence(calibration, claim, undefined, NOW).terms.requiredInside).toBe(each)
  })
})

describe('reviewLicence', () => {
  it('never plants anything for a licence that was given without, and leaves one alone that has ended', () => {
    const { planted: _, ...terms } = aLicence().terms
    const plain = aLicence({ terms, nextPlantedAt: NOW })
    expect(reviewLicence(plain, undefined, next, addDays(NOW, 40))).toBeUndefined()
    expect(reviewLicence(plain, undefined, next, plain.expiresAt)?.event).toBe('licence.ended')
    expect(reviewLicence(aLicence({ endedAt: NOW }), undefined, next, addDays(NOW, 900))).toBeUndefined()
  })

  it('lets an answer that comes after a longer end prolong nothing and shorten nothing', () => {
    const out = { ...next, answerBy: addDays(NOW, 7) }
    const long = aLicence({ planted: out, expiresAt: addDays(NOW, 800), badgeUntil: addDays(NOW, 900) })
    const passed = reviewLicence(long, answered(true, 2), next, addDays(NOW, 3))
    expect([passed?.to.expiresAt, passed?.to.badgeUntil]).toEqual([addDays(NOW, 800), addDays(NOW, 900)])
  })

  it('plants a sample, shortens a licence whose sample is missed and plants another, and ends it after the grace', () => {
    const given = aLicence({ nextPlantedAt: addDays(NOW, 30) })
    expect(reviewLicence(given, waiting, next, addDays(NOW, 29))).toBeUndefined()
    const planted = reviewUntilRest(given, addDays(NOW, 30))
    expect(planted.planted).toEqual({ ...next, answerBy: addDays(NOW, 37) })
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
    const change = reviewLicence(given, undefined, { ...next, sampleId: undefined }, NOW)
    expect([change?.event, change?.to.nextPlantedAt, change?.to.planted]).toEqual([
      undefined,
      addDays(NOW, 30),
      undefined,
    ])
  })
})

describe('a planted sample', () => {
  const given = aLicence({ planted: { ...next, answerBy: addDays(NOW, 7) } })

  it('keeps the licence alive from the answer on, once it cannot be undone, also when its end came meanwhile', () => {
    const right = answered(true, 6)
    expect(reviewLicence(given, right, next, addDays(NOW, 6))).toBeUndefined()
    const passed = reviewLicence(given, right, next, addMinutes(addDays(NOW, 6), 10))
    expect([passed?.event, passed?.inside, passed?.to.expiresAt, passed?.to.badgeUntil]).toEqual([
      'licence.prolonged',
      1,
      addDays(NOW, 371),
      addDays(NOW, 371),
    ])
    expect([passed?.to.planted, passed?.to.nextPlantedAt]).toEqual([undefined, addDays(NOW, 36)])
    const atItsEnd = reviewLicence({ ...given, expiresAt: addDays(NOW, 6) }, right, next, addDays(NOW, 7))
    expect(atItsEnd?.to.expiresAt).toBe(addDays(NOW, 371))
  })

  it('shortens the licence when it is judged wrongly', () => {
    const failed = reviewLicence(given, answered(false, 1), next, addDays(NOW, 2))
    expect([failed?.event, failed?.inside, failed?.to.expiresAt]).toEqual(['licence.shortened', 0, addDays(NOW, 16)])
  })

  it('is followed by another with the same end when it is let go, and by none when none is left', () => {
    const letGo = { kind: 'let-go' } as const
    const other = { claimId: anId('other'), sampleId: anId('two') }
    const followed = reviewLicence(given, letGo, other, addDays(NOW, 3))
    expect([followed?.event, followed?.to.planted]).toEqual([undefined, { ...other, answerBy: addDays(NOW, 7) }])
    expect(reviewLicence(given, letGo, { ...other, sampleId: undefined }, addDays(NOW, 3))).toBeUndefined()
    expect(reviewLicence(given, letGo, other, addDays(NOW, 7))?.event).toBe('licence.shortened')
  })

  it('costs nothing when its holder could not be asked, or the claim was taken from them', () => {
    const kinds = [undefined, 'withdrawn', 'offered', 'taken', 'declined', 'lapsed'] as const
    expect(kinds.map((state) => unansweredStanding(state).kind)).toEqual([
      ...['unasked', 'unasked', 'waiting', 'waiting', 'let-go', 'let-go'],
    ])
    const change = reviewLicence(given, { kind: 'unasked' }, next, addDays(NOW, 7))
    expect([change?.event, change?.to.expiresAt, change?.to.planted, change?.to.nextPlantedAt]).toEqual([
      undefined,
      given.expiresAt,
      undefined,
      addDays(NOW, 37),
    ])
  })
})

describe('gradePlanted', () => {
  const rubric = [aCriterion()]
  const grade = (gold: string, judgement: Partial<Parameters<typeof gradePlanted>[3]>) =>
    gradePlanted(aLicence().terms, rubric, aGoldSample('one', gold), { verdict: 'endorse', ratings: {}, ...judgement })

  it('compares ratings level by level', () => {
    expect(grade('sound', { ratings: { craft: 'sound' } })).toEqual({ inside: 1, compared: 1, passed: true })
    expect(grade('sound', { ratings: { craft: 'fine' } })).toEqual({ inside: 0, compared: 1, passed: false })
    expect(grade('rough', { verdict: 'not-yet', criterion: 'craft', ratings: { craft: 'rough' } })?.passed).toBe(true)
  })

  it('takes a verdict for what it says of a criterion without a rating', () => {
    expect(grade('rough', { verdict: 'not-yet', criterion: 'craft' })?.passed).toBe(true)
    expect(grade('sound', { verdict: 'not-yet', criterion: 'craft' })?.passed).toBe(false)
    expect(grade('sound', {})?.passed).toBe(true)
    expect(grade('rough', {})?.passed).toBe(false)
  })

  it('says nothing of what says nothing', () => {
    const free = [{ ...aCriterion(), requiredLevel: undefined }]
    expect(
      gradePlanted(aLicence().terms, free, aGoldSample('one'), { verdict: 'endorse', ratings: {} }),
    ).toBeUndefined()
    expect(grade('sound', { verdict: 'not-yet' })).toBeUndefined()
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

  it('lets a licence be earned anew in its last thirty days only, and one that was taken away not before its end', () => {
    const start = (until: Instant, lost = false) =>
      startAttempt(aCalibration(), anId('m'), undefined, { until, lost }, { id: anId('a'), draw: () => 0 }, NOW)
    expect(start(addDays(NOW, 1), true)).toMatchObject({ ok: false, error: { code: 'licence_lost' } })
    expect(start(NOW, true).ok).toBe(true)
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
