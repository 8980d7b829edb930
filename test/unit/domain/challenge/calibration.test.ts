import { describe, expect, it } from 'vitest'
import {
  addSample,
  findRatingErrors,
  rateTheSame,
  removeSample,
  writeCalibration,
} from '../../../../functions/domain/challenge/calibration.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { aCriterion, anId, NOW } from '../../../support/builders.ts'
import { aCalibration, toSet } from '../../../support/calibrations.ts'

const ACHIEVEMENT = anId('achievement')
const LATER = addDays(NOW, 1)

const toLevels = (...ids: readonly string[]) => ids.map((id) => ({ id, name: id }))
const fine = aCriterion('finish', { levels: toLevels('a', 'b', 'c', 'd'), requiredLevel: 'b' })
const single = aCriterion('present', { levels: toLevels('there'), requiredLevel: 'there' })

const source = {
  challengeId: anId('challenge'),
  community: 'weavers',
  rubric: [aCriterion(), fine, single],
  earlier: undefined,
  licenceAchievement: anId('licence achievement'),
} as const
const write = (changes: Parameters<typeof toSet>[1] = {}, from: Partial<Parameters<typeof writeCalibration>[1]> = {}) =>
  writeCalibration(toSet(ACHIEVEMENT, { tolerance: {}, ...changes }), { ...source, ...from }, NOW)

describe('writeCalibration', () => {
  it('rates every criterion of two or more levels, exactly up to three levels and to within one beyond', () => {
    expect(write()).toMatchObject({
      ok: true,
      value: {
        criteria: [
          { id: 'craft', levels: ['rough', 'sound', 'fine'], tolerance: 0 },
          { id: 'finish', levels: ['a', 'b', 'c', 'd'], tolerance: 1 },
        ],
      },
    })
  })

  it('says by itself how many attempts there are, how long they take, and how long the licence lasts', () => {
    const { tolerance: _, ...plain } = toSet(ACHIEVEMENT)
    const written = writeCalibration(plain, source, NOW)
    const defaults = { attempts: 3, waitHours: 24, answerHours: 72, licenceDays: 365 }
    expect(written).toMatchObject({ ok: true, value: { ...defaults, samples: [], authors: [], version: 1 } })
    expect(written.ok && 'planted' in written.value).toBe(false)
  })

  it('takes what the request says instead, nothing and no wait included', () => {
    const asked = {
      attempts: 1,
      waitHours: 0,
      answerHours: 5,
      licenceDays: 30,
      planted: { everyDays: 10, answerDays: 3, graceDays: 0 },
    }
    expect(write({ ...asked, tolerance: { craft: 1, finish: 0 } })).toMatchObject({
      ok: true,
      value: {
        ...asked,
        criteria: [
          { id: 'craft', tolerance: 1 },
          { id: 'finish', tolerance: 0 },
        ],
      },
    })
  })

  it('keeps samples and their authors when it is replaced, and counts on', () => {
    const earlier = aCalibration({ authors: [anId('author')], version: 4 })
    expect(write({}, { earlier, rubric: [aCriterion()] })).toMatchObject({
      ok: true,
      value: { samples: earlier.samples, authors: [anId('author')], version: 5 },
    })
  })

  it('refuses other criteria while there are samples, and takes them once those are out', () => {
    const earlier = aCalibration()
    expect(write({}, { earlier })).toMatchObject({ ok: false, error: { code: 'calibration_in_use' } })
    expect(write({}, { earlier: { ...earlier, samples: [] } }).ok).toBe(true)
  })

  it.each([
    ['a rubric that tests nothing', {}, { rubric: [single] }, ['/achievementVersion']],
    [
      'tolerance for what is not rated',
      { tolerance: { present: 0, other: 0 } },
      {},
      ['/tolerance/present', '/tolerance/other'],
    ],
    [
      'tolerance that lets every level pass',
      { tolerance: { craft: 2, finish: 3 } },
      {},
      ['/tolerance/craft', '/tolerance/finish'],
    ],
    ['more ratings inside than an attempt holds', { samplesPerAttempt: 2, requiredInside: 5 }, {}, ['/requiredInside']],
  ])('refuses %s', (_, request, from, pointers) => {
    const written = write(request, from)
    expect(written).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
    expect(pointersOf(written)).toEqual(pointers)
  })
})

