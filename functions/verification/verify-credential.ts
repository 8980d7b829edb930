import type { VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { asSubject } from './assertion-recipient.ts'
import { fail, outcomeOf, pass } from './check.ts'
import { type AwardFindings, checkAward } from './check-award.ts'
import { checkedAs } from './check-conformance.ts'
import { checkCredential } from './check-credential.ts'
import { checkEndorsements } from './check-endorsements.ts'
import { checkJwt } from './check-jwt.ts'
import { checkRecord } from './check-record.ts'
import { findAssertion } from './find-assertion.ts'
import { findIssuerFacts, type ProvenIssuer } from './issuer-facts.ts'
import { isCompactJws, isJsonObject } from './json.ts'
import { summariseCredential } from './summarise-credential.ts'
import type { Verification } from './verification.ts'
import { verifyAssertion } from './verify-assertion.ts'

/** A report, and the credential it is about where one could be read. */
export interface Verified {
  readonly report: VerificationReport
  readonly document?: JsonObject
}

/**
 * Verifies a credential given as parsed JSON or as compact JWS, in the order of the standard: form, build, signature and key, status,
 * dates, endorsements. Whatever cannot be known here, such as another issuer's key, makes it `undetermined`, never a
 * pass. Any JSON gets a report.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/
 */
export const verifyCredential = async (verification: Verification, credential: unknown): Promise<VerificationReport> =>
  (await verifyDocument(verification, credential)).report

/** As {@link verifyCredential}, with the credential for those who look further into it. */
export async function verifyDocument(verification: Verification, credential: unknown): Promise<Verified> {
  const assertion = findAssertion(credential)
  if (assertion)
    return { report: await verifyAssertion(verification, assertion), document: asSubject(assertion.document) }
  const jwt =
    typeof credential === 'string' && isCompactJws(credential) ? await checkJwt(verification, credential) : undefined
  if (jwt && !jwt.credential)
    return { report: toReport({}, [pass('parse', 'The document is one JWT.'), ...jwt.checks]) }
  const parsed = parse(jwt?.credential ?? credential)
  if (!parsed.ok) return { report: unreadable(parsed.check) }
  const presented = parsed.value
  const kind = checkedAs(presented)
  if (!kind) return { report: anotherThing(presented, jwt?.checks), document: presented }
  const { document, refreshed, ...checked } = await checkCredential(verification, presented, kind, jwt?.checks)
  const { check, reports } = await checkEndorsements(verification, document)
  const checks = [
    pass('parse', `The document is one ${kind}.`),
    ...checked.checks,
    ...(await checkRecord(verification, presented, kind)),
    ...(kind === 'badge' || reports.length > 0 ? [check] : []),
  ]
  const { checks: awarded, award } =
    kind === 'badge' && isGenuine(checks) ? await checkAward(verification, presented) : NO_AWARD
  const issuer = isGenuine(checks) ? await findIssuerFacts(verification, nameIssuer(document)) : undefined
  const report = {
    ...toReport(document, [...checks, ...awarded]),
    endorsements: [...reports],
    ...(award === undefined ? {} : { award }),
    ...(refreshed && { refreshed }),
    ...(issuer && { issuer }),
  }
  return { report, document }
}

const NO_AWARD: AwardFindings = { checks: [] }

/** Whether the signature holds and is that of the issuer, who also gave it out. */
const isGenuine = (checks: readonly VerificationCheck[]): boolean =>
  checks.some(({ id, status }) => id === 'issuer' && status === 'pass') &&
  checks.every(({ id, status }) => (id !== 'proof' && id !== 'issuer') || status === 'pass' || status === 'warn')

function nameIssuer(document: JsonObject): ProvenIssuer {
  const { issuer = '', issuerName } = summariseCredential(document)
  return { id: issuer, name: issuerName }
}

/** The report of what no credential could be read from. */
export const unreadable = (check: VerificationCheck): VerificationReport => ({
  outcome: outcomeOf([check]),
  checks: [check],
  credential: {},
  endorsements: [],
})

const anotherThing = (document: JsonObject, jwt: readonly VerificationCheck[] = []): VerificationReport => {
  const checks = [
    pass('parse', 'The document is one JSON object.'),
    document['type'] === 'VerificationReceipt'
      ? fail('conformance', 'RECEIPT', 'This is the receipt of an earlier verification, and no badge.', '/type')
      : fail('conformance', 'TYPE', 'The document is neither a badge nor an endorsement.', '/type'),
    ...jwt,
  ]
  const { standard: _standard, ...report } = toReport(document, checks)
  return report
}

type Parsed =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly check: VerificationCheck }

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
