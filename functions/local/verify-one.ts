import type { VerificationReport } from '../../schemas/verification-report.ts'
import type { VerifyRequest } from '../verification/read-request.ts'
import { verifyAll } from '../verification/verify-all.ts'
import type { Presented } from '../verification/verify-presented.ts'
import { composeVerifier } from './compose-verifier.ts'

/** Verifies what was presented on the command line. */
export async function verifyOne(
  presented: Presented,
  recipient: VerifyRequest['recipient'],
): Promise<VerificationReport> {
  const [report] = await verifyAll(composeVerifier(), { presented: [presented], isList: false, recipient })
  if (!report) throw new TypeError('one document gets one report')
  return report
}
