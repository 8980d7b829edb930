import type { VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import { VERIFY_WORDS, type VerifyLanguage } from './verify-page-languages.ts'

/**
 * The report with what each check says in another language, and in English beside it: dates, names and places stand in the
 * English sentence alone. What there are no words for stays as it is.
 */
export function sayInLanguage(report: VerificationReport, language: VerifyLanguage): VerificationReport {
  const { sentence } = VERIFY_WORDS[language]
  const said = (check: VerificationCheck): VerificationCheck => {
    const message = sentence(check)
    return message === undefined ? check : { ...check, message, englishMessage: check.message }
  }
  const { recipient } = report
  return {
    ...report,
    checks: report.checks.map(said),
    endorsements: report.endorsements.map((one) => ({ ...one, checks: one.checks.map(said) })),
    ...(recipient === undefined ? {} : { recipient: { ...recipient, checks: recipient.checks.map(said) } }),
  }
}
