import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Candidate,
  type DrawContext,
  drawFrom,
  type Fit,
  isPaused,
  lineUp,
  mayBeDrawn,
  type Sampled,
  WINDOW,
} from '../../../../functions/domain/reviewing/draw-reviewers.ts'
import type { Reviewer } from '../../../../functions/domain/reviewing/review-request.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, aCriterion, aMember, anId, aRule, NOW, someFacts } from '../../../support/builders.ts'

const LIMIT = 5
const since = (daysAgo: number) => addDays(NOW, -daysAgo)
const found = (name: string, daysAgo = 100): Sampled => ({ memberId: anId(name), since: since(daysAgo) })
const reviewersOf = (...known: readonly (readonly [string, Partial<Reviewer>])[]) =>
  new Map(known.map(([name, changes]) => [anId(name), { memberId: anId(name), open: [], ...changes }]))
const waitingFor = (count: number) => ({ open: Array.from({ length: count }, (_, n) => anId(`claim ${n}`)) })
const lineOf = (sampled: readonly Sampled[], reviewers = reviewersOf(), excluded: readonly string[] = []) =>
  lineUp(sampled, reviewers, new Set(excluded.map(anId)), LIMIT, NOW).map(({ memberId }) => memberId)

describe('lineUp', () => {
  it('stands those first who have least waiting, then those drawn longest ago', () => {
    const reviewers = reviewersOf(
      ['busy', { ...waitingFor(2), drawnAt: since(90) }],
      ['lately', { drawnAt: since(1) }],
      ['long ago', { drawnAt: since(50) }],
    )
    expect(lineOf([found('busy'), found('lately'), found('long ago')], reviewers)).toEqual(
      ['long ago', 'lately', 'busy'].map(anId),
    )
  })

  it('counts those who were never drawn from when they joined, so that new accounts stand at the end', () => {
    const reviewers = reviewersOf(['drawn', { drawnAt: since(10) }])
    expect(lineOf([found('new', 1), found('drawn'), found('old', 300)], reviewers)).toEqual(
      ['old', 'drawn', 'new'].map(anId),
    )
  })

  it('leaves out who may not be drawn, has as many waiting as may, or is paused', () => {
    const reviewers = reviewersOf(
      ['full', waitingFor(LIMIT)],
      ['nearly full', waitingFor(LIMIT - 1)],
      ['paused', { pausedUntil: addMilliseconds(NOW, 1) }],
      ['back', { pausedUntil: NOW }],
    )
    const sampled = ['learner', 'full', 'nearly full', 'paused', 'back'].map((name) => found(name))
    expect(lineOf(sampled, reviewers, ['learner'])).toEqual(['back', 'nearly full'].map(anId))
  })

  it('has everybody once, as of the oldest of the pools they were found in, in whatever order that was', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([5, 100, 300], { minLength: 3 }), (days) => {
        const sampled = [...days.map((daysAgo) => found('twice', daysAgo)), found('another', 200)]
        expect(lineOf(sampled)).toEqual(['twice', 'another'].map(anId))
      }),
    )
  })
})

describe('isPaused', () => {
  it('holds before the end of the pause and not at it, nor for whom the queue does not know', () => {
    expect([isPaused({ pausedUntil: NOW }, since(1)), isPaused({ pausedUntil: NOW }, NOW)]).toEqual([true, false])
    expect([isPaused({}, NOW), isPaused(undefined, NOW)]).toEqual([false, false])
  })
})

const aCandidate = (name: string, changes: Partial<Candidate> = {}): Candidate => ({
  memberId: anId(name),
  load: 0,
  member: aMember(name),
  facts: someFacts(),
  ...changes,
})
const may = (changes: Partial<Candidate> = {}, context: Partial<DrawContext> = {}) =>
  mayBeDrawn(aCandidate('peer', changes), { claim: aClaim(), rule: aRule(), languages: [], now: NOW, ...context })

