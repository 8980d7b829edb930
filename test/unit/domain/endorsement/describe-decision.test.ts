import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Decision } from '../../../../functions/domain/endorsement/decision.ts'
import { describeDecision, describePolicy } from '../../../../functions/domain/endorsement/describe-decision.ts'
import type { Missing } from '../../../../schemas/decision.ts'
import { aClaim, aCriterion, anEndorsement, anId, aRule, NOW } from '../../../support/builders.ts'

const rule = aRule({}, [aCriterion('craft', { name: 'Craft of the cloth' })])
const lacking = (missing: readonly Missing[], kind: Decision['kind'] = 'pending'): Decision => ({
  kind,
  evidenceVersion: 1,
  counted: [],
  uncounted: [],
  required: 3,
  notYet: 0,
  missing,
})

describe('describeDecision', () => {
  it('says that the rule is met, and with how many', () => {
    const met = decideThreshold(aRule({ minEndorsers: 1 }), aClaim(), [anEndorsement()], NOW)
    expect(describeDecision(met, aRule({ minEndorsers: 1 }))).toEqual({
      kind: 'met',
      evidenceVersion: 1,
      counted: 1,
      required: 1,
      notYet: 0,
      missing: [],
      text: '1 of 1 endorsements count. The rule is met.',
    })
  })

  it.each<[Missing, string]>([
    [{ clause: 'minEndorsers', endorsers: 1 }, '1 more peer must endorse the current evidence.'],
    [{ clause: 'minEndorsers', endorsers: 3 }, '3 more peers must endorse the current evidence.'],
    [{ clause: 'eligibility', endorsers: 2 }, '2 peers endorsed without being eligible under this rule.'],
    [{ clause: 'minAssurance', endorsers: 1 }, 'The endorsements of 1 peer need stronger proof of who gave them.'],
    [{ clause: 'endorsementDays', endorsers: 2 }, 'The endorsements of 2 peers are older than this rule allows.'],
    [
      { clause: 'requiredLevel', criterion: 'craft', endorsers: 1 },
      '1 peer did not rate "Craft of the cloth" at the level it needs.',
    ],
    [
      { clause: 'requiredLevel', criterion: 'gone', endorsers: 2 },
      '2 peers did not rate "gone" at the level it needs.',
    ],
    [{ clause: 'disagreement', notYet: 2, criteria: [] }, '2 peers said "not yet": new evidence is needed.'],
    [
      { clause: 'disagreement', notYet: 2, criteria: ['craft'] },
      '2 peers said "not yet" (Craft of the cloth): new evidence is needed.',
    ],
  ])('puts %j into words', (missing, words) => {
    expect(describeDecision(lacking([missing]), rule).text).toBe(`0 of 3 endorsements count. ${words}`)
  })

  it('names everything that is missing, in order', () => {
    const missing: Missing[] = [
      { clause: 'disagreement', notYet: 2, criteria: [] },
      { clause: 'minEndorsers', endorsers: 3 },
    ]
    const view = describeDecision(lacking(missing, 'revise'), rule)
    expect(view.missing).toEqual(missing)
    expect(view.text).toMatch(/said "not yet".+more peers? must endorse/)
  })
})

describe('describePolicy', () => {
  it('speaks of one peer as of one', () => {
    expect(describePolicy(aRule({ minEndorsers: 1 }))).toContain('Given when 1 peer endorses the evidence.')
  })

  it('states number, people and levels', () => {
    expect(describePolicy(rule)).toBe(
      'Given when 3 peers endorse the same evidence. Who may endorse: any member of the community; never the learner or those who share the evidence. Each must rate "Craft of the cloth" at "Sound" or above.',
    )
  })

  it('states every way to be eligible', () => {
    const text = describePolicy(
      aRule({
        eligibility: [
          { kind: 'role', roles: ['owner', 'facilitator'] },
          { kind: 'holds', achievement: anId('licence') },
          { kind: 'member-for', days: 1 },
          { kind: 'member-for', days: 30 },
        ],
      }),
    )
    expect(text).toContain(
      'members with the role owner or facilitator, or members who hold a given achievement, or members of at least 1 day, or members of at least 30 days',
    )
  })

  it.each([
    ['asserted', 'community; never the learner or those who share the evidence.'],
    ['signed-in', 'Endorsers must have signed in themselves.'],
    ['own-key', 'Endorsers must sign with their own key.'],
  ] as const)('states what assurance "%s" asks of endorsers', (minAssurance, ending) => {
    expect(describePolicy(aRule({ minAssurance })).endsWith(ending)).toBe(true)
  })
})
