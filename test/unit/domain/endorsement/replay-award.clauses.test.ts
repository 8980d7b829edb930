import { describe, expect, it } from 'vitest'
import { buildAwardRecord } from '../../../../functions/domain/credential/build-award-record.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { replayAward } from '../../../../functions/domain/endorsement/replay-award.ts'
import { type AwardRecord, AwardRecordSchema } from '../../../../schemas/award-record.ts'
import type { UncountedReason } from '../../../../schemas/decision.ts'
import type { PolicyInput, ThresholdPolicy } from '../../../../schemas/policy.ts'
import { aCommunity, anEndorsement, anId, digests, NOW, someFacts } from '../../../support/builders.ts'
import { anAward } from '../credential/award-example.ts'

type Entry = AwardRecord['endorsements'][number]
type Facts = Entry['facts']

const by = (name: string, facts: Partial<EndorserFacts> = {}, level = 'sound'): Endorsement =>
  anEndorsement(name, { ratings: { craft: level }, facts: someFacts(facts) })

const record = (endorsements: readonly Endorsement[], policy: PolicyInput, claim: Partial<Claim> = {}): AwardRecord =>
  buildAwardRecord({ community: aCommunity(), ...anAward(endorsements, { policy }, claim) }, digests)

const replay = (award: AwardRecord) =>
  replayAward(AwardRecordSchema.parse(JSON.parse(JSON.stringify(award))), NOW, digests)

/** The record with the one endorsement that does not count said to count, or with other facts of one that does. */
const changed = (award: AwardRecord, which: (entry: Entry) => boolean, change: (entry: Entry) => Partial<Entry>) => {
  const found = award.endorsements.find(which)
  const endorsements = award.endorsements.map((entry) => (entry === found ? { ...entry, ...change(entry) } : entry))
  return { ...award, endorsements }
}

const without = (facts: Facts, ...names: readonly (keyof Facts)[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !names.some((left) => left === name))) as Facts // assurance stays

const LEARNER_ENDORSED = '2026-01-31T10:00:00.000Z'

describe('replayAward, of a record from when facts were told more finely', () => {
  it.each<[UncountedReason, Partial<EndorserFacts>, keyof Facts, Partial<Facts>]>([
    ['mutual_pair', { endorsedByLearnerAt: LEARNER_ENDORSED }, 'endorsedByLearner', { learnerEndorsedDaysBefore: 2 }],
    [
      'share_exceeded',
      { share: { given: 30, total: 100, endorsers: 20 } },
      'shareExceeded',
      { share: { given: 30, total: 100, endorsers: 20 } },
    ],
  ])('comes to the same for %s', (reason, facts, name, earlier) => {
    const late = { ...by('dia', facts), changedAt: '2026-02-02T10:00:00.000Z' as const }
    const award = record([...['ana', 'ben', 'cho'].map((each) => by(each)), late], {})
    const isLate = ({ counted }: Entry) => !counted
    const stored = changed(award, isLate, (entry) => ({ facts: { ...without(entry.facts, name), ...earlier } }))
    expect(stored.endorsements.filter(isLate).map(({ reasons }) => reasons)).toEqual([[reason]])
    expect(replay(stored).differences).toEqual([])
    const counting = changed(stored, isLate, () => ({ counted: true, reasons: [] }))
    expect(replay(counting).differences).not.toEqual([])
  })
})

describe('replayAward, clause by clause, of an endorsement that does not count', () => {
  it.each<[UncountedReason, PolicyInput, Partial<EndorserFacts>, Partial<Facts>, keyof Facts]>([
    [
      'mutual_pair',
      {},
      { endorsedByLearnerAt: LEARNER_ENDORSED },
      { endorsedByLearner: undefined },
      'endorsedByLearner',
    ],
    ['collaborator', {}, { sharesWork: true }, { sharesWork: undefined }, 'sharesWork'],
    ['closed_ring', {}, { closesRingOf: 3 }, { closesRingOf: 4 }, 'closesRingOf'],
    [
      'share_exceeded',
      {},
      { share: { given: 30, total: 100, endorsers: 20 } },
      { shareExceeded: false },
      'shareExceeded',
    ],
    ['same_person', {}, { person: anId('ana') }, { person: 'endorser-of-someone-else' }, 'person'],
    [
      'not_eligible',
      { eligibility: [{ kind: 'same-challenge' }] },
      { workedOnChallenge: false },
      { workedOnChallenge: true },
      'workedOnChallenge',
    ],
    [
      'not_eligible',
      { eligibility: [{ kind: 'challenge-badge' }] },
      { holdsChallengeBadge: false },
      { holdsChallengeBadge: true },
      'holdsChallengeBadge',
    ],
    ['not_eligible', { eligibility: [{ kind: 'licence' }] }, { licensed: false }, { licensed: true }, 'licensed'],
  ])('tells when a fact or the reason %s is changed', (reason, policy, facts, otherFacts, name) => {
    const able = { workedOnChallenge: true, holdsChallengeBadge: true, licensed: true }
    const peers = ['ana', 'ben', 'cho'].map((each) => by(each, able))
    const later = { ...by('dia', { ...able, ...facts }), changedAt: '2026-02-02T10:00:00.000Z' as const }
    const award = record([...peers, later], policy)
    const isLate = ({ counted }: Entry) => !counted
    expect(award.endorsements.filter(isLate).map(({ reasons }) => reasons)).toEqual([[reason]])
    expect(replay(award).differences).toEqual([])
    const other = changed(award, isLate, (entry) => ({ facts: { ...entry.facts, ...otherFacts } }))
    expect(replay(other).differences).toEqual(['decision', 'endorsements'])
    const left = changed(award, isLate, (entry) => ({ facts: without(entry.facts, name) }))
    expect(replay(left).differences).not.toEqual([])
    const said = changed(award, isLate, () => ({ counted: true, reasons: [] }))
    expect(replay(said).differences).toEqual(['endorsements'])
    const blamed = changed(award, isLate, () => ({ reasons: ['too_old'] }))
    expect(replay(blamed).differences).toEqual(['endorsements'])
  })
})

