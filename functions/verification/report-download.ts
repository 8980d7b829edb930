import type { VerificationReport } from '../../schemas/verification-report.ts'

/** Longer reports are not part of a page. */
const MAX_CHARACTERS = 400_000

/** What the file is called. */
export const REPORT_FILE = 'badge-verification.json'

/**
 * The report as an address that holds it: a link to it, marked as a download, saves the file without another request and without
 * script. Percent-encoding, unlike base64, still compresses along with the page, which says much the same.
 *
 * @returns `undefined` when it would make the page too heavy.
 * @see https://www.rfc-editor.org/rfc/rfc2397
 */
export function toReportAddress(report: VerificationReport): string | undefined {
  const text = JSON.stringify(report, null, 1)
  return text.length > MAX_CHARACTERS
    ? undefined
    : `data:application/json;charset=utf-8,${encodeURIComponent(text.toWellFormed())}`
}
