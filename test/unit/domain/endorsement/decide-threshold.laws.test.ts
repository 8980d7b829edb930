import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Decision } from '../../../../functions/domain/endorsement/decision.ts'
import { describeDecision, describePolicy } from '../../../../functions/domain/endorsement/describe-decision.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import { DecisionSchema } from '../../../../schemas/decision.ts'
import { anEndorsement, anId, someFacts } from '../../../support/builders.ts'
import { cases } from './arbitraries.ts'

type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never

const law = (check: (one: Case) => void) => fc.assert(fc.property(cases, check), { numRuns: 400 })

/** An `endorse` by `name` that counts under the rule of the case. */
function counting(name: string, { rule, claim, now }: Case): Endorsement {
  const roles = rule.policy.eligibility.flatMap((way) => (way.kind === 'role' ? way.roles : []))
  return anEndorsement(name, {
    version: 9,
    evidenceVersion: claim.evidenceVersion,
    assurance: 'own-key',
    changedAt: now,
    ratings: Object.fromEntries(rule.rubric.map(({ id }) => [id, 'fine'])),
    facts: someFacts({
      role: roles[0] ?? 'member',
      memberSince: '2000-01-01T00:00:00.000Z',
      holds: [anId('licence'), anId('basics')],
    }),
  })
}

const rank: Record<Decision['kind'], number> = { contested: 0, revise: 1, pending: 2, met: 3 }

