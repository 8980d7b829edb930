import type { AwardRecord } from '../../schemas/award-record.ts'
import type { UncountedReason } from '../../schemas/decision.ts'
import { describeDecision } from '../domain/endorsement/describe-decision.ts'
import { describePolicy } from '../domain/endorsement/describe-policy.ts'
import { REASON_WORDS } from '../domain/endorsement/reason-words.ts'
import type { AwardDifference, AwardReplay } from '../domain/endorsement/replay-award.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import { toSafeLines } from './write-out.ts'

interface ReplayWords {
  readonly same: string
  readonly differs: string
  readonly badge: string
  readonly rule: string
  readonly decided: string
  readonly endorsements: string
  readonly counts: string
  readonly recordSays: (said: string) => string
  readonly differences: Readonly<Record<AwardDifference, string>>
}

const WORDS: Readonly<Record<RuleLanguage, ReplayWords>> = {
  en: {
    same: 'The record leads to what it says.',
    differs: 'The record does not lead to what it says.',
    badge: 'badge',
    rule: 'rule',
    decided: 'decided',
    endorsements: 'endorsements',
    counts: 'counts',
    recordSays: (said) => `the record says: ${said}`,
    differences: {
      policy_digest: 'The rule is not the one that its digest names.',
      repeated: 'An endorsement or an endorser appears twice.',
      fact_missing: 'A fact that the rule reads is left out.',
      further_opinion: 'A further opinion is said to have been given that nothing asks for.',
      instants: 'Something happened before the claim opened, or lies in the future.',
      decision: 'The decision is another one.',
      endorsements: 'Other endorsements count, or do not count for other reasons.',
    },
  },
  hi: {
    same: 'अभिलेख से वही निर्णय निकलता है, जो उसमें लिखा है।',
    differs: 'अभिलेख से वह निर्णय नहीं निकलता, जो उसमें लिखा है।',
    badge: 'बैज',
    rule: 'नियम',
    decided: 'निर्णय का समय',
    endorsements: 'समर्थन',
    counts: 'गिना गया',
    recordSays: (said) => `अभिलेख में लिखा है: ${said}`,
    differences: {
      policy_digest: 'नियम वह नहीं है, जिसका सार-अंक दिया गया है।',
      repeated: 'कोई समर्थन या समर्थक दो बार आया है।',
      fact_missing: 'कोई ऐसा तथ्य छोड़ दिया गया है, जिसे नियम देखता है।',
      further_opinion: 'एक और राय दी गई बताई गई है, जिसकी ज़रूरत ही नहीं थी।',
      instants: 'कुछ दावा खुलने से पहले हुआ, या आने वाले समय का है।',
      decision: 'निर्णय दूसरा है।',
      endorsements: 'दूसरे समर्थन गिने गए, या न गिने जाने के कारण दूसरे हैं।',
    },
  },
}

/** The replay as lines to read: whether it leads to the same, the rule, the decision, every endorsement, what differs. */
export function toReplayText(record: AwardRecord, replay: AwardReplay, language: RuleLanguage): string {
  const { rule, decision, differences, met } = replay
  const words = WORDS[language]
  const reasonsOf = new Map<string, readonly UncountedReason[]>(
    decision.uncounted.map(({ endorsement, reasons }) => [endorsement.endorserId, reasons]),
  )
  return toSafeLines([
    met && differences.length === 0 ? `✓ ${words.same}` : `✗ ${words.differs}`,
    `  ${words.badge}  ${record.credential}`,
    `  ${words.decided}  ${record.decidedAt}`,
    `  ${words.rule}  ${describePolicy(rule, language)}`,
    '',
    describeDecision(decision, rule, language).text,
    '',
    `${words.endorsements}: ${record.endorsements.length}`,
    ...record.endorsements.map((entry) => toLine(entry, reasonsOf.get(entry.endorser) ?? [], language)),
    ...(differences.length > 0 ? ['', ...differences.map((difference) => `✗ ${words.differences[difference]}`)] : []),
  ])
}

function toLine(
  { endorser, givenAt, counted, reasons: stated }: AwardRecord['endorsements'][number],
  found: readonly UncountedReason[],
  language: RuleLanguage,
): string {
  const words = WORDS[language]
  const say = (reasons: readonly UncountedReason[]) =>
    reasons.length === 0 ? words.counts : reasons.map((reason) => REASON_WORDS[language][reason]).join(', ')
  const isAsStated = counted === (found.length === 0) && [...stated].sort().join() === [...found].sort().join()
  const said = isAsStated ? '' : ` (${words.recordSays(counted ? words.counts : say(stated))})`
  return `${found.length === 0 ? '✓' : '–'} ${endorser}, ${givenAt}: ${say(found)}${said}`
}
