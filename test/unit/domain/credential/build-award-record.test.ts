import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildAwardRecord } from '../../../../functions/domain/credential/build-award-record.ts'
import { meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { pseudonymOf } from '../../../../functions/domain/endorsement/pseudonym.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import { AwardRecordSchema } from '../../../../schemas/award-record.ts'
import type { PolicyInput } from '../../../../schemas/policy.ts'
import {
  aClaim,
  aCommunity,
  aCriterion,
  anAchievementVersion,
  anEndorsement,
  anId,
  digests,
  someFacts,
} from '../../../support/builders.ts'
import { metCases } from '../endorsement/arbitraries.ts'
import { anAward } from './award-example.ts'

const BASE = 'https://badges.example.org'
const sound = { ratings: { craft: 'sound' } }
const record = (endorsements: readonly Endorsement[] | undefined, policy: PolicyInput = {}) =>
  buildAwardRecord({ community: aCommunity(), ...anAward(endorsements, { policy }) }, digests)

describe('buildAwardRecord', () => {
  const names = ['ana', 'ben', 'cho']
  const plain = record(undefined)

  it('says by which rule, on what evidence, when and why', () => {
    const { claim, achievement } = anAward()
    expect(plain).toMatchObject({
      id: `${BASE}/awards/${anId('credential')}`,
      type: 'AwardRecord',
      recordVersion: 1,
      issuer: 'did:web:badges.example.org:communities:weavers',
      credential: `${BASE}/credentials/${anId('credential')}`,
      achievement: `${BASE}/achievements/${anId('achievement')}/1`,
      policy: achievement.policy,
      policyDigest: achievement.policyDigest,
      rubric: [{ id: 'craft', levels: ['rough', 'sound', 'fine'], requiredLevel: 'sound' }],
      evidenceVersion: {
        number: 1,
        digest: claim.evidenceDigest,
        url: `${BASE}/awards/${anId('credential')}/evidence/1`,
      },
      openedAt: claim.openedAt,
      decidedAt: claim.decidedAt,
      decision: { kind: 'met', counted: 3, required: 3 },
    })
  })

  it('lists what counted, each endorser by a pseudonym of this claim', () => {
    expect(plain.endorsements.map(({ endorser, counted, reasons }) => ({ endorser, counted, reasons }))).toEqual(
      anAward().decision.counted.map(({ endorserId }) => ({
        endorser: pseudonymOf(aClaim(), endorserId, digests),
        counted: true,
        reasons: [],
      })),
    )
  })

  it('lists an endorse that did not count with its reasons', () => {
    const rough = anEndorsement('dia', { ratings: { craft: 'rough' } })
    const all = [...names.map((name) => anEndorsement(name, sound)), rough]
    expect(record(all).endorsements.filter(({ counted }) => !counted)).toEqual([
      expect.objectContaining({ id: `${BASE}/endorsements/${rough.id}`, reasons: ['below_required_level'] }),
    ])
  })

  it('never shows a not-yet, a decline or what was withdrawn', () => {
    const hidden = [
      anEndorsement('dia', { verdict: 'not-yet', criterion: 'craft' }),
      anEndorsement('eli', { verdict: 'decline' }),
      anEndorsement('fay', { ...sound, state: 'withdrawn' }),
    ]
    const shown = JSON.stringify(record([...names.map((name) => anEndorsement(name, sound)), ...hidden]))
    expect(shown).not.toMatch(/not-yet|decline|withdrawn/)
    for (const { id, endorserId } of hidden) {
      expect(shown).not.toContain(id)
      expect(shown).not.toContain(pseudonymOf(aClaim(), endorserId, digests))
    }
  })

  it.each<[string, PolicyInput, object]>([
    ['nothing but the assurance by default', {}, { assurance: 'asserted' }],
    [
      'the role where the rule reads roles',
      { eligibility: [{ kind: 'role', roles: ['facilitator'] }] },
      { assurance: 'asserted', role: 'facilitator' },
    ],
    [
      'days of membership where the rule reads them',
      { eligibility: [{ kind: 'member-for', days: 10 }] },
      { assurance: 'asserted', memberDays: 10 },
    ],
    [
      'what was held where the rule reads it',
      { eligibility: [{ kind: 'holds', achievement: anId('licence') }] },
      { assurance: 'asserted', holds: [anId('licence')] },
    ],
  ])('shows of an endorser %s', (_what, policy, facts) => {
    const someone = someFacts({ role: 'facilitator', holds: [anId('licence')], circles: ['secret-circle'] })
    const shown = record(
      names.map((name) => anEndorsement(name, { ...sound, facts: someone })),
      policy,
    )
    expect(shown.endorsements.map((entry) => entry.facts)).toEqual([facts, facts, facts])
    expect(JSON.stringify(shown)).not.toContain('secret-circle')
  })

  it('tells of one endorser the same in the records of two claims, however much happened between', () => {
    const policy: PolicyInput = {
      eligibility: [
        { kind: 'member-for', days: 10 },
        { kind: 'member-for', days: 300 },
      ],
      independence: { reciprocityWindowDays: 90, ringSize: 3, maxSharePerEndorser: 0.2 },
      anchored: 1,
    }
    const factsIn = (facts: Partial<EndorserFacts>, salt: string, changedAt: Instant) => {
      const given = names.map((name) => anEndorsement(name, { ...sound, changedAt, facts: someFacts(facts) }))
      const made = anAward(given, { policy }, { salt })
      return buildAwardRecord({ community: aCommunity(), ...made }, digests).endorsements.map((entry) => entry.facts)
    }
    const before = factsIn(
      { reach: 4, share: { given: 17, total: 240, endorsers: 30 }, endorsedByLearnerAt: '2025-02-01T00:00:00.000Z' },
      'one',
      '2026-02-01T00:00:00.000Z',
    )
    const after = factsIn(
      { reach: 2, share: { given: 18, total: 241, endorsers: 30 } },
      'two',
      '2026-02-20T00:00:00.000Z',
    )
    expect(after).toEqual(before)
    const told = { assurance: 'asserted', memberDays: 300, shareExceeded: false, anchored: true }
    expect(before).toEqual([told, told, told])
  })

  it('leaves the required level out of a criterion without one', () => {
    const { requiredLevel: _requiredLevel, ...free } = aCriterion('flair')
    const award = anAward(
      names.map((name) => anEndorsement(name)),
      { rubric: [free] },
    )
    expect(buildAwardRecord({ community: aCommunity(), ...award }, digests).rubric).toEqual([
      { id: 'flair', levels: ['rough', 'sound', 'fine'] },
    ])
  })

  it('is made without a rubric too', () => {
    const award = anAward()
    const { rubric: _rubric, ...content } = award.achievement.content
    const parts = { community: aCommunity(), ...award, achievement: { ...award.achievement, content } }
    expect(buildAwardRecord(parts, digests).rubric).toEqual([])
  })

  it('is not made unless the decision is met and the claim knows when', () => {
    const award = anAward()
    const pending = anAward([anEndorsement('ana', sound)])
    const { decidedAt: _decidedAt, ...undecided } = award.claim
    const community = aCommunity()
    expect(() => buildAwardRecord({ community, ...pending }, digests)).toThrow(TypeError)
    expect(() => buildAwardRecord({ community, ...award, claim: undecided }, digests)).toThrow(TypeError)
  })

  it('names no member and fits its schema, for every case that is met', () => {
    fc.assert(
      fc.property(metCases, ({ rule, claim, endorsements, now, decision }) => {
        const met = aClaim({ ...claim })
        const achievement = { ...anAchievementVersion({ rubric: [...rule.rubric] }), policy: rule.policy }
        const made = buildAwardRecord(
          { community: aCommunity(), achievement, claim: meetRule(met, now, 1).to, decision },
          digests,
        )
        const text = JSON.stringify(made)
        for (const { endorserId } of endorsements) expect(text).not.toContain(endorserId)
        expect(text).not.toContain(met.learnerId)
        expect(text).not.toContain(met.salt)
        expect(AwardRecordSchema.safeParse(JSON.parse(text)).error).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })
})
