import type {
  EndorsementReport,
  Outcome,
  VerificationCheck,
  VerificationReport,
} from '../../schemas/verification-report.ts'
import type { VerifyLanguage } from '../verification/verify-page-languages.ts'
import { toSafeLines, UNSAFE } from './write-out.ts'

const MARKS = { pass: '✓', warn: '!', skip: '?', fail: '✗' } as const
const OUTCOME_MARKS = { verified: '✓', 'not-verified': '✗', undetermined: '?' } as const

interface ReportWords {
  readonly outcomes: Readonly<Record<Outcome | NonNullable<VerificationReport['recipient']>['outcome'], string>>
  readonly issuer: string
  readonly awarded: string
  readonly readFrom: string
  readonly recipient: string
  readonly endorsements: string
  readonly unnamed: string
}

/** In English the outcomes are those of the report, for scripts that read along. */
const WORDS: Readonly<Record<VerifyLanguage, ReportWords>> = {
  en: {
    outcomes: {
      verified: 'verified',
      'not-verified': 'not-verified',
      undetermined: 'undetermined',
      matched: 'matched',
      'not-matched': 'not-matched',
    },
    issuer: 'given by',
    awarded: 'awarded',
    readFrom: 'read from',
    recipient: 'recipient',
    endorsements: 'endorsements',
    unnamed: 'unnamed',
  },
  hi: {
    outcomes: {
      verified: 'सही पाया गया',
      'not-verified': 'सही नहीं पाया गया',
      undetermined: 'जाँचा नहीं जा सका',
      matched: 'वही है',
      'not-matched': 'वही नहीं है',
    },
    issuer: 'देने वाला',
    awarded: 'दिया गया',
    readFrom: 'पता',
    recipient: 'पाने वाला',
    endorsements: 'समर्थन',
    unnamed: 'नाम नहीं दिया गया',
  },
}

/** The report as JSON, with nothing in it that a terminal obeys but the ends of its lines. */
export const toReportJson = (report: VerificationReport): string =>
  `${JSON.stringify(report, undefined, 2).replace(UNSAFE, (character) => (character === '\n' ? '\n' : escaped(character)))}\n`

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The report as lines to read: the verdict, what the badge is, every check that has something to say, every endorser. */
export function toReportText(report: VerificationReport, language: VerifyLanguage): string {
  const { credential, checks, endorsements, recipient } = report
  const words = WORDS[language]
  const facts = [
    [words.issuer, [credential.issuerName, credential.issuer && `(${credential.issuer})`].filter(Boolean).join(' ')],
    ['id', credential.id],
    [words.awarded, credential.awardedDate ?? credential.validFrom],
    [words.readFrom, report.presented?.url],
  ]
  const lines = [
    [words.outcomes[report.outcome], credential.name].filter(Boolean).join('  '),
    ...facts.flatMap(([name, value]) => (value ? [`  ${name}  ${value}`] : [])),
    '',
    ...checks.map(toLine),
    ...(recipient
      ? ['', `${words.recipient}: ${words.outcomes[recipient.outcome]}`, ...recipient.checks.map(toLine)]
      : []),
    ...(endorsements.length > 0
      ? [
          '',
          `${words.endorsements}: ${endorsements.length}`,
          ...endorsements.flatMap((one) => toLines(one, words.unnamed)),
        ]
      : []),
  ]
  return toSafeLines(lines)
}

/** Dates and names stand in the English sentence alone. */
const toLine = ({ status, code, message, englishMessage, pointer }: VerificationCheck): string =>
  `${MARKS[status]} ${message}${englishMessage === undefined ? '' : ` (${englishMessage})`}${code === 'OK' ? '' : ` [${code}${pointer === undefined ? '' : ` ${pointer}`}]`}`

const toLines = ({ outcome, name, issuer, checks }: EndorsementReport, unnamed: string): readonly string[] => [
  `${OUTCOME_MARKS[outcome]} ${name ?? issuer ?? unnamed}`,
  ...checks.filter(({ status }) => status === 'fail' || status === 'skip').map((check) => `    ${toLine(check)}`),
]
