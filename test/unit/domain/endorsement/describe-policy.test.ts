import { describe, expect, it } from 'vitest'
import { describeClauses, describePolicyInMarkdown } from '../../../../functions/domain/endorsement/describe-policy.ts'
import { REASON_WORDS } from '../../../../functions/domain/endorsement/reason-words.ts'
import { ruleLanguageOf } from '../../../../functions/domain/endorsement/rule-language.ts'
import { ShownReasonSchema } from '../../../../schemas/decision.ts'
import type { PolicyInput, ThresholdPolicy } from '../../../../schemas/policy.ts'
import { aCriterion, anId, aRule } from '../../../support/builders.ts'

const rubric = [aCriterion('craft', { name: 'Craft of the cloth' })]

/** The clauses as one text. */
const describePolicy = (...asked: Parameters<typeof describeClauses>) => describeClauses(...asked).join(' ')

describe('describeClauses, as one text', () => {
  it('states the defaults, clause by clause', () => {
    expect(describePolicy(aRule({}, rubric))).toBe(
      [
        'Given when 3 peers endorse the same evidence.',
        'Who may endorse: any member of the community; never the learner or those who share the evidence.',
        'Each must rate "Craft of the cloth" at "Sound" or above.',
        'A person counts once, whatever accounts they have.',
        'Whoever was endorsed by the learner in the 90 days before does not count.',
        'An endorsement that closes a ring of up to 3 people who endorse each other does not count.',
        "Whoever gave more than 20 % of the community's endorsements of the last quarter (twice an even share where fewer than ten people endorse) does not count, once there are 50 of them.",
        '2 times "not yet" asks for new evidence.',
        'Ratings of a required criterion more than 1 level apart ask for one more opinion.',
        'An endorsement counts for 365 days.',
        'A claim stays open for 90 days.',
        'When the rule is no longer met later, the badge is suspended after 7 days.',
      ].join(' '),
    )
  })

  it('states what an old rule asks for and nothing else', () => {
    const policy: ThresholdPolicy = { decisionVersion: 1, minEndorsers: 1, eligibility: [{ kind: 'any-member' }] }
    expect(describePolicy({ policy, rubric: [] })).toBe(
      'Given when 1 peer endorses the evidence. Who may endorse: any member of the community; never the learner or those who share the evidence.',
    )
  })

  it.each<[PolicyInput, string, string]>([
    [
      {
        eligibility: [
          { kind: 'role', roles: ['owner', 'facilitator'] },
          { kind: 'holds', achievement: anId('other') },
        ],
      },
      'members with the role owner or facilitator, or members who hold a given achievement;',
      'जिनकी भूमिका है: स्वामी या संचालक, या वे सदस्य, जिनके पास एक तय उपलब्धि है;',
    ],
    [
      {
        eligibility: [
          { kind: 'member-for', days: 1 },
          { kind: 'member-for', days: 30 },
        ],
      },
      'members of at least 1 day, or members of at least 30 days;',
      'जो कम से कम 30 दिन से सदस्य हैं;',
    ],
    [
      { eligibility: [{ kind: 'same-challenge' }, { kind: 'challenge-badge' }, { kind: 'licence' }] },
      'worked on the same challenge, or members who hold a badge of the same challenge, or members who hold an assessor licence for the same challenge;',
      'जिनके पास इसी चुनौती का बैज है',
    ],
    [{ minAssurance: 'signed-in' }, 'Endorsers must have signed in themselves.', 'ख़ुद साइन-इन किया हो।'],
    [{ minAssurance: 'own-key' }, 'Endorsers must sign with their own key.', 'अपनी कुंजी से हस्ताक्षर करें।'],
    [{ anchored: 1 }, "at least 1 peer of those who count from the community's founding panel.", 'संस्थापक मंडल'],
    [{ independence: { minCircles: 2 } }, 'at least 2 circles, each standing for one.', 'कम से कम 2 मंडलियों'],
    [{ independence: { minDrawn: 1 } }, 'At least 1 peer of those who count must have been drawn', 'कतार ने चुना हो'],
    [{ independence: { minEffectiveEndorsers: 2.5 } }, 'spread out as over 2.5 peers or more.', 'मानो 2.5 या अधिक'],
    [{ independence: { minEffectiveEndorsers: 1 } }, 'spread out as over 1 peer or more.', 'मानो 1 या अधिक'],
    [{ independence: { reciprocityWindowDays: 1 } }, 'in the 1 day before', 'पिछले 1 दिन में'],
    [{ independence: { shareFromEndorsements: 1 } }, 'once there is 1 of them.', 'जब कुल 1 समर्थन हो चुका हो।'],
    [{ independence: { maxSharePerEndorser: 0.0004 } }, 'more than 0.04 % of', '0.04 % से अधिक'],
    [{ independence: { maxSharePerEndorser: 0.07 } }, 'more than 7 % of', '7 % से अधिक'],
    [{ objectionHours: 1 }, 'For 1 hour before', '1 घंटे तक'],
    [{ endorsementDays: 1, claimDays: 1 }, 'counts for 1 day. A claim stays open for 1 day.', '1 दिन तक गिना'],
    [{ independence: { maxSharePerEndorser: 0.125 } }, 'more than 12.5 % of', '12.5 % से अधिक'],
    [{ disagreement: { notYetForRevision: 1 } }, 'One "not yet" asks for new evidence.', '1 बार “अभी नहीं”'],
    [{ revisions: 0 }, 'The evidence cannot be replaced', 'काम बदला नहीं जा सकता।'],
    [{ revisions: 1 }, 'The evidence can be replaced 1 time.', '1 बार बदला जा सकता है।'],
    [{ blindness: 'sealed' }, 'Peers judge before they see what others said.', 'देखने से पहले'],
    [{ blindness: 'anonymous' }, 'Peers judge without being named.', 'बिना नाम बताए'],
    [{ objectionHours: 72 }, 'For 72 hours before the badge is issued, members may object.', '72 घंटे तक'],
    [{ living: 'keep' }, 'leaves it standing.', 'बैज बना रहता है।'],
    [{ living: 'revoke', livingGraceDays: 0 }, 'the badge is revoked.', 'बैज रद्द कर दिया जाता है।'],
    [{ livingGraceDays: 1 }, 'the badge is suspended after 1 day.', 'बैज 1 दिन बाद रोक दिया जाता है।'],
  ])('states %j in English and in Hindi', (policy, english, hindi) => {
    expect(describePolicy(aRule(policy, rubric))).toContain(english)
    expect(describePolicy(aRule(policy, rubric), 'hi')).toContain(hindi)
  })

  it.each(['calibration', 'careful-reviewing'] as const)('says what %s is given for, and of no peers', (attainment) => {
    const rule = { policy: { ...aRule().policy, minEndorsers: 0, attainment }, rubric: [] }
    expect(describePolicy(rule)).toMatch(/^Given (to|for) .+ as this service recorded it\.$/)
    expect(describePolicy(rule, 'hi')).toMatch(/^यह .+।$/)
  })
})

