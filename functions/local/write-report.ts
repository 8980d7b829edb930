import type { EndorsementReport, VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'

const MARKS = { pass: '✓', warn: '!', skip: '?', fail: '✗' } as const
const OUTCOME_MARKS = { verified: '✓', 'not-verified': '✗', undetermined: '?' } as const

/** What a terminal would obey or show in another order: badges hold texts by strangers. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}]/gu

/** The report as JSON, with nothing in it that a terminal obeys but the ends of its lines. */
export const toReportJson = (report: VerificationReport): string =>
  `${JSON.stringify(report, undefined, 2).replace(UNSAFE, (character) => (character === '\n' ? '\n' : escaped(character)))}\n`

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The report as lines to read: the verdict, what the badge is, every check that has something to say, every endorser. */
export function toReportText(report: VerificationReport): string {
  const { credential, checks, endorsements, recipient } = report
  const facts = [
    ['given by', [credential.issuerName, credential.issuer && `(${credential.issuer})`].filter(Boolean).join(' ')],
    ['id', credential.id],
    ['awarded', credential.awardedDate ?? credential.validFrom],
    ['read from', report.presented?.url],
  ]
  const lines = [
    [report.outcome, credential.name].filter(Boolean).join('  '),
    ...facts.flatMap(([name, value]) => (value ? [`  ${name}  ${value}`] : [])),
    '',
    ...checks.map(toLine),
    ...(recipient ? ['', `recipient: ${recipient.outcome}`, ...recipient.checks.map(toLine)] : []),
    ...(endorsements.length > 0 ? ['', `endorsements: ${endorsements.length}`, ...endorsements.flatMap(toLines)] : []),
  ]
  return `${lines.map((line) => line.replace(/[\n\t]/g, ' ').replace(UNSAFE, '\ufffd')).join('\n')}\n`
}

const toLine = ({ status, code, message, pointer }: VerificationCheck): string =>
  `${MARKS[status]} ${message}${code === 'OK' ? '' : ` [${code}${pointer === undefined ? '' : ` ${pointer}`}]`}`

const toLines = ({ outcome, name, issuer, checks }: EndorsementReport): readonly string[] => [
  `${OUTCOME_MARKS[outcome]} ${name ?? issuer ?? 'unnamed'}`,
  ...checks.filter(({ status }) => status === 'fail' || status === 'skip').map((check) => `    ${toLine(check)}`),
]