describe('rateTheSame', () => {
  const [craft] = aCalibration().criteria
  if (!craft) throw new Error('the calibration has a criterion')

  it('looks at criteria and the order of their levels, and not at tolerance', () => {
    expect(rateTheSame([craft], [{ ...craft, tolerance: 1 }])).toBe(true)
    expect(rateTheSame([craft], [{ ...craft, levels: craft.levels.toReversed() }])).toBe(false)
    expect(rateTheSame([craft], [{ ...craft, id: 'other' }])).toBe(false)
    expect(rateTheSame([craft], [])).toBe(false)
  })
})

describe('addSample', () => {
  const add = (
    gold: Readonly<Record<string, string>>,
    author?: string,
    to = aCalibration({ authors: [anId('first')] }),
  ) => addSample(to, anId('new'), { narrative: 'A cloth', gold }, author, LATER)

  it('adds it to those to draw from, and whoever wrote it to those who know the answers, once', () => {
    expect(add({ craft: 'fine' }, anId('second'))).toEqual({
      ok: true,
      value: {
        sample: {
          id: anId('new'),
          challengeId: anId('challenge'),
          narrative: 'A cloth',
          gold: { craft: 'fine' },
          authorId: anId('second'),
          addedAt: LATER,
        },
        calibration: aCalibration({
          samples: [...aCalibration().samples, anId('new')],
          authors: [anId('first'), anId('second')],
          changedAt: LATER,
          version: 2,
        }),
      },
    })
    expect(add({ craft: 'fine' }, anId('first'))).toMatchObject({
      value: { calibration: { authors: [anId('first')] } },
    })
  })

  it('names nobody for a sample that a key of the community wrote', () => {
    const added = add({ craft: 'fine' })
    expect(added).toMatchObject({ ok: true, value: { calibration: { authors: [anId('first')] } } })
    expect(added.ok && 'authorId' in added.value.sample).toBe(false)
  })

  it('refuses gold levels that do not fit the criteria', () => {
    const refused = add({ craft: 'splendid', colour: 'red' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
    expect(pointersOf(refused)).toEqual(['/gold/colour', '/gold/craft'])
  })

  it('holds a hundred samples and refuses one more', () => {
    const holding = (count: number) => aCalibration({ samples: Array.from({ length: count }, (_, n) => anId(n)) })
    expect(add({ craft: 'fine' }, undefined, holding(99)).ok).toBe(true)
    expect(add({ craft: 'fine' }, undefined, holding(100))).toMatchObject({ error: { code: 'too_many_samples' } })
  })
})

describe('removeSample', () => {
  it('takes one out; who wrote it still knows the answers', () => {
    const calibration = aCalibration({ authors: [anId('author')] })
    expect(removeSample(calibration, anId('two'), LATER)).toEqual({
      ...calibration,
      samples: [anId('one'), anId('three')],
      changedAt: LATER,
      version: 2,
    })
  })
})

describe('findRatingErrors', () => {
  const { criteria } = aCalibration()

  it('wants one known level for each criterion and nothing else', () => {
    expect(findRatingErrors(criteria, { craft: 'rough' }, '/x')).toEqual([])
    expect(findRatingErrors(criteria, {}, '/x')).toEqual([
      { pointer: '/x/craft', detail: 'must be one of rough, sound, fine' },
    ])
    expect(findRatingErrors(criteria, { craft: 'fine', toString: 'fine' }, '/x')).toEqual([
      { pointer: '/x/toString', detail: 'is none of the criteria' },
    ])
  })
})

const pointersOf = (result: { readonly ok: boolean; readonly error?: object }) =>
  result.error && 'errors' in result.error && Array.isArray(result.error.errors)
    ? result.error.errors.map(({ pointer }: { readonly pointer: string }) => pointer)
    : []
