import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyDigestOf } from '../../../../functions/domain/achievement/publish-achievement.ts'
import { buildAwardRecord } from '../../../../functions/domain/credential/build-award-record.ts'
import { meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { replayAward } from '../../../../functions/domain/endorsement/replay-award.ts'
import { AwardRecordSchema } from '../../../../schemas/award-record.ts'
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

/** Any award record of an anonymous claim. */
const awards = metCases.map(({ rule, claim, decision, now }) => {
  const policy = { ...rule.policy, blindness: 'anonymous' as const }
  const achievement = {
    ...anAchievementVersion({ rubric: [...rule.rubric] }),
    policy,
    policyDigest: policyDigestOf(policy, digests),
  }
  const open = aClaim({ ...claim, openedAt: '2026-01-01T00:00:00.000Z' })
  const met = meetRule(open, now, decision.counted.length).to
  return buildAwardRecord({ community: aCommunity(), achievement, claim: met, decision }, digests)
})

const by = (name: string, facts: Partial<EndorserFacts> = {}): Endorsement =>
  anEndorsement(name, { ratings: { craft: 'sound' }, facts: someFacts(facts) })
const record = (endorsements: readonly Endorsement[], policy: PolicyInput) =>
  buildAwardRecord(
    { community: aCommunity(), ...anAward(endorsements, { policy: { blindness: 'anonymous', ...policy } }) },
    digests,
  )
const factsOf = (endorsements: readonly Endorsement[], policy: PolicyInput) =>
  record(endorsements, policy).endorsements.map(({ facts: { assurance: _assurance, ...facts } }) => facts)

/** `sharesWork` says no more than the reason `collaborator`, which stands beside it. */
const TOLD = new Set(['assurance', 'sharesWork', 'eligible', 'independent', 'circles', 'drawn', 'anchored', 'received'])
const ABOUT_OTHERS = ['mutual_pair', 'closed_ring', 'share_exceeded', 'same_person'] as const

describe('the award record of an anonymous claim', () => {
  it('leads to the same decision, whatever rule, claim and endorsements', () => {
    fc.assert(
      fc.property(awards, (award) => {
        const read = AwardRecordSchema.parse(JSON.parse(JSON.stringify(award)))
        const { counted, required } = award.decision
        const replayed = replayAward(read, '2030-01-01T00:00:00.000Z', digests)
        expect(replayed).toMatchObject({ met: true, counted, required, differences: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('says no fact and no reason by which an endorser can be told from others', () => {
    fc.assert(
      fc.property(awards, (award) => {
        expect(award).not.toHaveProperty('learnerPerson')
        for (const { facts, reasons } of award.endorsements) {
          for (const name of Object.keys(facts)) expect(TOLD).toContain(name)
          if (facts.sharesWork) expect(reasons).toContain('collaborator')
          for (const reason of ABOUT_OTHERS) expect(reasons).not.toContain(reason)
          expect(facts.circles?.length ?? 0).toBeLessThanOrEqual(1)
          expect(facts.received?.fromEndorser ?? 0).toBe(0)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('says that an endorsement is not independent, and not why', () => {
    const mutual = by('dia', {
      endorsedByLearnerAt: '2026-01-31T10:00:00.000Z',
      memberSince: '2020-01-01T00:00:00.000Z',
    })
    const award = record([...['ana', 'ben', 'cho'].map((name) => by(name)), mutual], {
      eligibility: [
        { kind: 'member-for', days: 30 },
        { kind: 'role', roles: ['owner'] },
      ],
    })
    const [uncounted] = award.endorsements.filter(({ counted }) => !counted)
    expect(uncounted).toMatchObject({
      reasons: ['not_independent'],
      facts: { assurance: 'asserted', eligible: true, independent: false },
    })
    expect(Object.keys(uncounted?.facts ?? {})).toHaveLength(3)
    const honest = award.endorsements.map((entry) =>
      entry === uncounted ? { ...entry, facts: { assurance: 'asserted' as const, eligible: true } } : entry,
    )
    expect(replayAward({ ...award, endorsements: honest }, NOW, digests).differences).toEqual([
      'decision',
      'endorsements',
    ])
  })

  it('tells of no more endorsers than asked for that they were drawn, reached or stand for a circle', () => {
    const peers = ['ana', 'ben', 'cho', 'dia'].map((name) =>
      by(name, { drawn: true, reach: 2, circles: ['monday', 'tuesday', name] }),
    )
    const told = factsOf(peers, { anchored: 1, independence: { minDrawn: 2, minCircles: 2 } })
    expect(told.filter(({ drawn }) => drawn)).toHaveLength(2)
    expect(told.filter(({ anchored }) => anchored)).toHaveLength(1)
    expect(told.map(({ circles }) => circles)).toEqual([['circle-1'], ['circle-2'], [], []])
    expect(JSON.stringify(told)).not.toContain('false')
  })

  it('tells only in one sum from whom the learner had received before', () => {
    const received = (fromEndorser: number) => ({ received: { count: 10, sumOfSquares: 30, fromEndorser } })
    const told = factsOf([by('ana', received(0)), by('ben', received(5)), by('cho', received(1))], {
      independence: { minEffectiveEndorsers: 2 },
    })
    expect(told).toEqual(Array(3).fill({ received: { count: 10, sumOfSquares: 42, fromEndorser: 0 } }))
  })

  it('leaves nothing else out: without the outcome of a clause the record does not lead to itself', () => {
    const award = record(
      ['ana', 'ben', 'cho'].map((name) => by(name, { holds: [anId('licence')] })),
      {
        eligibility: [{ kind: 'holds', achievement: anId('licence') }],
      },
    )
    expect(JSON.stringify(award.endorsements)).not.toContain(anId('licence'))
    const silent = award.endorsements.map((entry) => ({ ...entry, facts: { assurance: entry.facts.assurance } }))
    expect(replayAward({ ...award, endorsements: silent }, NOW, digests).differences).toContain('fact_missing')
  })
})
