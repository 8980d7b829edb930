import type { AwardRecord } from '../../schemas/award-record.ts'
import type { UncountedReason } from '../../schemas/decision.ts'
import type { AwardDifference } from '../domain/endorsement/award-differences.ts'
import { describeDecision } from '../domain/endorsement/describe-decision.ts'
import { describeClauses } from '../domain/endorsement/describe-policy.ts'
import { REASON_WORDS } from '../domain/endorsement/reason-words.ts'
import type { AwardReplay } from '../domain/endorsement/replay-award.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import type { SignatureFinding } from './check-record-signature.ts'
import { toSafeLines } from './write-out.ts'

interface ReplayWords {
  readonly same: string
  readonly differs: string
  readonly signature: Readonly<Record<SignatureFinding | 'not_checked', string>>
  readonly badge: string
  readonly rule: string
  readonly decided: string
  readonly endorsements: string
  readonly counts: string
  /** Of an entry that is said not to count, without a reason. */
  readonly doesNotCount: string
  readonly recordSays: (said: string) => string
  readonly differences: Readonly<Record<AwardDifference, string>>
}

const WORDS: Readonly<Record<RuleLanguage, ReplayWords>> = {
  en: {
    same: 'The record leads to what it says.',
    differs: 'The record does not lead to what it says.',
    signature: {
      holds: 'Its signature holds: nothing in it was changed since its issuer signed it.',
      not_checked: 'Its signature was not checked: name the keys of its issuer with --keys.',
      unsigned: 'It has no signature.',
      other_issuer: 'The keys are those of another issuer than the one it names.',
      key_unlisted: 'It is not signed by a key that its issuer lists.',
      key_ended: 'Its issuer says that the key it is signed by counts no more: others may have signed with it.',
      broken: 'Its signature does not hold: something in it was changed, or it was never signed so.',
    },
    badge: 'badge',
    rule: 'rule',
    decided: 'decided',
    endorsements: 'endorsements',
    counts: 'counts',
    doesNotCount: 'does not count',
    recordSays: (said) => `the record says: ${said}`,
    differences: {
      addresses: 'Its addresses are not those of one badge.',
      policy_digest: 'The rule is not the one that its digest names.',
      rubric: 'A level is required that the rubric does not have.',
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
    signature: {
      holds: 'हस्ताक्षर सही है: जारीकर्ता के हस्ताक्षर के बाद अभिलेख में कुछ नहीं बदला।',
      not_checked: 'हस्ताक्षर नहीं जाँचा गया: जारीकर्ता की कुंजियाँ --keys से बताएँ।',
      unsigned: 'अभिलेख पर हस्ताक्षर नहीं है।',
      other_issuer: 'ये कुंजियाँ किसी दूसरे जारीकर्ता की हैं, उसकी नहीं जिसका नाम अभिलेख में है।',
      key_unlisted: 'हस्ताक्षर ऐसी कुंजी से नहीं है, जिसे जारीकर्ता अपनी बताता हो।',
      key_ended: 'जारीकर्ता बताता है कि हस्ताक्षर की कुंजी अब मान्य नहीं: उससे किसी और ने भी हस्ताक्षर किए हो सकते हैं।',
      broken: 'हस्ताक्षर सही नहीं है: अभिलेख में कुछ बदला गया, या उस पर कभी ऐसे हस्ताक्षर हुए ही नहीं।',
    },
    badge: 'बैज',
    rule: 'नियम',
    decided: 'निर्णय का समय',
    endorsements: 'समर्थन',
    counts: 'गिना गया',
    doesNotCount: 'नहीं गिना गया',
    recordSays: (said) => `अभिलेख में लिखा है: ${said}`,
    differences: {
      addresses: 'पते एक ही बैज के नहीं हैं।',
      policy_digest: 'नियम वह नहीं है, जिसका सार-अंक दिया गया है।',
      rubric: 'ऐसा स्तर ज़रूरी बताया गया है, जो मूल्यांकन सूची में नहीं है।',
      repeated: 'कोई समर्थन या समर्थक दो बार आया है।',
      fact_missing: 'कोई ऐसा तथ्य छोड़ दिया गया है, जिसे नियम देखता है।',
      further_opinion: 'एक और राय दी गई बताई गई है, जिसकी ज़रूरत ही नहीं थी।',
      instants: 'कुछ दावा खुलने से पहले हुआ, या आने वाले समय का है।',
      decision: 'निर्णय दूसरा है।',
      endorsements: 'दूसरे समर्थन गिने गए, या न गिने जाने के कारण दूसरे हैं।',
    },
  },
}

/** As many places are named for each difference. */
const PLACES = 5

/**
 * The replay as lines to read: whether it leads to the same, whether its signature holds, the rule, the decision, every
 * endorsement, what differs and where.
 *
 * @param signature  Absent when there was nothing to check it by.
 */
export function toReplayText(
  record: AwardRecord,
  replay: AwardReplay,
  signature: SignatureFinding | undefined,
  language: RuleLanguage,
): string {
  const { rule, decision, differences, met } = replay
  const words = WORDS[language]
  const reasonsOf = new Map<string, readonly UncountedReason[]>(
    decision.uncounted.map(({ endorsement, reasons }) => [endorsement.endorserId, reasons]),
  )
  return toSafeLines([
    met && differences.length === 0 ? `✓ ${words.same}` : `✗ ${words.differs}`,
    `${signature === undefined ? '–' : signature === 'holds' ? '✓' : '✗'} ${words.signature[signature ?? 'not_checked']}`,
    `  ${words.badge}  ${record.credential}`,
    `  ${words.decided}  ${record.decidedAt}`,
    `  ${words.rule}`,
    ...describeClauses(rule, language).map((clause) => `    • ${clause}`),
    '',
    describeDecision(decision, rule, language).text,
    '',
    `${words.endorsements}: ${record.endorsements.length}`,
    ...record.endorsements.map((entry) => toLine(entry, reasonsOf.get(entry.endorser) ?? [], language)),
    ...(differences.length > 0 ? [''] : []),
    ...differences.map((difference) => `✗ ${words.differences[difference]} ${placesOf(replay, difference)}`),
  ])
}

function placesOf({ places }: AwardReplay, difference: AwardDifference): string {
  const pointers = places.flatMap((place) => (place.difference === difference ? [place.pointer] : []))
  return [...pointers.slice(0, PLACES), ...(pointers.length > PLACES ? ['…'] : [])].join(', ')
}

function toLine(
  { endorser, givenAt, counted, reasons: stated }: AwardRecord['endorsements'][number],
  found: readonly UncountedReason[],
  language: RuleLanguage,
): string {
  const words = WORDS[language]
  const say = (reasons: readonly UncountedReason[], without: string) =>
    reasons.length === 0 ? without : reasons.map((reason) => REASON_WORDS[language][reason].brief).join(', ')
  const isAsStated = counted === (found.length === 0) && [...stated].sort().join() === [...found].sort().join()
  const said = isAsStated ? '' : ` (${words.recordSays(counted ? words.counts : say(stated, words.doesNotCount))})`
  return `${found.length === 0 ? '✓' : '–'} ${endorser}, ${givenAt}: ${say(found, words.counts)}${said}`
}
