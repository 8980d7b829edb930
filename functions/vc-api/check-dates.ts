import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { type Instant, toEpochMilliseconds } from '../domain/shared/instant.ts'
import { validityMembersOf } from '../domain/vc-data-model/check-credential.ts'
import { instantOf } from '../domain/vc-data-model/check-validity.ts'
import type { JsonObject } from '../ports/proofs.ts'

/**
 * Whether a credential is within its dates, in either version of the data model; both boundary instants are.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function checkDates(credential: JsonObject, now: Instant): VerificationCheck {
  const { from, until } = validityMembersOf(credential)
  const start = instantOf(credential[from])
  const end = instantOf(credential[until])
  const time = toEpochMilliseconds(now)
  const of = { id: 'dates', spec: 'https://www.w3.org/TR/vc-data-model-2.0/#validity-period' } as const
  if (start !== undefined && time < start)
    return { ...of, status: 'fail', code: 'NOT_YET_VALID', message: 'It is not valid yet.', pointer: `/${from}` }
  if (end !== undefined && time > end)
    return { ...of, status: 'fail', code: 'EXPIRED', message: 'It is not valid any more.', pointer: `/${until}` }
  return { ...of, status: 'pass', code: 'OK', message: 'It is valid now.' }
}
