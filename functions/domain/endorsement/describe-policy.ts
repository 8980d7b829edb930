import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import type { Rule } from './decision.ts'
import { POLICY_WORDS, type PolicyWords } from './policy-words.ts'
import type { RuleLanguage } from './rule-language.ts'

/** The names of achievements that endorsers may be asked to hold, by their ids. */
export type HeldNames = ReadonlyMap<Id, string>

/**
 * The rule in plain words, as pages list it: a sentence for every clause that asks for something.
 *
 * @param names  Of achievements to be held; one that is not among them is spoken of without a name.
 */
export function describeClauses(
  { policy, rubric }: Rule,
  language: RuleLanguage = 'en',
  names: HeldNames = new Map(),
): readonly string[] {
  const words = POLICY_WORDS[language]
  if (policy.attainment !== undefined) return [words.attainment[policy.attainment]]
  const levels = rubric.flatMap((criterion) => {
    const required = criterion.levels.find(({ id }) => id === criterion.requiredLevel)
    return required ? [words.level(criterion.name, required.name)] : []
  })
  const sentences = [
    words.given(policy.minEndorsers),
    sayWho(policy, words, names),
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
  return sentences.filter((sentence) => sentence !== undefined)
}

/**
 * The same as `criteria.narrative` states it, which is Markdown: a list that also reads well where nobody renders it, under a
 * line of its own, so that it never runs on from a list that the community ended with. Names are of one line in it.
 */
export function describePolicyInMarkdown(rule: Rule, language: RuleLanguage = 'en'): string {
  const clauses = describeClauses(rule, language).map((clause) => clause.replace(/\s+/g, ' '))
  const list = clauses.map((clause) => `- ${clause}`).join('\n')
  return clauses.length === 1 ? clauses.join('') : `${POLICY_WORDS[language].heading}\n\n${list}`
}

/** Who may endorse, as the same sentence that pages list: what somebody is told whom the rule does not let judge. */
export const describeEligibility = (policy: Pick<ThresholdPolicy, 'eligibility'>): string =>
  sayWho(policy, POLICY_WORDS.en, new Map())

const sayWho = ({ eligibility }: Pick<ThresholdPolicy, 'eligibility'>, words: PolicyWords, names: HeldNames): string =>
  words.who(eligibility.map((way) => words.way(way, way.kind === 'holds' ? names.get(way.achievement) : undefined)))

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

/** As exactly as the rule says it, without what binary fractions add. */
const toPercent = (share: number): number => Number((share * 100).toPrecision(12))
