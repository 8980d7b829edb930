import { describe, expect, it } from 'vitest'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import {
  type GivingContext,
  giveEndorsement,
  reviseEndorsement,
  withdrawEndorsement,
} from '../../../../functions/domain/endorsement/give-endorsement.ts'
import type { GiveEndorsement } from '../../../../schemas/endorsement.ts'
import { aClaim, aCriterion, aMember, anEndorsement, anId, aRule, NOW, someFacts } from '../../../support/builders.ts'

const endorse: GiveEndorsement = { verdict: 'endorse', ratings: { craft: 'sound' } }
const context = (changes: Partial<GivingContext> = {}): GivingContext => ({
  claim: aClaim(),
  rule: aRule({}, [aCriterion('craft')]),
  endorser: aMember('ana', { circles: ['monday'] }),
  holds: [],
  assurance: 'asserted',
  now: NOW,
  ...changes,
})

const give = (changes: Partial<GivingContext> = {}, judgement: GiveEndorsement = endorse) =>
  giveEndorsement(anId('new'), context(changes), judgement)

const CLOSED = ['revision', 'contested', 'refused', 'withdrawn', 'expired'] as const
const TAKING = ['open', 'met', 'issued'] as const

describe('giveEndorsement', () => {
  it('records the judgement with the facts about the endorser, and no texts', () => {
    const holds = [anId('licence')]
    const given = give(
      { holds, assurance: 'signed-in' },
      { ...endorse, comment: 'Even cloth.', relationship: 'peer', consentToBeNamed: true },
    )
    expect(given).toEqual({
      ok: true,
      value: {
        id: anId('new'),
        claimId: anId('claim'),
        endorserId: anId('ana'),
        evidenceVersion: 1,
        version: 1,
        state: 'given',
        verdict: 'endorse',
        ratings: { craft: 'sound' },
        relationship: 'peer',
        consentToBeNamed: true,
        assurance: 'signed-in',
        givenAt: NOW,
        changedAt: NOW,
        facts: { role: 'member', memberSince: '2025-01-01T00:00:00.000Z', circles: ['monday'], holds },
      },
    })
  })

  it('takes silence on naming as no consent', () => {
    expect(give()).toMatchObject({ ok: true, value: { consentToBeNamed: false } })
  })

  it.each(TAKING)('takes an endorsement of a claim that is "%s"', (status) => {
    expect(give({ claim: aClaim({ status }) }).ok).toBe(true)
  })

  it.each(CLOSED)('refuses one of a claim that is "%s"', (status) => {
    expect(give({ claim: aClaim({ status }) })).toMatchObject({ ok: false, error: { code: 'claim_closed' } })
  })

  it('tells endorsers of a claim in revision to wait for new evidence', () => {
    expect(give({ claim: aClaim({ status: 'revision' }) })).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('new evidence') },
    })
  })

  it('refuses the learner', () => {
    expect(give({ endorser: aMember('learner') })).toEqual({ ok: false, error: { code: 'self_endorsement' } })
  })

  it('refuses a collaborator', () => {
    expect(give({ claim: aClaim({ collaborators: [anId('ana')] }) })).toEqual({
      ok: false,
      error: { code: 'collaborator_endorsement' },
    })
  })

  it('refuses whoever another claim names as sharing the work with the learner, but lets them decline', () => {
    const facts = { sharesWork: true } as const
    for (const verdict of ['endorse', 'not-yet'] as const)
      expect(give({ facts }, { ...endorse, verdict })).toMatchObject({
        ok: false,
        error: { code: 'collaborator_endorsement' },
      })
    expect(give({ facts }, { verdict: 'decline' }).ok).toBe(true)
  })

  it.each([1, 3])('refuses a judgement of evidence version %i when 2 is current', (evidenceVersion) => {
    expect(give({ claim: aClaim({ evidenceVersion: 2 }) }, { ...endorse, evidenceVersion })).toMatchObject({
      ok: false,
      error: { code: 'evidence_version_stale' },
    })
  })

  it('takes a judgement that names the current evidence version', () => {
    expect(give({ claim: aClaim({ evidenceVersion: 2 }) }, { ...endorse, evidenceVersion: 2 })).toMatchObject({
      ok: true,
      value: { evidenceVersion: 2 },
    })
  })

  it('refuses someone the rule does not let endorse, by what is true now, and says who may', () => {
    const rule = aRule({ eligibility: [{ kind: 'member-for', days: 30 }] }, [aCriterion('craft')])
    const endorser = aMember('ana', { joinedAt: '2026-02-20T00:00:00.000Z' })
    expect(give({ rule, endorser })).toMatchObject({
      ok: false,
      error: { code: 'not_eligible', detail: expect.stringContaining('Who may endorse: members of at least 30 days') },
    })
  })

  it('points at ratings that the rubric does not have', () => {
    expect(give({}, { verdict: 'endorse', ratings: { craft: 'perfect', flair: 'fine' } })).toEqual({
      ok: false,
      error: {
        code: 'invalid_request',
        detail: 'The ratings do not fit the rubric.',
        errors: [
          { pointer: '/ratings/craft', detail: 'must be one of rough, sound, fine' },
          { pointer: '/ratings/flair', detail: 'the rubric has no criterion with this id' },
        ],
      },
    })
  })

  it('asks a not-yet to name a criterion of the rubric', () => {
    const pointers = [
      give({}, { verdict: 'not-yet', fix: 'Beat harder.' }),
      give({}, { verdict: 'not-yet', criterion: 'flair', fix: 'Beat harder.' }),
    ].map((result) => (result.ok ? [] : (result.error.errors ?? []).map(({ pointer }) => pointer)))
    expect(pointers).toEqual([['/criterion'], ['/criterion']])
  })

  it('takes a not-yet without a criterion where there is no rubric', () => {
    expect(give({ rule: aRule() }, { verdict: 'not-yet', fix: 'Beat harder.' })).toMatchObject({
      ok: true,
      value: { verdict: 'not-yet', ratings: {} },
    })
  })

  it('keeps the criterion of a not-yet', () => {
    expect(give({}, { verdict: 'not-yet', criterion: 'craft', fix: 'Beat harder.' })).toMatchObject({
      ok: true,
      value: { criterion: 'craft' },
    })
  })
})

