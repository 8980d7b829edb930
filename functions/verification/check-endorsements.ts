import type { EndorsementReport, VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, outcomeOf, pass, skip } from './check.ts'
import { checkCredential } from './check-credential.ts'
import { type FoundEndorsement, findEndorsements } from './find-endorsements.ts'
import { asText, isJsonObject, issuerIdOf } from './json.ts'
import type { Verification } from './verification.ts'

/** A badge with more is refused rather than checked for minutes. */
const MAX_ENDORSEMENTS = 2000

/** What became of all endorsements of a badge: one check for the badge, one report for each. */
export interface EndorsementFindings {
  readonly check: VerificationCheck
  readonly reports: readonly EndorsementReport[]
}

/**
 * Verifies every endorsement in a badge by the same steps as the badge, and that it endorses what carries it. The
 * badge's own signature does not tie a comment to its endorser; only the endorsements' signatures do. One that is too
 * entangled ends it: there is no report of those behind it.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
 */
export async function checkEndorsements(
  verification: Verification,
  document: JsonObject,
): Promise<EndorsementFindings> {
  const found = findEndorsements(document)
  if (found.length === 0) return { check: pass('endorsements', 'It carries no endorsements.'), reports: [] }
  if (found.length > MAX_ENDORSEMENTS)
    return {
      check: fail('endorsements', TOO_COMPLEX, `It carries more than ${MAX_ENDORSEMENTS} endorsements.`),
      reports: [],
    }
  const reports: EndorsementReport[] = []
  for (const endorsement of found) {
    const report = await reportOn(verification, endorsement)
    reports.push(report)
    // Finding that out takes long, and decides what is said of the badge.
    if (report.checks.some(({ code }) => code === TOO_COMPLEX)) return { check: cutShort, reports }
  }
  return { check: summarise(reports), reports }
}

const TOO_COMPLEX = 'DOCUMENT_TOO_COMPLEX'

const cutShort = fail(
  'endorsements',
  TOO_COMPLEX,
  'One of its endorsements is too entangled to be checked; those behind it were not looked at.',
)

async function reportOn(verification: Verification, found: FoundEndorsement): Promise<EndorsementReport> {
  const document = found.value
  if (found.form === 'jwt')
    return toReport({}, [
      skip('parse', 'FORM_UNSUPPORTED', 'This endorsement is a JWT, which this service does not check.', found.pointer),
    ])
  if (!isJsonObject(document))
    return toReport({}, [fail('parse', 'SCHEMA', 'This endorsement is not a JSON object.', found.pointer)])
  const checks = (await checkCredential(verification, document, 'endorsement')).map(toEndorsementCode)
  return toReport(document, [...checks, checkTarget(document, found)])
}

function checkTarget(document: JsonObject, { targetId, pointer }: FoundEndorsement): VerificationCheck {
  const subject = document['credentialSubject']
  const endorsed = isJsonObject(subject) ? asText(subject['id']) : undefined
  return endorsed !== undefined && endorsed === targetId
    ? pass('endorsements', 'It endorses what carries it.')
    : fail(
        'endorsements',
        'ENDORSEMENT_TARGET_MISMATCH',
        'It was given to something else than what carries it.',
        `${pointer}/credentialSubject/id`,
      )
}

/** A forged endorsement has a code of its own, apart from a forged badge. */
const toEndorsementCode = (check: VerificationCheck): VerificationCheck =>
  check.status === 'fail' && check.code !== TOO_COMPLEX && (check.id === 'proof' || check.id === 'issuer')
    ? { ...check, code: 'ENDORSEMENT_PROOF_INVALID' }
    : check

function toReport(document: JsonObject, checks: readonly VerificationCheck[]): EndorsementReport {
  const issuer = document['issuer']
  const name = isJsonObject(issuer) ? asText(issuer['name']) : undefined
  const id = asText(document['id'])
  const issuerId = issuerIdOf(document)
  return {
    outcome: outcomeOf(checks),
    ...(id === undefined ? {} : { id }),
    ...(issuerId === undefined ? {} : { issuer: issuerId }),
    ...(name === undefined ? {} : { name }),
    checks: [...checks],
  }
}

function summarise(reports: readonly EndorsementReport[]): VerificationCheck {
  const failed = reports.filter(({ outcome }) => outcome === 'not-verified')
  const open = reports.filter(({ outcome }) => outcome === 'undetermined')
  if (failed.length > 0) {
    const code =
      failed.flatMap(({ checks }) => checks).find(({ status }) => status === 'fail')?.code ??
      'ENDORSEMENT_PROOF_INVALID'
    return fail('endorsements', code, `${failed.length} of its ${reports.length} endorsements do not hold.`)
  }
  if (open.length > 0) {
    const code =
      open.flatMap(({ checks }) => checks).find(({ status }) => status === 'skip')?.code ?? 'KEY_UNRESOLVABLE'
    return skip('endorsements', code, `${open.length} of its ${reports.length} endorsements could not be checked.`)
  }
  return pass(
    'endorsements',
    reports.length === 1 ? 'Its one endorsement holds.' : `All ${reports.length} endorsements hold.`,
  )
}
