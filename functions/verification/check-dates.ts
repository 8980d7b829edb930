import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip } from './check.ts'
import { readPeriod } from './validity-period.ts'

/**
 * Whether a credential is within its dates; both boundary instants still count as valid.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function checkDates(document: JsonObject, now: Instant): readonly VerificationCheck[] {
  const { from, until } = readPeriod(document) ?? {}
  if (!from)
    return [skip('dates', 'SCHEMA', 'The document does not say in a readable way from when until when it is valid.')]
  const time = toEpochMilliseconds(now)
  if (time < from.time)
    return [fail('dates', 'NOT_YET_VALID', `It is valid only from ${from.text} on.`, `/${from.member}`)]
  if (until && time > until.time)
    return [fail('dates', 'EXPIRED', `It was valid until ${until.text}.`, `/${until.member}`)]
  return [pass('dates', until ? `Valid until ${until.text}.` : `Valid since ${from.text}, without an end.`)]
}