describe('reviseEndorsement', () => {
  const earlier = anEndorsement('ana', { verdict: 'not-yet', criterion: 'craft', relationship: 'mentor' })

  it('makes the next version, with facts of now, and drops what only the earlier one said', () => {
    const revised = reviseEndorsement(earlier, context({ endorser: aMember('ana', { role: 'facilitator' }) }), endorse)
    expect(revised).toEqual({
      ok: true,
      value: {
        ...anEndorsement('ana'),
        revised: true,
        version: 2,
        ratings: { craft: 'sound' },
        consentToBeNamed: false,
        changedAt: NOW,
        facts: someFacts({ role: 'facilitator' }),
      },
    })
  })

  describe('of an endorse', () => {
    const first = anEndorsement('ana', { facts: someFacts({ closesRingOf: 3, reach: 0, workedOnChallenge: false }) })
    const now = {
      endorsedByLearnerAt: NOW,
      reach: 4,
      workedOnChallenge: true,
      share: { given: 1, total: 9, endorsers: 4 },
    }
    const factsAfter = (earlier: Partial<Endorsement>) => {
      const revised = reviseEndorsement(
        { ...first, ...earlier },
        context({ endorser: aMember('ana'), facts: now }),
        endorse,
      )
      return revised.ok && revised.value.facts
    }

    it('keeps what it did between two people as it was when it was given, and takes all else anew', () => {
      expect(factsAfter({})).toEqual(someFacts({ closesRingOf: 3, reach: 0, workedOnChallenge: true }))
    })

    it.each([{ verdict: 'not-yet' }, { verdict: 'decline' }, { state: 'withdrawn' }] as const)(
      'that was %o before takes every fact anew, as if it were given now',
      (earlier) => {
        expect(factsAfter(earlier)).toEqual(someFacts(now))
      },
    )
  })

  it('gives a withdrawn endorsement again', () => {
    const revised = reviseEndorsement({ ...earlier, state: 'withdrawn' }, context(), endorse)
    expect(revised).toMatchObject({ ok: true, value: { state: 'given', version: 2 } })
  })

  it('refuses to revise a judgement of older evidence', () => {
    const revised = reviseEndorsement(earlier, context({ claim: aClaim({ evidenceVersion: 2 }) }), endorse)
    expect(revised).toMatchObject({ ok: false, error: { code: 'evidence_version_stale' } })
  })

  it.each(CLOSED)('refuses to revise when the claim is "%s"', (status) => {
    expect(reviseEndorsement(earlier, context({ claim: aClaim({ status }) }), endorse)).toMatchObject({
      ok: false,
      error: { code: 'claim_closed' },
    })
  })

  it('refuses ratings that the rubric does not have', () => {
    expect(reviseEndorsement(earlier, context(), { verdict: 'endorse', ratings: { flair: 'fine' } })).toMatchObject({
      ok: false,
      error: { code: 'invalid_request' },
    })
  })
})

describe('withdrawEndorsement', () => {
  it.each(TAKING)('makes a withdrawn version while the claim is "%s"', (status) => {
    expect(withdrawEndorsement(anEndorsement('ana'), aClaim({ status }), NOW)).toEqual({
      ok: true,
      value: anEndorsement('ana', { state: 'withdrawn', version: 2, changedAt: NOW }),
    })
  })

  it.each(CLOSED)('refuses when the claim is "%s"', (status) => {
    expect(withdrawEndorsement(anEndorsement('ana'), aClaim({ status }), NOW)).toMatchObject({
      ok: false,
      error: { code: 'claim_closed' },
    })
  })

  it('refuses a judgement of older evidence', () => {
    expect(withdrawEndorsement(anEndorsement('ana'), aClaim({ evidenceVersion: 2 }), NOW)).toMatchObject({
      ok: false,
      error: { code: 'evidence_version_stale' },
    })
  })

  it('refuses to withdraw twice', () => {
    expect(withdrawEndorsement(anEndorsement('ana', { state: 'withdrawn' }), aClaim(), NOW)).toMatchObject({
      ok: false,
      error: { code: 'endorsement_not_found' },
    })
  })
})