describe('decideThreshold, for every rule, claim and set of endorsements', () => {
  it('answers with a decision that can be sent, and never throws', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decision = decideThreshold(rule, claim, endorsements, now)
      expect(DecisionSchema.safeParse(describeDecision(decision, rule)).error).toBeUndefined()
    })
  })

  it('is met exactly when nothing is missing', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decision = decideThreshold(rule, claim, endorsements, now)
      expect(decision.kind === 'met').toBe(decision.missing.length === 0)
    })
  })

  it('does not depend on the order of endorsements', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat()), ({ rule, claim, endorsements, now }, random) => {
        const shuffled = endorsements
          .map((endorsement) => ({ endorsement, place: random.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ endorsement }) => endorsement)
        expect(decideThreshold(rule, claim, shuffled, now)).toEqual(decideThreshold(rule, claim, endorsements, now))
      }),
    )
  })

  it('does not depend on repeats', () => {
    law(({ rule, claim, endorsements, now }) => {
      const twice = [...endorsements, ...endorsements.map((endorsement) => ({ ...endorsement }))]
      expect(decideThreshold(rule, claim, twice, now)).toEqual(decideThreshold(rule, claim, endorsements, now))
    })
  })

  it('answers the same again and leaves its arguments as they are', () => {
    law((one) => {
      const before = structuredClone(one)
      const first = decideThreshold(one.rule, one.claim, one.endorsements, one.now)
      expect(decideThreshold(one.rule, one.claim, one.endorsements, one.now)).toEqual(first)
      expect(structuredClone(one)).toEqual(before)
    })
  })

  it('never turns met into pending for one more counting endorse', () => {
    law((one) => {
      const { rule, claim, endorsements, now } = one
      const before = decideThreshold(rule, claim, endorsements, now)
      const after = decideThreshold(rule, claim, [...endorsements, counting('newcomer', one)], now)
      expect(after.counted).toHaveLength(before.counted.length + 1)
      expect(rank[after.kind]).toBeGreaterThanOrEqual(rank[before.kind])
    })
  })

  it('never turns met into pending when a peer revises to a counting endorse', () => {
    law((one) => {
      const { rule, claim, endorsements, now } = one
      const before = decideThreshold(rule, claim, endorsements, now)
      const after = decideThreshold(rule, claim, [...endorsements, counting('ana', one)], now)
      expect(after.counted.length).toBeGreaterThanOrEqual(before.counted.length)
      expect(rank[after.kind]).toBeGreaterThanOrEqual(rank[before.kind])
    })
  })

  it('counts nobody whose endorsement cannot count', () => {
    law(({ rule, claim, endorsements, now }) => {
      const { counted } = decideThreshold(rule, claim, endorsements, now)
      for (const { endorserId, state, evidenceVersion, verdict, ratings } of counted) {
        expect(endorserId).not.toBe(claim.learnerId)
        expect(claim.collaborators).not.toContain(endorserId)
        expect({ state, evidenceVersion, verdict }).toEqual({
          state: 'given',
          evidenceVersion: claim.evidenceVersion,
          verdict: 'endorse',
        })
        for (const { id, levels, requiredLevel } of rule.rubric) {
          const names = levels.map((level) => level.id)
          if (requiredLevel !== undefined)
            expect(names.indexOf(ratings[id] ?? '')).toBeGreaterThanOrEqual(names.indexOf(requiredLevel))
        }
      }
      expect(new Set(counted.map(({ endorserId }) => endorserId)).size).toBe(counted.length)
    })
  })

  it('accounts for every endorser exactly once', () => {
    law(({ rule, claim, endorsements, now }) => {
      const { counted, uncounted } = decideThreshold(rule, claim, endorsements, now)
      const shown = [...counted, ...uncounted.map(({ endorsement }) => endorsement)].map(({ endorserId }) => endorserId)
      expect(shown.sort()).toEqual([...new Set(endorsements.map(({ endorserId }) => endorserId))].sort())
      for (const { reasons } of uncounted) expect(reasons.length).toBeGreaterThan(0)
    })
  })

  it('changes neither kind nor count for a decline of someone new', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decline = anEndorsement('newcomer', { verdict: 'decline', evidenceVersion: claim.evidenceVersion })
      const before = decideThreshold(rule, claim, endorsements, now)
      const after = decideThreshold(rule, claim, [...endorsements, decline], now)
      expect({ kind: after.kind, counted: after.counted, missing: after.missing, notYet: after.notYet }).toEqual({
        kind: before.kind,
        counted: before.counted,
        missing: before.missing,
        notYet: before.notYet,
      })
    })
  })

  it('asks for a revision exactly when enough not-yet count', () => {
    law(({ rule, claim, endorsements, now }) => {
      const { kind, notYet } = decideThreshold(rule, claim, endorsements, now)
      expect(kind === 'revise').toBe(
        notYet >= (rule.policy.disagreement?.notYetForRevision ?? Number.POSITIVE_INFINITY),
      )
    })
  })

  it('is put into words that name every missing clause', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decision = decideThreshold(rule, claim, endorsements, now)
      const { text } = describeDecision(decision, rule)
      expect(text).toContain(`${decision.counted.length} of ${decision.required} endorsements count.`)
      const words = {
        minEndorsers: 'must endorse the current evidence',
        eligibility: 'without being eligible',
        minAssurance: 'stronger proof',
        endorsementDays: 'older than this rule allows',
        requiredLevel: 'at the level it needs',
        disagreement: 'said "not yet"',
        independence: 'do not count as independent',
        minCircles: 'must come from',
        minDrawn: 'drawn by the review queue',
        minEffectiveEndorsers: 'comes from the same peers',
        anchored: 'founding panel',
        furtherOpinion: 'one more opinion',
        objection: 'objection is being settled',
        attainment: 'given for|must be passed',
      }
      for (const { clause } of decision.missing) expect(text).toContain(words[clause])
      if (decision.kind === 'met') expect(text).toContain('The rule is met.')
    })
  })

  it('states every rule in words', () => {
    law(({ rule }) => {
      const text = describePolicy(rule)
      expect(text).toMatch(
        /^Given when (1 peer endorses the|\d+ peers endorse the same) evidence\. Who may endorse: .+\.$/,
      )
      for (const { name, requiredLevel } of rule.rubric) if (requiredLevel !== undefined) expect(text).toContain(name)
    })
  })
})
