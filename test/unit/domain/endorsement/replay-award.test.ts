import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyDigestOf } from '../../../../functions/domain/achievement/publish-achievement.ts'
import { buildAwardRecord } from '../../../../functions/domain/credential/build-award-record.ts'
import { meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import { pseudonymOf } from '../../../../functions/domain/endorsement/pseudonym.ts'
import { replayAward } from '../../../../functions/domain/endorsement/replay-award.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import { type AwardRecord, AwardRecordSchema } from '../../../../schemas/award-record.ts'
import type { PolicyInput } from '../../../../schemas/policy.ts'
import {
  aClaim,
  aCommunity,
  anAchievementVersion,
  anEndorsement,
  anId,
  digests,
  NOW,
  someFacts,
} from '../../../support/builders.ts'
import { anAward } from '../credential/award-example.ts'
import { metCases } from './arbitraries.ts'

type Entry = AwardRecord['endorsements'][number]

const sound = { ratings: { craft: 'sound' } }
const LATER: Instant = '2030-01-01T00:00:00.000Z'

const record = (endorsements?: readonly Endorsement[], policy: PolicyInput = {}): AwardRecord =>
  buildAwardRecord({ community: aCommunity(), ...anAward(endorsements, { policy }) }, digests)

const replay = (award: AwardRecord, recordedAt: Instant = NOW) =>
  replayAward(AwardRecordSchema.parse(JSON.parse(JSON.stringify(award))), recordedAt, digests)

const changedEntry = (award: AwardRecord, change: Partial<Entry>, index = 0): AwardRecord => ({
  ...award,
  endorsements: award.endorsements.map((entry, at) => (at === index ? { ...entry, ...change } : entry)),
})

/** Any award record that issuing could make. */
const awards = metCases.map(({ rule, claim, decision, now }) => {
  const open = aClaim({ ...claim, openedAt: '2026-01-01T00:00:00.000Z' })
  const achievement = {
    ...anAchievementVersion({ rubric: [...rule.rubric] }),
    policy: rule.policy,
    policyDigest: policyDigestOf(rule.policy, digests),
  }
  const met = meetRule(open, now, decision.counted.length).to
  return buildAwardRecord({ community: aCommunity(), achievement, claim: met, decision }, digests)
})

describe('replayAward', () => {
  const honest = record([anEndorsement('ana', sound), anEndorsement('ben', sound), anEndorsement('cho', sound)])
  const first = honest.endorsements[0]

  it('finds what a record states, by how many and over which dates', () => {
    const award = record([
      anEndorsement('ana', { ...sound, changedAt: '2026-02-03T10:00:00.000Z' }),
      anEndorsement('ben', { ...sound, changedAt: '2026-02-01T08:00:00.000Z' }),
      anEndorsement('cho', sound),
      anEndorsement('dia', { ratings: { craft: 'rough' }, changedAt: '2026-01-20T10:00:00.000Z' }),
    ])
    expect(replay(award)).toMatchObject({
      met: true,
      counted: 3,
      required: 3,
      firstGivenAt: '2026-02-01T08:00:00.000Z',
      lastGivenAt: '2026-02-03T10:00:00.000Z',
      differences: [],
    })
  })

  it('comes to the same for every record that is made, whatever rule, claim and endorsements', () => {
    fc.assert(
      fc.property(awards, (award) => {
        const { counted, required } = award.decision
        expect(replay(award, LATER)).toMatchObject({ met: true, counted, required, differences: [] })
      }),
      { numRuns: 200 },
    )
  })

  it('comes to the same for records that do not name the learner', () => {
    fc.assert(
      fc.property(awards, ({ learner: _learner, collaborators: _collaborators, ...older }) => {
        // As old as these are, no rule knew who has a second account.
        fc.pre(older.policy.independence === undefined)
        expect(replay(older, LATER)).toMatchObject({ met: true, differences: [] })
      }),
      { numRuns: 100 },
    )
  })

  it('tells when any endorsement that counted is left out, for every record', () => {
    fc.assert(
      fc.property(awards, fc.nat(), (award, pick) => {
        const counted = award.endorsements.filter((entry) => entry.counted)
        const dropped = counted[pick % counted.length]
        const endorsements = award.endorsements.filter((entry) => entry !== dropped)
        // Of another account of the same person the record says why it did not count, which is then not so.
        expect(replay({ ...award, endorsements }, LATER).differences).not.toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('reads days of membership to the day, however many there are', () => {
    const policy: PolicyInput = { eligibility: [{ kind: 'member-for', days: 31 }] }
    const old = someFacts({ memberSince: '1900-01-01T00:00:00.000Z' })
    const award = record(
      ['ana', 'ben', 'cho'].map((name) => anEndorsement(name, { ...sound, facts: old })),
      policy,
    )
    expect(replay(award).differences).toEqual([])
    expect(replay(changedEntry(award, { facts: { assurance: 'asserted', memberDays: 31 } })).differences).toEqual([])
    expect(replay(changedEntry(award, { facts: { assurance: 'asserted', memberDays: 30 } }))).toMatchObject({
      met: false,
      counted: 2,
      differences: ['decision', 'endorsements'],
    })
    const forever = { assurance: 'asserted' as const, memberDays: Number.MAX_SAFE_INTEGER }
    expect(replay(changedEntry(award, { facts: forever })).differences).toEqual([])
  })

  it.each<[string, () => AwardRecord, readonly string[]]>([
    ['a rating is lower', () => changedEntry(honest, { ratings: { craft: 'rough' } }), ['decision', 'endorsements']],
    ['a rating is missing', () => changedEntry(honest, { ratings: {} }), ['decision', 'endorsements']],
    ['an endorsement is dropped', () => ({ ...honest, endorsements: honest.endorsements.slice(1) }), ['decision']],
    [
      'the rule asks for more',
      () => ({ ...honest, policy: { ...honest.policy, minEndorsers: 4 } }),
      ['policy_digest', 'decision'],
    ],
    [
      'the rule asks for fewer',
      () => ({ ...honest, policy: { ...honest.policy, minEndorsers: 2 } }),
      ['policy_digest', 'decision'],
    ],
    [
      'the rule asks for more, with its digest',
      () => {
        const policy = { ...honest.policy, minEndorsers: 4 }
        return { ...honest, policy, policyDigest: policyDigestOf(policy, digests) }
      },
      ['decision'],
    ],
    ['the digest of the rule is another', () => ({ ...honest, policyDigest: 'x' }), ['policy_digest']],
    ['it says that fewer counted', () => ({ ...honest, decision: { ...honest.decision, counted: 2 } }), ['decision']],
    [
      'it says that fewer were required',
      () => ({ ...honest, decision: { ...honest.decision, required: 2 } }),
      ['decision'],
    ],
    ['it says that one did not count', () => changedEntry(honest, { counted: false }), ['endorsements']],
    ['it gives a reason for one that counts', () => changedEntry(honest, { reasons: ['too_old'] }), ['endorsements']],
    [
      'an endorsement is as old as the rule does not allow',
      () => ({
        ...changedEntry(honest, { givenAt: '2025-01-01T00:00:00.000Z' }),
        openedAt: '2024-01-01T00:00:00.000Z',
      }),
      ['decision', 'endorsements'],
    ],
    [
      'one was given before the claim opened',
      () => changedEntry(honest, { givenAt: '2026-01-09T00:00:00.000Z' }),
      ['instants'],
    ],
    [
      'one was given after it was stored',
      () => changedEntry(honest, { givenAt: '2026-03-02T00:00:00.000Z' }),
      ['instants'],
    ],
    [
      'it was decided before the claim opened',
      () => ({ ...honest, openedAt: '2026-03-02T00:00:00.000Z' }),
      ['instants'],
    ],
    [
      'one endorser appears twice',
      () => changedEntry(honest, { endorser: first?.endorser ?? '' }, 1),
      ['repeated', 'decision'],
    ],
    ['one endorsement appears twice', () => changedEntry(honest, { id: first?.id ?? '' }, 1), ['repeated']],
    [
      'the learner is among the endorsers',
      () => ({ ...honest, learner: first?.endorser }),
      ['decision', 'endorsements'],
    ],
    [
      'a collaborator is among the endorsers',
      () => ({ ...honest, collaborators: [first?.endorser ?? ''] }),
      ['decision', 'endorsements'],
    ],
  ])('tells when %s', (_what, change, differences) => {
    expect(replay(change()).differences).toEqual(differences)
  })

  it.each<[string, PolicyInput]>([
    ['role', { eligibility: [{ kind: 'role', roles: ['member'] }] }],
    ['days of membership', { eligibility: [{ kind: 'member-for', days: 1 }] }],
    ['what was held', { eligibility: [{ kind: 'holds', achievement: anId('licence') }] }],
  ])('tells when the %s that the rule reads is left out', (_what, policy) => {
    const able = someFacts({ holds: [anId('licence')] })
    const award = record(
      ['ana', 'ben', 'cho'].map((name) => anEndorsement(name, { ...sound, facts: able })),
      policy,
    )
    expect(replay(award).differences).toEqual([])
    expect(replay(changedEntry(award, { facts: { assurance: 'asserted' } })).differences).toContain('fact_missing')
  })

  it('takes an endorsement that came between the decision and the frozen set', () => {
    const award = changedEntry(honest, { givenAt: '2026-03-01T12:00:05.000Z' })
    expect(replay(award, '2026-03-01T12:00:06.000Z').differences).toEqual([])
  })

  it('knows the learner and collaborators by pseudonyms of the claim', () => {
    const shared = aClaim({ collaborators: [anId('dia')] })
    const award = anAward(undefined, {}, { collaborators: [anId('dia')] })
    expect(buildAwardRecord({ community: aCommunity(), ...award }, digests)).toMatchObject({
      learner: pseudonymOf(shared, shared.learnerId, digests),
      collaborators: [pseudonymOf(shared, anId('dia'), digests)],
    })
    expect(honest).not.toHaveProperty('collaborators')
  })
})
