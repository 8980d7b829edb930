import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Decision } from '../../../../functions/domain/endorsement/decision.ts'
import { describeDecision } from '../../../../functions/domain/endorsement/describe-decision.ts'
import type { Missing } from '../../../../schemas/decision.ts'
import { aClaim, aCriterion, anEndorsement, aRule, NOW } from '../../../support/builders.ts'

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
      text: '1 endorsement counts, 1 needed. The rule is met.',
    })
  })

  it.each<[Missing, string]>([
    [{ clause: 'minEndorsers', endorsers: 1 }, '1 more peer must endorse the current evidence.'],
    [{ clause: 'minEndorsers', endorsers: 3 }, '3 more peers must endorse the current evidence.'],
    [{ clause: 'eligibility', endorsers: 2 }, '2 peers endorsed without being eligible under this rule.'],
    [{ clause: 'minAssurance', endorsers: 1 }, '1 endorsement needs stronger proof of who gave it.'],
    [{ clause: 'endorsementDays', endorsers: 2 }, '2 endorsements are older than this rule allows.'],
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
    [
      { clause: 'independence', reason: 'mutual_pair', endorsers: 1 },
      '1 endorsement does not count as independent: the learner had endorsed them shortly before.',
    ],
    [
      { clause: 'disagreement', notYet: 2, criteria: ['craft'], revisionsLeft: 1 },
      '2 peers said "not yet" (Craft of the cloth): new evidence is needed.',
    ],
    [
      { clause: 'disagreement', notYet: 1, criteria: [], revisionsLeft: 0 },
      '1 peer said "not yet": this rule takes no further evidence for this claim, so withdraw it and open another.',
    ],
    [
      { clause: 'independence', reason: 'closed_ring', endorsers: 2 },
      '2 endorsements do not count as independent: part of a ring of people who endorse each other.',
    ],
    [{ clause: 'minCircles', circles: 1 }, 'Those who count must come from 1 more circle.'],
    [{ clause: 'minCircles', circles: 2 }, 'Those who count must come from 2 more circles.'],
    [{ clause: 'minDrawn', endorsers: 1 }, '1 peer drawn by the review queue must still endorse.'],
    [
      { clause: 'minEffectiveEndorsers', effective: 1.3, required: 2 },
      'Too much of what the learner has received comes from the same peers: it is spread as over 1.3, and must be as over 2.',
    ],
    [{ clause: 'anchored', endorsers: 1 }, "1 peer whom the founding panel's trust reaches must still endorse."],
    [
      { clause: 'furtherOpinion', opinions: 1, criteria: ['craft'] },
      'The ratings of Craft of the cloth are far apart: one more opinion is needed.',
    ],
    [{ clause: 'objection' }, 'An objection is being settled.'],
    [{ clause: 'attainment', attainment: 'calibration' }, 'The calibration must be passed.'],
    [
      { clause: 'attainment', attainment: 'careful-reviewing' },
      'It is given for careful reviewing, which this service records.',
    ],
  ])('puts %j into words, in Hindi too', (missing, words) => {
    expect(describeDecision(lacking([missing]), rule).text).toBe(`0 endorsements count, 3 needed. ${words}`)
    const hindi = describeDecision(lacking([missing]), rule, 'hi').text
    expect(hindi).toMatch(/^0 समर्थन गिने गए, 3 ज़रूरी हैं। .+।$/)
    expect(hindi.replace('Craft of the cloth', '').replace('gone', '')).not.toMatch(/[A-Za-z]/)
  })

  it.each<(count: number) => Missing>([
    (endorsers) => ({ clause: 'minEndorsers', endorsers }),
    (endorsers) => ({ clause: 'eligibility', endorsers }),
    (endorsers) => ({ clause: 'minAssurance', endorsers }),
    (endorsers) => ({ clause: 'endorsementDays', endorsers }),
    (endorsers) => ({ clause: 'requiredLevel', criterion: 'craft', endorsers }),
    (notYet) => ({ clause: 'disagreement', notYet, criteria: [] }),
    (endorsers) => ({ clause: 'independence', reason: 'same_person', endorsers }),
    (circles) => ({ clause: 'minCircles', circles }),
    (endorsers) => ({ clause: 'minDrawn', endorsers }),
    (effective) => ({ clause: 'minEffectiveEndorsers', effective, required: 3 }),
    (endorsers) => ({ clause: 'anchored', endorsers }),
  ])('bends its words with the number: %#', (missing) => {
    const say = (count: number, language: 'en' | 'hi') =>
      describeDecision(lacking([missing(count)]), rule, language).text
    expect(say(1, 'en')).not.toMatch(/\b1 (more )?(peers|endorsements|circles)\b/)
    expect(say(2, 'en')).not.toMatch(/\b2 (more )?(peer|endorsement|circle)\b/)
    expect(say(1, 'hi')).not.toMatch(/1 (और )?(साथियों|समर्थनों|मंडलियों|समर्थन \S+ हैं)/)
    expect(say(2, 'hi')).not.toMatch(/2 (और )?(साथी|मंडली|समर्थन \S+ है)(?![\u0900-\u097F])/)
  })

  it('says how many count and are needed, also where that is one, or more count than must', () => {
    const say = (counted: number, required: number, language: 'en' | 'hi' = 'en') =>
      describeDecision(
        { ...lacking([], 'met'), counted: Array(counted).fill(anEndorsement()), required },
        rule,
        language,
      ).text
    expect(say(1, 1)).toBe('1 endorsement counts, 1 needed. The rule is met.')
    expect(say(5, 3)).toBe('5 endorsements count, 3 needed. The rule is met.')
    expect(say(1, 1, 'hi')).toBe('1 समर्थन गिना गया, 1 ज़रूरी है। नियम पूरा हुआ।')
    expect(say(5, 3, 'hi')).toBe('5 समर्थन गिने गए, 3 ज़रूरी हैं। नियम पूरा हुआ।')
  })

  it('speaks of no endorsements where none are needed', () => {
    const pending = { ...lacking([{ clause: 'attainment', attainment: 'calibration' }]), required: 0 }
    expect(describeDecision(pending, rule).text).toBe('The calibration must be passed.')
    expect(describeDecision({ ...pending, kind: 'met', missing: [] }, rule).text).toBe('The rule is met.')
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
