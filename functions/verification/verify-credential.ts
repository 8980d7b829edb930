import type { VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, outcomeOf, pass, skip } from './check.ts'
import { type AwardFindings, checkAward } from './check-award.ts'
import { checkedAs } from './check-conformance.ts'
import { checkCredential } from './check-credential.ts'
import { checkEndorsements } from './check-endorsements.ts'
import { checkJwt } from './check-jwt.ts'
import { checkRecord } from './check-record.ts'
import { isJsonObject } from './json.ts'
import { summariseCredential } from './summarise-credential.ts'
import type { Verification } from './verification.ts'

/**
 * Verifies a credential given as parsed JSON or as compact JWS, in the order of the standard: form, build, signature and key, status,
 * dates, endorsements. Whatever cannot be known here, such as another issuer's key, makes it `undetermined`, never a
 * pass. Any JSON gets a report.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/
 */
export async function verifyCredential(verification: Verification, credential: unknown): Promise<VerificationReport> {
  const jwt =
    typeof credential === 'string' && JWT.test(credential) ? await checkJwt(verification, credential) : undefined
  if (jwt && !jwt.credential) return toReport({}, [pass('parse', 'The document is one JWT.'), ...jwt.checks])
  const document = parse(jwt?.credential ?? credential)
  if (!document.ok) return toReport({}, [document.check])
  const kind = checkedAs(document.value)
  if (!kind)
    return toReport(document.value, [
      pass('parse', 'The document is one JSON object.'),
      fail('conformance', 'TYPE', 'The document is neither a badge nor an endorsement.', '/type'),
    ])
  const checked = await checkCredential(verification, document.value, kind, jwt?.checks)
  const { check, reports } = await checkEndorsements(verification, checked.document)
  const checks = [
    pass('parse', `The document is one ${kind}.`),
    ...checked.checks,
    ...(await checkRecord(verification, document.value, kind)),
    ...(kind === 'badge' || reports.length > 0 ? [check] : []),
  ]
  const { checks: awarded, award } = isGenuine(checks) ? await checkAward(verification, document.value) : NO_AWARD
  return {
    ...toReport(checked.document, [...checks, ...awarded]),
    endorsements: [...reports],
    ...(award === undefined ? {} : { award }),
    ...(checked.refreshed && { refreshed: checked.refreshed }),
  }
}

const NO_AWARD: AwardFindings = { checks: [] }

/** Whether the signature holds and is that of the issuer, who also gave it out. */
const isGenuine = (checks: readonly VerificationCheck[]): boolean =>
  checks.every(({ id, status }) => (id !== 'proof' && id !== 'issuer') || status === 'pass' || status === 'warn')

/** Verifies the badge or endorsement at an address of this service, read from the store; other addresses are not looked at. */
export async function verifyUrl(verification: Verification, url: string): Promise<VerificationReport> {
  const address = new URL(url).href
  if (!verification.isOwnUrl(address))
    return toReport({}, [
      skip(
        'parse',
        'URL_ELSEWHERE',
        'This address belongs to another service, and this one does not open addresses elsewhere. Send the credential itself.',
        '/url',
      ),
    ])
  const credential = await verification.loadPublished(address)
  if (credential === undefined)
    return toReport({}, [
      fail('parse', 'CREDENTIAL_NOT_FOUND', 'There is no badge and no endorsement at this address.', '/url'),
    ])
  return verifyCredential(verification, credential)
}

type Parsed =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly check: VerificationCheck }

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/

const parse = (credential: unknown): Parsed =>
  isJsonObject(credential)
    ? { ok: true, value: credential }
    : {
        ok: false,
        check: fail('parse', 'NOT_A_CREDENTIAL', 'This is not a credential: it is not a JSON object.'),
      }

const toReport = (document: JsonObject, checks: readonly VerificationCheck[]): VerificationReport => ({
  outcome: outcomeOf(checks),
  standard: 'open-badges-3.0',
  checks: [...checks],
  credential: summariseCredential(document),
  endorsements: [],
})
