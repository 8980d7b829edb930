import type { VerificationReport } from '../../schemas/verification-report.ts'
import type { VerifyRequest } from './read-request.ts'

/**
 * Writes a receipt of each report: signed, dated, stored under an address of its own.
 *
 * @param recipientType  In which way the caller named the recipient.
 * @returns its address for each report; `undefined` where nothing was read that could have been verified.
 */
export type WriteReceipts = (
  reports: readonly VerificationReport[],
  recipientType: string | undefined,
) => Promise<readonly ({ readonly id: string } | undefined)[]>

/** Adds to each report the address of its receipt, where receipts were asked for; otherwise nothing is stored. */
export async function addReceipts(
  { writeReceipts }: { readonly writeReceipts: WriteReceipts },
  { receipt, recipient }: Pick<VerifyRequest, 'receipt' | 'recipient'>,
  reports: readonly VerificationReport[],
): Promise<readonly VerificationReport[]> {
  if (!receipt) return reports
  const written = await writeReceipts(reports, recipient?.type)
  return reports.map((report, at) => {
    const one = written[at]
    return one ? { ...report, receipt: one } : report
  })
}

/** What is stored for a year counts more than what is answered and forgotten. */
const UNITS_WITH_RECEIPT = 3

/** How much a request counts towards the limit of its caller. */
export const unitsOf = ({ presented, receipt = false }: Pick<VerifyRequest, 'presented' | 'receipt'>): number =>
  presented.length * (receipt ? UNITS_WITH_RECEIPT : 1)
