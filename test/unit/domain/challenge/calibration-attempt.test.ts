import { describe, expect, it } from 'vitest'
import {
  answerAttempt,
  type CalibrationAttempt,
  type CalibrationRecord,
  startAttempt,
} from '../../../../functions/domain/challenge/calibration-attempt.ts'
import { gradeRatings } from '../../../../functions/domain/challenge/grade-ratings.ts'
import { addDays, addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { aCalibration, aGoldSample } from '../../../support/calibrations.ts'

const MEMBER = anId('assessor')
const addHours = (at: Instant, hours: number): Instant => addMilliseconds(at, hours * 3_600_000)

const aRecord = (changes: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
  memberId: MEMBER,
  challengeId: anId('challenge'),
  attempts: 1,
  newest: { id: anId('earlier'), startedAt: addDays(NOW, -1), openUntil: addDays(NOW, -1) },
  seen: {},
  version: 1,
  ...changes,
})

const start = (record?: CalibrationRecord, calibration = aCalibration(), now = NOW) =>
  startAttempt(calibration, MEMBER, record, undefined, { id: anId('attempt'), draw: () => 0 }, now)

describe('startAttempt', () => {
  it('holds the samples drawn and the rules as they are now, until the hours to answer are over', () => {
    const { criteria } = aCalibration()
    expect(start()).toEqual({
      ok: true,
      value: {
        attempt: {
          id: anId('attempt'),
          memberId: MEMBER,
          community: 'weavers',
          challengeId: anId('challenge'),
          criteria,
          samples: [anId('one'), anId('two')],
          requiredInside: 2,
          startedAt: NOW,
          answerBy: addDays(NOW, 3),
          version: 1,
        },
        record: {
          memberId: MEMBER,
          challengeId: anId('challenge'),
          attempts: 1,
          newest: { id: anId('attempt'), startedAt: NOW, openUntil: addDays(NOW, 3) },
          seen: { [anId('one')]: NOW, [anId('two')]: NOW },
          version: 1,
        },
      },
    })
  })

  it('counts on from earlier attempts, and remembers what was seen in them', () => {
    const seen = { [anId('one')]: addDays(NOW, -1) }
    expect(start(aRecord({ seen, version: 6 }))).toMatchObject({
      ok: true,
      value: {
        attempt: { samples: [anId('two'), anId('three')] },
        record: { attempts: 2, seen: { ...seen, [anId('two')]: NOW, [anId('three')]: NOW }, version: 7 },
      },
    })
  })

  it.each([
    ['whoever wrote a sample of it', 'calibration_author', aCalibration({ authors: [MEMBER] }), undefined],
    [
      'anybody while it has too few samples',
      'calibration_not_ready',
      aCalibration({ samplesPerAttempt: 4 }),
      undefined,
    ],
    [
      'a second attempt beside one that is open',
      'attempt_open',
      aCalibration(),
      aRecord({ newest: { id: anId('open'), startedAt: addDays(NOW, -2), openUntil: addHours(NOW, 1) } }),
    ],
    ['more attempts than there are', 'attempts_used_up', aCalibration(), aRecord({ attempts: 3 })],
    [
      'an attempt before the wait is over',
      'attempt_too_soon',
      aCalibration(),
      aRecord({ newest: { id: anId('earlier'), startedAt: addHours(NOW, -23), openUntil: addHours(NOW, -22) } }),
    ],
    [
      'somebody who has seen nearly all of it',
      'samples_used_up',
      aCalibration(),
      aRecord({ seen: { [anId('one')]: addDays(NOW, -179), [anId('two')]: addDays(NOW, -1) } }),
    ],
  ])('refuses %s', (_, code, calibration, record) => {
    expect(start(record, calibration)).toMatchObject({ ok: false, error: { code } })
  })

  it('begins at the very end of an open attempt and of the wait, and after a facilitator forgot the last one', () => {
    expect(start(aRecord({ newest: { id: anId('e'), startedAt: addHours(NOW, -24), openUntil: NOW } })).ok).toBe(true)
    expect(start(aRecord({ attempts: 0, newest: undefined })).ok).toBe(true)
  })
})

