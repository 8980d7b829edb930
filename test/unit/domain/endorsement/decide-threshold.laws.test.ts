import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Decision } from '../../../../functions/domain/endorsement/decision.ts'
import { describeDecision } from '../../../../functions/domain/endorsement/describe-decision.ts'
import { describeClauses } from '../../../../functions/domain/endorsement/describe-policy.ts'
import { RULE_LANGUAGES } from '../../../../functions/domain/endorsement/rule-language.ts'
import { DecisionSchema } from '../../../../schemas/decision.ts'
import { anEndorsement, anId } from '../../../support/builders.ts'
import { type Case, cases, countingBy } from './arbitraries.ts'

const law = (check: (one: Case) => void) => fc.assert(fc.property(cases, check), { numRuns: 200 })

/** Clauses that look at what endorsements say together, which one more may put at odds. */
const TOGETHER = ['furtherOpinion', 'minEffectiveEndorsers']

const asksTogether = ({ missing }: Decision) => missing.some(({ clause }) => TOGETHER.includes(clause))

/** Whether a rule counts what is known of each: a revision takes that anew, and may know less. */
const readsOfEach = ({ policy: { independence, anchored } }: Case['rule']) =>
  (anchored ?? 0) > 0 || independence?.minCircles !== undefined || independence?.minDrawn !== undefined

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

  it('never turns met into pending for one more counting endorse, while no other clause fires', () => {
    law((one) => {
      const { rule, claim, endorsements, now } = one
      const before = decideThreshold(rule, claim, endorsements, now)
      const after = decideThreshold(rule, claim, [...endorsements, countingBy('newcomer', one)], now)
      expect(after.counted).toHaveLength(before.counted.length + 1)
      if (!asksTogether(after)) expect(rank[after.kind]).toBeGreaterThanOrEqual(rank[before.kind])
    })
  })

  it('asks for nothing new of one more counting endorse but what endorsements say together', () => {
    law((one) => {
      const { rule, claim, endorsements, now } = one
      const clausesOf = ({ missing }: Decision) => missing.map((each) => each.clause)
      const before = clausesOf(decideThreshold(rule, claim, endorsements, now))
      const after = clausesOf(decideThreshold(rule, claim, [...endorsements, countingBy('newcomer', one)], now))
      for (const clause of after) expect([...before, ...TOGETHER]).toContain(clause)
    })
  })

  it('never turns met into pending when a peer revises to a counting endorse, while no other clause fires', () => {
    law((one) => {
      // Who revises gives the facts of a person without a second account; others must not have had theirs.
      const { rule, claim, now } = one
      const endorsements = one.endorsements.map((each) => ({ ...each, facts: { ...each.facts, person: undefined } }))
      const before = decideThreshold(rule, claim, endorsements, now)
      const after = decideThreshold(rule, claim, [...endorsements, countingBy('ana', one)], now)
      if (claim.learnerPerson === anId('ana') || readsOfEach(rule)) return
      expect(after.counted.length).toBeGreaterThanOrEqual(before.counted.length)
      if (!asksTogether(after)) expect(rank[after.kind]).toBeGreaterThanOrEqual(rank[before.kind])
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
      const { kind, notYet } = decideThreshold(rule, { ...claim, objection: undefined }, endorsements, now)
      expect(kind === 'revise').toBe(
        notYet >= (rule.policy.disagreement?.notYetForRevision ?? Number.POSITIVE_INFINITY),
      )
    })
  })

  it('contests exactly those claims whose objection is being settled', () => {
    law(({ rule, claim, endorsements, now }) => {
      const { kind } = decideThreshold(rule, claim, endorsements, now)
      expect(kind === 'contested').toBe(claim.objection === 'raised')
    })
  })

  it('puts contested before revise, revise before pending, and met where nothing is asked for', () => {
    law(({ rule, claim, endorsements, now }) => {
      const { kind, missing } = decideThreshold(rule, claim, endorsements, now)
      const asked = missing.map(({ clause }) =>
        clause === 'objection' ? ('contested' as const) : clause === 'disagreement' ? ('revise' as const) : 'pending',
      )
      expect(kind).toBe(
        ['contested' as const, 'revise' as const, 'pending' as const].find((each) => asked.includes(each)) ?? 'met',
      )
    })
  })

  it('decides by what the service recorded alone where a rule asks for that', () => {
    law(({ claim, endorsements, now }) => {
      for (const attained of [undefined, 'calibration', 'careful-reviewing'] as const) {
        const rule = {
          policy: {
            decisionVersion: 1,
            minEndorsers: 0,
            eligibility: [{ kind: 'any-member' }],
            attainment: 'calibration',
          },
          rubric: [],
        } as const
        const { kind } = decideThreshold(
          { ...rule, policy: { ...rule.policy, eligibility: [...rule.policy.eligibility] } },
          { ...claim, attained, objection: undefined },
          endorsements,
          now,
        )
        expect(kind).toBe(attained === 'calibration' ? 'met' : 'pending')
      }
    })
  })

  it('is put into words that name every missing clause', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decision = decideThreshold(rule, claim, endorsements, now)
      const { text } = describeDecision(decision, rule)
      expect(text).toMatch(
        new RegExp(`^${decision.counted.length} endorsements? counts?, ${decision.required} needed\\. `),
      )
      const words = {
        minEndorsers: 'must endorse the current evidence',
        eligibility: 'without being eligible',
        minAssurance: 'stronger proof',
        endorsementDays: 'older than this rule allows',
        requiredLevel: 'at the level it needs',
        disagreement: 'said "not yet"',
        independence: 'not count as independent',
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

  it('says as much in every language, and nothing that is not there', () => {
    law(({ rule, claim, endorsements, now }) => {
      const decision = decideThreshold(rule, claim, endorsements, now)
      for (const language of RULE_LANGUAGES) {
        const texts = [describeDecision(decision, rule, language).text, ...describeClauses(rule, language)]
        for (const text of texts) {
          expect(text).not.toMatch(/undefined|NaN|\[object|null/)
          for (const { endorserId } of endorsements) expect(text).not.toContain(endorserId)
        }
        if (language !== 'en')
          expect(texts.join(' ').replace(/craft|care|constructor|sound|fine|rough/gi, '')).not.toMatch(/[a-z]/i)
      }
    })
  })

  it('states every rule in words', () => {
    law(({ rule }) => {
      const text = describeClauses(rule).join(' ')
      expect(text).toMatch(
        /^Given when (1 peer endorses the|\d+ peers endorse the same) evidence\. Who may endorse: .+\.$/,
      )
      for (const { name, requiredLevel } of rule.rubric) if (requiredLevel !== undefined) expect(text).toContain(name)
    })
  })
})
