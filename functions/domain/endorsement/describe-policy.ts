import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Rule } from './decision.ts'
import { POLICY_WORDS, type PolicyWords } from './policy-words.ts'
import type { RuleLanguage } from './rule-language.ts'

/** The rule in plain words, as `criteria.narrative` and pages state it: a sentence for every clause that asks for something. */
export function describePolicy({ policy, rubric }: Rule, language: RuleLanguage = 'en'): string {
  const words = POLICY_WORDS[language]
  if (policy.attainment !== undefined) return words.attainment[policy.attainment]
  const levels = rubric.flatMap((criterion) => {
    const required = criterion.levels.find(({ id }) => id === criterion.requiredLevel)
    return required ? [words.level(criterion.name, required.name)] : []
  })
  const sentences = [
    words.given(policy.minEndorsers),
    words.who(policy.eligibility.map(words.way)),
    levels.length > 0 ? words.levels(levels) : undefined,
    policy.minAssurance && words.assurance[policy.minAssurance],
    ...sayIndependence(policy, words),
    policy.anchored ? words.anchored(policy.anchored) : undefined,
    policy.disagreement && words.notYet(policy.disagreement.notYetForRevision),
    levels.length > 0 ? said(policy.disagreement?.maxSpread, words.spread) : undefined,
    said(policy.revisions, words.revisions),
    policy.blindness && words.blindness[policy.blindness],
    policy.objectionHours ? words.objection(policy.objectionHours) : undefined,
    said(policy.endorsementDays, words.endorsementDays),
    said(policy.claimDays, words.claimDays),
    policy.living && words.living(policy.living, policy.livingGraceDays ?? 0),
  ]
  return sentences.filter((sentence) => sentence !== undefined).join(' ')
}

const said = (value: number | undefined, sentence: (value: number) => string): string | undefined =>
  value === undefined ? undefined : sentence(value)

function sayIndependence({ independence }: ThresholdPolicy, words: PolicyWords): readonly (string | undefined)[] {
  if (independence === undefined) return []
  const { reciprocityWindowDays, ringSize, maxSharePerEndorser, shareFromEndorsements } = independence
  return [
    words.samePerson,
    said(reciprocityWindowDays, words.reciprocity),
    said(ringSize, words.ring),
    said(maxSharePerEndorser, (share) => words.share(toPercent(share), shareFromEndorsements)),
    said(independence.minCircles, words.circles),
    said(independence.minDrawn, words.drawn),
    said(independence.minEffectiveEndorsers, words.effective),
  ]
}

/** To a tenth of a per cent. */
const toPercent = (share: number): number => Math.round(share * 1000) / 10
