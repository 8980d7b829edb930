import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip } from './check.ts'
import { asText } from './json.ts'

/**
 * Whether a credential is within its dates; both boundary instants still count as valid.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function checkDates(document: JsonObject, now: Instant): readonly VerificationCheck[] {
  const from = asText(document['validFrom'])
  const until = asText(document['validUntil'])
  const fromTime = from === undefined ? Number.NaN : Date.parse(from)
  const untilTime = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)
  if (Number.isNaN(fromTime) || Number.isNaN(untilTime))
    return [skip('dates', 'SCHEMA', 'The document does not say in a readable way from when until when it is valid.')]
  const time = toEpochMilliseconds(now)
  if (time < fromTime) return [fail('dates', 'NOT_YET_VALID', `It is valid only from ${from} on.`, '/validFrom')]
  if (time > untilTime) return [fail('dates', 'EXPIRED', `It was valid until ${until}.`, '/validUntil')]
  return [pass('dates', until === undefined ? `Valid since ${from}, without an end.` : `Valid until ${until}.`)]
}
