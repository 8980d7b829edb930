import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { sameCredential } from '../domain/credential/same-credential.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { outcomeOf, pass, warn } from './check.ts'
import { type CredentialKind, kindOf } from './check-conformance.ts'
import { checkJwt } from './check-jwt.ts'
import { checkSecured } from './check-secured.ts'
import { asList, asText, isJsonObject } from './json.ts'
import { loadRefreshed } from './load-refreshed.ts'
import { readPeriod } from './validity-period.ts'
import type { Verification } from './verification.ts'

/** A newer version of a credential, whose form and signature hold. */
export interface Refreshed {
  readonly document: JsonObject
  /** From when the version that was given is valid, and from when this one, as each says it. */
  readonly from: string
  readonly to: string
}

/** What came of asking for a newer version. */
export interface RefreshFindings {
  /** Absent when the credential names no refresh service that is known here. */
  readonly check?: VerificationCheck
  /** Present only when there is a newer version. */
  readonly refreshed?: Refreshed
}

/**
 * Asks the issuer once for a newer version of a credential whose signature holds. Whatever is wrong with the answer is no
 * fault of the credential that was given: it is told in one remark (REF-05), and the answer's own refresh service is never asked.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#credential-refresh-service
 */
export async function refreshCredential(
  verification: Verification,
  given: JsonObject,
  kind: CredentialKind,
): Promise<RefreshFindings> {
  const service = asList(given['refreshService'])
    .filter(isJsonObject)
    .find(({ type }) => asList(type).includes('1EdTechCredentialRefresh'))
  if (!service) return {}
  const url = asText(service['id'])
  const answer = url === undefined ? UNUSABLE : await loadRefreshed(verification, url)
  switch (answer.kind) {
    case 'unreachable':
      return { check: unreachable }
    case 'unusable':
      return { check: unusable(answer.code) }
    case 'found':
      return readCopy(verification, given, kind, answer.value)
  }
}

const UNUSABLE = { kind: 'unusable', code: 'SCHEMA' } as const

async function readCopy(
  verification: Verification,
  given: JsonObject,
  kind: CredentialKind,
  value: JsonObject | string,
): Promise<RefreshFindings> {
  const jwt = typeof value === 'string' ? await checkJwt(verification, value) : undefined
  const document = typeof value === 'string' ? jwt?.credential : value
  if (!document) return { check: unusable(codesOf(jwt?.checks ?? [])) }
  if (!sameCredential(given, document) || kindOf(document) !== kind) return { check: other }
  const from = readPeriod(given)?.from
  const to = readPeriod(document)?.from
  if (!from || !to) return { check: unusable('SCHEMA') }
  if (to.time <= from.time) return { check: newest }
  if (to.time > toEpochMilliseconds(verification.at)) return { check: unusable('NOT_YET_VALID') }
  const secured = await checkSecured(verification, document, kind, jwt?.checks ?? [])
  if (outcomeOf(secured) !== 'verified') return { check: unusable(codesOf(secured)) }
  return {
    check: pass('refresh', `The issuer gives out a newer version, of ${to.text}. What follows is said of that one.`),
    refreshed: { document, from: from.text, to: to.text },
  }
}

/** What is wrong, each code once. */
const codesOf = (checks: readonly VerificationCheck[]): string =>
  [...new Set(checks.filter(({ status }) => status === 'fail' || status === 'skip').map(({ code }) => code))].join(', ')

const newest = pass('refresh', 'The issuer gives out no newer version.')

const unreachable = warn(
  'refresh',
  'REFRESH_UNREACHABLE',
  'Whether the issuer has a newer version could not be found out, so the one given was checked.',
  '/refreshService',
)

const other = warn(
  'refresh',
  'REFRESH_OTHER',
  'What the issuer gives out as its newest version is another credential, so the one given was checked.',
  '/refreshService',
)

const unusable = (codes: string) =>
  warn(
    'refresh',
    'REFRESH_UNUSABLE',
    `What the issuer gives out as its newest version cannot be used (${codes}), so the one given was checked.`,
    '/refreshService',
  )