describe('replayAward, clause by clause, of what endorsements must show together', () => {
  const received = { count: 0, sumOfSquares: 0, fromEndorser: 0 }

  it.each<[string, PolicyInput, Partial<EndorserFacts>, Partial<Facts>, keyof Facts]>([
    ['anchored', { anchored: 3 }, { reach: 2 }, { anchored: false }, 'anchored'],
    ['minDrawn', { independence: { minDrawn: 3 } }, { drawn: true }, { drawn: false }, 'drawn'],
    [
      'minEffectiveEndorsers',
      { independence: { minEffectiveEndorsers: 3 } },
      { received },
      { received: { ...received, fromEndorser: 4 } },
      'received',
    ],
  ])('tells when a fact that %s reads is changed or left out', (_clause, policy, facts, otherFacts, name) => {
    const award = record(
      ['ana', 'ben', 'cho'].map((each) => by(each, facts)),
      policy,
    )
    expect(replay(award)).toMatchObject({ met: true, differences: [] })
    const other = changed(
      award,
      () => true,
      (entry) => ({ facts: { ...entry.facts, ...otherFacts } }),
    )
    expect(replay(other)).toMatchObject({ met: false, differences: ['decision'] })
    const left = changed(
      award,
      () => true,
      (entry) => ({ facts: without(entry.facts, name) }),
    )
    expect(replay(left)).toMatchObject({ met: false })
    expect(replay(left).differences).toContain('decision')
  })

  it('tells when the circles of one are changed or left out, which are told under names of the claim', () => {
    const peers = ['monday', 'tuesday', 'wednesday'].map((circle) => by(circle, { circles: [circle] }))
    const award = record(peers, { independence: { minCircles: 3 } })
    expect(replay(award).differences).toEqual([])
    expect(JSON.stringify(award.endorsements)).not.toContain('day')
    const [one, two] = award.endorsements
    const same = changed(
      award,
      (entry) => entry === one,
      ({ facts }) => ({
        facts: { ...facts, circles: two?.facts.circles },
      }),
    )
    expect(replay(same)).toMatchObject({ met: false, differences: ['decision'] })
    const left = changed(
      award,
      () => true,
      ({ facts }) => ({ facts: without(facts, 'circles') }),
    )
    expect(replay(left).differences).toEqual(['fact_missing', 'decision'])
  })

  it('tells when the learner is not said to have another account', () => {
    const learner = { learnerPerson: anId('first') }
    const own = by('second', { person: anId('first') })
    const award = record([...['ana', 'ben', 'cho'].map((each) => by(each)), own], {}, learner)
    expect(replay(award).differences).toEqual([])
    const { learnerPerson: _learnerPerson, ...silent } = award
    expect(replay(silent).differences).toEqual(['decision', 'endorsements'])
  })

  it('tells when a rule asks for what the service did not record', () => {
    const policy: ThresholdPolicy = {
      decisionVersion: 1,
      minEndorsers: 0,
      eligibility: [{ kind: 'any-member' }],
      attainment: 'calibration',
    }
    const award = anAward([by('ana')], {}, { attained: 'calibration' })
    const achievement = { ...award.achievement, policy, policyDigest: digests.sha256Base64Url('') }
    const made = buildAwardRecord(
      {
        community: aCommunity(),
        ...award,
        achievement,
        decision: { ...award.decision, kind: 'met', counted: [], uncounted: [], required: 0 },
      },
      digests,
    )
    expect(made.attained).toBe('calibration')
    expect(replay(made)).toMatchObject({ met: true, differences: ['policy_digest'] })
    const { attained: _attained, ...silent } = made
    expect(replay(silent)).toMatchObject({ met: false, differences: ['policy_digest', 'decision'] })
    expect(replay({ ...made, attained: 'careful-reviewing' })).toMatchObject({ met: false })
  })

  describe('ratings that lie far apart', () => {
    const policy = { minEndorsers: 2, disagreement: { notYetForRevision: 2, maxSpread: 1 } }
    const at = (given: Endorsement, day: number): Endorsement => ({
      ...given,
      changedAt: `2026-02-0${day}T00:00:00.000Z` as Endorsement['changedAt'], // days of one digit only
    })
    const fine = at(by('ana', {}, 'fine'), 1)
    const rough = at(by('ben', {}, 'rough'), 2)
    const another = at(by('cho', {}, 'fine'), 3)

    it('are settled in the record by an endorsement that it lists', () => {
      const award = record([fine, rough, another], policy)
      expect(award).not.toHaveProperty('furtherOpinionGiven')
      expect(replay(award).differences).toEqual([])
      expect(replay({ ...award, furtherOpinionGiven: true }).differences).toEqual(['further_opinion'])
    })

    it('are said to be settled by one that is not public, when they are', () => {
      const silent = at({ ...by('dia', {}, 'rough'), verdict: 'not-yet', criterion: 'craft' }, 4)
      const award = record([fine, at(by('cho', {}, 'fine'), 2), at(by('ben', {}, 'rough'), 3), silent], policy)
      expect(award.furtherOpinionGiven).toBe(true)
      expect(JSON.stringify(award)).not.toContain(silent.id)
      expect(replay(award)).toMatchObject({ met: true, differences: [] })
      const { furtherOpinionGiven: _given, ...without } = award
      expect(replay(without)).toMatchObject({ met: false, differences: ['decision'] })
    })
  })
})