describe('mayBeDrawn', () => {
  it('holds for a peer whose endorsement would count, at the highest levels and signed as well as can be', () => {
    const rule = aRule({ minAssurance: 'own-key' }, [aCriterion('craft', { requiredLevel: 'fine' })])
    expect(may({}, { rule })).toBe(true)
  })

  it('does not ask for a rating on a criterion that has no levels', () => {
    expect(may({}, { rule: aRule({}, [{ id: 'story', name: 'Story', levels: [] }]) })).toBe(true)
  })

  it('does not hold for a member of another community', () => {
    expect(may({ member: aMember('peer', { community: 'potters' }) })).toBe(false)
  })

  it.each([
    ['the learner', 'learner', {}, {}],
    ['a second account of the learner', 'alias', { person: anId('learner') }, {}],
    ['the first account of a learner who has two', 'first', {}, { learnerPerson: anId('first') }],
    ['an account beside that of the learner', 'third', { person: anId('first') }, { learnerPerson: anId('first') }],
    ['whoever shares the work', 'collaborator', {}, { collaborators: [anId('collaborator')] }],
  ])('does not hold for %s', (_, name, member, claim) => {
    expect(may({ member: aMember(name, member) }, { claim: aClaim(claim) })).toBe(false)
  })

  it('does not hold for who does not read the language', () => {
    const member = aMember('peer', { languages: ['en'] })
    expect([may({ member }, { languages: ['hi'] }), may({ member }, { languages: ['hi', 'en-IN'] })]).toEqual([
      false,
      true,
    ])
  })

  it.each([
    ['is not eligible', aRule({ eligibility: [{ kind: 'role', roles: ['owner'] }] }), {}],
    ['would close a ring', aRule({ independence: { ringSize: 4 } }), { closesRingOf: 4 }],
    ['shares the work on another claim', aRule(), { sharesWork: true as const }],
  ])('does not hold for who %s', (_, rule, facts) => {
    expect(may({ facts: someFacts(facts) }, { rule })).toBe(false)
  })

  it('counts whoever is drawn as drawn, where the rule asks for that', () => {
    expect(may({ facts: someFacts({ drawn: false }) }, { rule: aRule({ independence: { minDrawn: 1 } }) })).toBe(true)
  })

  it.each([
    ['89 days ago, under the window that is written out', aRule(), 89, false],
    ['90 days ago', aRule(), 90, true],
    ['20 days ago, under a window of 30', aRule({ independence: { reciprocityWindowDays: 30 } }), 20, false],
    ['40 days ago, under a window of 30', aRule({ independence: { reciprocityWindowDays: 30 } }), 40, true],
  ])('minds whom the learner endorsed %s', (_, rule, days, expected) => {
    expect(may({ facts: someFacts({ endorsedByLearnerAt: since(days) }) }, { rule })).toBe(expected)
  })

  it.each([
    [89, false],
    [90, true],
  ])('minds whom the learner endorsed %i days ago also where the rule says nothing of it', (days, expected) => {
    const { policy, rubric } = aRule()
    const { independence: _independence, ...without } = policy
    const facts = someFacts({ endorsedByLearnerAt: since(days) })
    expect(may({ facts }, { rule: { policy: without, rubric } })).toBe(expected)
  })
})

const ANY: Fit = { learnerSkills: [], languages: [], licensedFirst: false }
const drawn = (eligible: readonly Candidate[], wanted: number, fit = ANY, order = (index: number) => index) =>
  drawFrom(eligible, wanted, fit, order).map(({ memberId }) => memberId)

describe('drawFrom', () => {
  const challenger = aCandidate('challenger', { facts: someFacts({ workedOnChallenge: true }) })
  const licensed = aCandidate('licensed', { facts: someFacts({ licensed: true }) })
  const skilled = aCandidate('skilled', { member: aMember('skilled', { skills: ['dyeing'] }) })
  const reader = aCandidate('reader', { member: aMember('reader', { languages: ['hi'] }) })
  const plain = aCandidate('plain')

  it('prefers who worked on the challenge, then who has other skills, then who states the language', () => {
    const fit = { ...ANY, languages: ['hi'] }
    expect(drawn([plain, reader, skilled, challenger], 4, fit)).toEqual(
      ['challenger', 'skilled', 'reader', 'plain'].map(anId),
    )
  })

  it('does not prefer skills that the learner has, nor a language where none is asked for', () => {
    expect(drawn([plain, skilled, reader], 1, { ...ANY, learnerSkills: ['dyeing'] })).toEqual([anId('plain')])
  })

  it('takes a licensed judge first where others were far apart, and only there', () => {
    expect(drawn([challenger, licensed], 1, { ...ANY, licensedFirst: true })).toEqual([anId('licensed')])
    expect(drawn([challenger, licensed], 1)).toEqual([anId('challenger')])
  })

  it('asks nobody with more waiting for them than is needed, however well they fit', () => {
    expect(drawn([plain, { ...challenger, load: 1 }], 1)).toEqual([anId('plain')])
    expect(drawn([plain, { ...challenger, load: 1 }], 2)).toEqual(['challenger', 'plain'].map(anId))
    expect(
      drawn([plain, { ...reader, load: 1 }, { ...skilled, load: 1 }], 2, { ...ANY, learnerSkills: ['dyeing'] }),
    ).toEqual(['plain', 'reader'].map(anId))
  })

  it('leaves the rest to chance', () => {
    const some = [aCandidate('a'), aCandidate('b'), aCandidate('c')]
    expect(drawn(some, 1, ANY, (index) => -index)).toEqual([anId('c')])
    expect(drawn(some, 1, ANY, (index) => index)).toEqual([anId('a')])
  })

  it('draws as many as are wanted, or all there are, each once, from the head of the line', () => {
    const line = fc
      .array(fc.record({ load: fc.nat(3), workedOnChallenge: fc.boolean() }), { maxLength: 20 })
      .map((people) =>
        people
          .map(({ load, workedOnChallenge }, n) =>
            aCandidate(`${n}`, { load, facts: someFacts({ workedOnChallenge }) }),
          )
          .sort((a, b) => a.load - b.load),
      )
    fc.assert(
      fc.property(line, fc.integer({ min: 1, max: 10 }), fc.infiniteStream(fc.nat()), (eligible, wanted, chances) => {
        const ids = drawn(eligible, wanted, ANY, () => chances.next().value)
        expect(ids).toHaveLength(Math.min(wanted, eligible.length))
        expect(new Set(ids).size).toBe(ids.length)
        const head = eligible.slice(0, wanted * WINDOW)
        const most = eligible[wanted - 1]?.load ?? Number.POSITIVE_INFINITY
        for (const id of ids) expect(head.find(({ memberId }) => memberId === id)?.load).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('draws nobody from an empty line', () => {
    expect(drawn([], 3)).toEqual([])
  })
})
