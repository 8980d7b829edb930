import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disagreement } from '../../../../../functions/domain/endorsement/clauses/disagreement.ts'
import { eligibility } from '../../../../../functions/domain/endorsement/clauses/eligibility.ts'
import { endorsementDays } from '../../../../../functions/domain/endorsement/clauses/endorsement-days.ts'
import { minAssurance } from '../../../../../functions/domain/endorsement/clauses/min-assurance.ts'
import { minEndorsers } from '../../../../../functions/domain/endorsement/clauses/min-endorsers.ts'
import { requiredLevels } from '../../../../../functions/domain/endorsement/clauses/required-levels.ts'
import { whoMayJudge } from '../../../../../functions/domain/endorsement/clauses/who-may-judge.ts'
import type { ClauseContext, CountingClause } from '../../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../../../functions/domain/endorsement/endorsement.ts'
import { addDays, addMilliseconds } from '../../../../../functions/domain/shared/instant.ts'
import type { Assurance, ThresholdPolicy } from '../../../../../schemas/policy.ts'
import { anEndorsement, aPolicy } from '../../../../support/builders.ts'
import { type Case, cases } from '../arbitraries.ts'

const contextOf = ({ rule, claim, now }: Case, policy: Partial<ThresholdPolicy> = {}): ClauseContext => ({
  ...rule,
  policy: { ...rule.policy, ...policy },
  claim,
  now,
})

const law = (check: (endorsement: Endorsement, one: Case) => void) =>
  fc.assert(
    fc.property(cases, (one) => {
      for (const endorsement of one.endorsements) check(endorsement, one)
    }),
  )

const reasonsOf = (clause: CountingClause, endorsement: Endorsement, context: ClauseContext): readonly string[] =>
  clause(endorsement, context).map(({ reason }) => reason)

describe('each clause on one endorsement', () => {
  it('finds nothing but its own reasons', () => {
    law((endorsement, one) => {
      for (const [clause, own] of [
        [whoMayJudge, ['own_claim', 'collaborator', 'withdrawn', 'other_evidence_version']],
        [eligibility, ['not_eligible']],
        [minAssurance, ['assurance_too_low']],
        [endorsementDays, ['too_old']],
        [requiredLevels, ['verdict_not_endorse', 'criterion_not_rated', 'below_required_level']],
      ] as const)
        for (const reason of reasonsOf(clause, endorsement, contextOf(one))) expect(own).toContain(reason)
    })
  })
})

describe('the clause eligibility', () => {
  it('takes whoever fits any one of its ways, and shuts nobody out by another', () => {
    law((endorsement, one) => {
      const ways = one.rule.policy.eligibility
      const fits = (some: ThresholdPolicy['eligibility']) =>
        eligibility(endorsement, contextOf(one, { eligibility: some })).length === 0
      expect(fits(ways)).toBe(ways.some((way) => fits([way])))
      expect(fits([...ways].reverse())).toBe(fits(ways))
      expect(fits([...ways, { kind: 'any-member' }])).toBe(true)
    })
  })
})

describe('the clause minAssurance', () => {
  const STRENGTHS: readonly Assurance[] = ['asserted', 'signed-in', 'own-key']

  it('takes exactly what is as strong as it asks', () => {
    law((endorsement, one) => {
      for (const [asked, level] of STRENGTHS.entries())
        for (const [given, assurance] of STRENGTHS.entries())
          expect(minAssurance({ ...endorsement, assurance }, contextOf(one, { minAssurance: level })).length).toBe(
            given >= asked ? 0 : 1,
          )
    })
  })
})

describe('the clause endorsementDays', () => {
  it('takes what is that old to the millisecond, and nothing older, whenever it was given', () => {
    law((endorsement, one) => {
      const { endorsementDays: days = 30 } = one.rule.policy
      const isTaken = (now: Case['now']) =>
        endorsementDays(endorsement, contextOf({ ...one, now }, { endorsementDays: days })).length === 0
      const last = addDays(endorsement.changedAt, days)
      expect([isTaken(last), isTaken(addMilliseconds(last, 1))]).toEqual([true, false])
      expect(isTaken(one.now)).toBe(one.now <= last)
    })
  })
})

describe('the required levels', () => {
  it('ask of each required criterion for itself, and nothing of the others', () => {
    law((endorsement, one) => {
      const endorse = { ...endorsement, verdict: 'endorse' as const }
      const found = requiredLevels(endorse, contextOf(one))
      for (const criterion of one.rule.rubric) {
        const own = requiredLevels(endorse, { ...contextOf(one), rubric: [criterion] })
        expect(own).toEqual(found.filter((finding) => finding.criterion === criterion.id))
        if (criterion.requiredLevel === undefined) expect(own).toEqual([])
      }
      const best = Object.fromEntries(one.rule.rubric.map(({ id, levels }) => [id, levels.at(-1)?.id ?? '']))
      expect(requiredLevels({ ...endorse, ratings: best }, contextOf(one))).toEqual([])
    })
  })

  it('are missed by no higher rating that a lower one met', () => {
    law((endorsement, one) => {
      for (const { id, levels } of one.rule.rubric) {
        const misses = levels.map((level) => {
          const ratings = { ...endorsement.ratings, [id]: level.id }
          const found = requiredLevels({ ...endorsement, verdict: 'endorse', ratings }, contextOf(one))
          return Number(found.some(({ criterion }) => criterion === id))
        })
        expect([...misses].sort().reverse()).toEqual(misses)
      }
    })
  })
})

describe('the clauses that count', () => {
  const numbers = fc.record({ count: fc.nat(6), others: fc.nat(3), asked: fc.integer({ min: 1, max: 6 }) })
  const some = (count: number, verdict: Endorsement['verdict']) =>
    Array.from({ length: count }, (_, index) => ({
      endorsement: anEndorsement(`${verdict} ${index}`, { verdict }),
      reasons: verdict === 'endorse' ? [] : (['verdict_not_endorse'] as const),
      criteria: [],
    }))

  it('ask for as many endorsers as are lacking, and for a revision once there are enough not-yet', () => {
    fc.assert(
      fc.property(cases, numbers, (one, { count, others, asked }) => {
        const judged = [...some(count, 'endorse'), ...some(others, 'not-yet')]
        const context = contextOf(one, aPolicy({ minEndorsers: asked, disagreement: { notYetForRevision: asked } }))
        expect(minEndorsers(judged, context)?.missing).toEqual(
          count < asked ? [{ clause: 'minEndorsers', endorsers: asked - count }] : undefined,
        )
        expect(disagreement(judged, context)?.missing).toEqual(
          others >= asked ? [{ clause: 'disagreement', notYet: others, criteria: [] }] : undefined,
        )
      }),
    )
  })
})