describe('answerAttempt', () => {
  const started = start()
  if (!started.ok) throw new Error('the attempt begins')
  const { attempt, record } = started.value
  const golds = [aGoldSample('one'), aGoldSample('two')]
  const right = { [anId('one')]: { craft: 'sound' }, [anId('two')]: { craft: 'sound' } }
  const wrong = { ...right, [anId('two')]: { craft: 'fine' } }
  const LATER = addHours(NOW, 1)
  const answer = (
    ratings: Parameters<typeof answerAttempt>[3],
    changes: Partial<CalibrationAttempt> = {},
    now = LATER,
  ) => answerAttempt({ ...attempt, ...changes }, record, golds, ratings, now)

  it('passes with enough ratings inside, which ends the attempt and begins the count anew', () => {
    expect(answer(right)).toMatchObject({
      ok: true,
      value: {
        attempt: { answeredAt: LATER, result: { passed: true, inside: 2, required: 2 }, version: 2 },
        record: { attempts: 0, newest: { id: attempt.id, openUntil: LATER }, version: 2 },
      },
    })
  })

  it('fails with too few, and the attempt still counts', () => {
    expect(answer(wrong)).toMatchObject({
      ok: true,
      value: {
        attempt: { result: { passed: false, inside: 1 } },
        record: { attempts: 1, newest: { openUntil: LATER } },
      },
    })
  })

  it('is graded by the rules it began with, also when a facilitator forgot the attempt meanwhile', () => {
    const forgotten = { ...record, attempts: 0, newest: undefined }
    expect(answerAttempt({ ...attempt, requiredInside: 1 }, forgotten, golds, wrong, LATER)).toMatchObject({
      ok: true,
      value: { attempt: { result: { passed: true, required: 1 } }, record: { newest: undefined } },
    })
  })

  it.each([
    ['a second answer', 'attempt_answered', right, { answeredAt: NOW }, LATER],
    ['an answer at the end of its time', 'attempt_over', right, {}, attempt.answerBy],
    ['an answer that leaves a sample out', 'invalid_request', { [anId('one')]: { craft: 'sound' } }, {}, LATER],
    ['a level that is none', 'invalid_request', { ...right, [anId('one')]: { craft: 'best' } }, {}, LATER],
    ['a sample of another attempt', 'invalid_request', { ...right, [anId('three')]: { craft: 'sound' } }, {}, LATER],
  ])('refuses %s', (_, code, ratings, changes, now) => {
    expect(answer(ratings, changes, now)).toMatchObject({ ok: false, error: { code } })
  })

  it('points at every rating that is missing or in excess', () => {
    expect(answer({ [anId('three')]: {} })).toMatchObject({
      error: {
        errors: [
          { pointer: `/ratings/${anId('three')}` },
          { pointer: `/ratings/${anId('one')}/craft` },
          { pointer: `/ratings/${anId('two')}/craft` },
        ],
      },
    })
  })
})

describe('gradeRatings', () => {
  const [craft] = aCalibration().criteria
  if (!craft) throw new Error('the calibration has a criterion')
  const grade = (ratings: Readonly<Record<string, string>> | undefined, tolerance: number, gold = 'sound') => {
    const sample = aGoldSample('one', gold)
    return gradeRatings([{ ...craft, tolerance }], [sample], ratings ? { [sample.id]: ratings } : {}, 1)
  }

  it('tells of each rating by how many levels it was off, and to which side', () => {
    expect(grade({ craft: 'fine' }, 1).samples[0]?.criteria).toEqual([
      { criterion: 'craft', rated: 'fine', gold: 'sound', levelsOff: 1, inside: true },
    ])
    expect(grade({ craft: 'rough' }, 0).samples[0]?.criteria).toEqual([
      { criterion: 'craft', rated: 'rough', gold: 'sound', levelsOff: -1, inside: false },
    ])
  })

  it('takes what was not rated for outside, even where the lowest level is right and one off is allowed', () => {
    expect(grade(undefined, 1, 'rough')).toMatchObject({ passed: false, inside: 0 })
    expect(grade({ craft: 'unheard of' }, 1, 'rough')).toMatchObject({ passed: false, inside: 0 })
  })
})
