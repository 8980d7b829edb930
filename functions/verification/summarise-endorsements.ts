import type { EndorsementReport, VerificationCheck } from '../../schemas/verification-report.ts'
import { comparableId } from '../domain/credential/same-credential.ts'
import { fail, pass, skip, warn } from './check.ts'

/** Marks every endorsement whose id another before it has: it is the same one, or claims to be (END-08). */
export function markRepeats(reports: readonly EndorsementReport[]): readonly EndorsementReport[] {
  const seen = new Set<string>()
  return reports.map((report) => {
    if (report.id === undefined) return report
    const id = comparableId(report.id)
    const isRepeat = seen.has(id)
    seen.add(id)
    return isRepeat ? { ...report, checks: [...report.checks, repeated] } : report
  })
}

const repeated = warn(
  'endorsements',
  'ENDORSEMENT_DUPLICATE',
  'The badge holds another endorsement with the same id, so both count as one.',
)

/** What says little for a badge although its signature holds. */
const WEAK: readonly string[] = ['SELF_ENDORSEMENT', 'ISSUER_ENDORSEMENT', 'ENDORSEMENT_DUPLICATE']

/** What all endorsements together make of a badge: one that does not hold is enough for it not to be verified. */
export function summariseEndorsements(reports: readonly EndorsementReport[]): VerificationCheck {
  const failed = reports.filter(({ outcome }) => outcome === 'not-verified')
  if (failed.length > 0)
    return fail(
      'endorsements',
      (failed.some(isUnsignable) ? undefined : firstCode(failed, ({ status }) => status === 'fail')) ??
        'ENDORSEMENT_PROOF_INVALID',
      `${failed.length} of its ${reports.length} endorsements do not hold.`,
    )
  const open = reports.filter(({ outcome }) => outcome === 'undetermined')
  if (open.length > 0)
    return skip(
      'endorsements',
      firstCode(open, ({ status }) => status === 'skip') ?? 'KEY_UNRESOLVABLE',
      `${open.length} of its ${reports.length} endorsements could not be checked.`,
    )
  const isWeak = ({ code }: VerificationCheck) => WEAK.includes(code)
  const weak = reports.filter(({ checks }) => checks.some(isWeak))
  if (weak.length > 0)
    return warn(
      'endorsements',
      firstCode(weak, isWeak) ?? 'SELF_ENDORSEMENT',
      `All ${reports.length} endorsements hold, but ${weak.length} of them are by the recipient or the issuer of the badge, or repeat another.`,
    )
  return pass(
    'endorsements',
    reports.length === 1 ? 'Its one endorsement holds.' : `All ${reports.length} endorsements hold.`,
  )
}

/** What uses terms that mean nothing cannot have been signed, in whatever way its proof says it was. */
const isUnsignable = ({ checks }: EndorsementReport): boolean =>
  checks.some(({ status, code }) => status === 'fail' && MEANS_NOTHING.includes(code)) &&
  !checks.some(({ id, status }) => id === 'proof' && status === 'pass')

const MEANS_NOTHING: readonly string[] = ['JSONLD_UNDEFINED_TERM', 'JSONLD_INVALID']

const firstCode = (
  reports: readonly EndorsementReport[],
  matches: (check: VerificationCheck) => boolean,
): string | undefined => reports.flatMap(({ checks }) => checks).find(matches)?.code
