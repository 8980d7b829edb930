import { describe, expect, it } from 'vitest'
import type { Candidate, Fit } from '../../../../functions/domain/reviewing/draw-reviewers.ts'
import { reasonsOf } from '../../../../functions/domain/reviewing/reasons.ts'
import { aMember, anId, someFacts } from '../../../support/builders.ts'

const claim = { challengeId: anId('twill') }
const ANY: Fit = { learnerSkills: [], languages: [], licensedFirst: false }
const aCandidate = (changes: Partial<Candidate> = {}): Candidate => ({
  memberId: anId('peer'),
  load: 0,
  member: aMember('peer'),
  facts: someFacts(),
  ...changes,
})

describe('reasonsOf', () => {
  it('always says how little waits for somebody, and nothing else where nothing else speaks for them', () => {
    expect(reasonsOf(aCandidate({ load: 2 }), claim, ANY)).toEqual([{ kind: 'load', open: 2 }])
  })

  it.each([
    ['challenge', anId('twill'), claim],
    ['neighbour-challenge', anId('satin'), claim],
    ['neighbour-challenge', anId('satin'), {}],
  ])('says "%s" of what they worked on', (kind, challengeId, of) => {
    expect(reasonsOf(aCandidate({ challengeId }), of, ANY)).toContainEqual({ kind, challengeId })
  })

  it('says that they hold a licence only when they do', () => {
    const licensed = (facts: Parameters<typeof someFacts>[0]) =>
      reasonsOf(aCandidate({ facts: someFacts(facts) }), claim, ANY).some(({ kind }) => kind === 'licensed')
    expect([licensed({ licensed: true }), licensed({ licensed: false }), licensed({})]).toEqual([true, false, false])
  })

  it('names skills that the learner lacks, five at most, in the order of whoever has them', () => {
    const skills = ['weaving', 'dyeing', 'carding', 'felting', 'spinning', 'knitting', 'darning']
    const member = aMember('peer', { skills })
    const fit = { ...ANY, learnerSkills: ['weaving'] }
    expect(reasonsOf(aCandidate({ member }), claim, fit)).toContainEqual({ kind: 'skills', skills: skills.slice(1, 6) })
    const same = reasonsOf(aCandidate({ member }), claim, { ...ANY, learnerSkills: skills })
    expect(same.map(({ kind }) => kind)).toEqual(['load'])
  })

  it('names the first language asked for that they read, whatever its region', () => {
    const member = aMember('peer', { languages: ['en-GB', 'hi'] })
    const said = (...languages: readonly string[]) =>
      reasonsOf(aCandidate({ member }), claim, { ...ANY, languages }).flatMap((reason) =>
        reason.kind === 'language' ? reason.language : [],
      )
    expect([said('ta', 'hi-IN', 'en'), said('ta'), said()]).toEqual([['hi-IN'], [], []])
  })

  it('does not say of people who state no languages that they read this one', () => {
    expect(reasonsOf(aCandidate(), claim, { ...ANY, languages: ['en'] })).toEqual([{ kind: 'load', open: 0 }])
  })
})