describe('describeClauses', () => {
  it('names the achievements that endorsers must hold, as far as their names are known', () => {
    const holds = (name: string) => ({ kind: 'holds' as const, achievement: anId(name) })
    const rule = aRule({ eligibility: [holds('basics'), holds('other')] })
    const names = new Map([[anId('basics'), 'Weaving basics']])
    expect(describeClauses(rule, 'en', names)[1]).toContain(
      'members who hold "Weaving basics", or members who hold a given achievement;',
    )
    expect(describeClauses(rule, 'hi', names)[1]).toContain('उपलब्धि “Weaving basics” है, या वे सदस्य, जिनके पास एक तय')
  })
})

describe('describePolicyInMarkdown', () => {
  it('lists the clauses under a line of its own, each name on one line', () => {
    const rule = aRule({}, [aCriterion('craft', { name: 'Craft\n\n- of the\tcloth' })])
    for (const [language, heading] of [
      ['en', 'The rule:'],
      ['hi', 'नियम:'],
    ] as const) {
      const [first, second, ...items] = describePolicyInMarkdown(rule, language).split('\n')
      expect([first, second]).toEqual([heading, ''])
      expect(items).toHaveLength(describeClauses(rule, language).length)
      for (const item of items) expect(item).toMatch(/^- \S/)
    }
    expect(describePolicyInMarkdown(rule)).toContain('"Craft - of the cloth" at "Sound"')
  })

  it('is a sentence where the rule says only one thing', () => {
    const rule = { policy: { ...aRule().policy, minEndorsers: 0, attainment: 'calibration' as const }, rubric: [] }
    expect(describePolicyInMarkdown(rule)).toBe(describePolicy(rule))
  })
})

describe('ruleLanguageOf', () => {
  it.each([
    ['hi', 'hi'],
    ['hi-IN', 'hi'],
    ['HI', 'hi'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['hil', 'en'],
    [undefined, 'en'],
  ])('takes %s for %s', (tag, language) => {
    expect(ruleLanguageOf(tag)).toBe(language)
  })
})

describe('REASON_WORDS', () => {
  it('says every reason in every language, briefly and in sentences', () => {
    for (const [language, words] of Object.entries(REASON_WORDS)) {
      expect(Object.keys(words).sort()).toEqual([...ShownReasonSchema.options].sort())
      for (const { brief, sentence, toEndorser = sentence } of Object.values(words)) {
        expect(brief).toMatch(language === 'hi' ? /^[\u0900-\u097F\s,-]+$/ : /^[a-z’ -]+$/)
        for (const said of [sentence, toEndorser]) expect(said).toMatch(language === 'hi' ? /।$/ : /^[A-Z].+\.$/)
      }
    }
  })
})
