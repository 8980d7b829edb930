import type { EndorsementReport, Outcome, VerificationCheck } from '../../schemas/verification-report.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'

/** What an employer reads first comes first. */
const ORDER = ['fail', 'skip', 'warn', 'pass'] as const satisfies readonly VerificationCheck['status'][]

/** The checks of each status, in the order in which they matter; none of a status that no check has. */
export const groupChecks = (
  checks: readonly VerificationCheck[],
): readonly { readonly status: VerificationCheck['status']; readonly checks: readonly VerificationCheck[] }[] =>
  ORDER.map((status) => ({ status, checks: checks.filter((check) => check.status === status) })).filter(
    (group) => group.checks.length > 0,
  )

/** More reasons than these are read where all checks stand. */
const MAX_REASONS = 3

/** The checks that say why a badge is not verified, each sentence once; none when it is. */
export const reasonsFor = (outcome: Outcome, checks: readonly VerificationCheck[]): readonly VerificationCheck[] => {
  if (outcome === 'verified') return []
  const decisive = checks.filter(({ status }) => status === (outcome === 'not-verified' ? 'fail' : 'skip'))
  return [...new Map(decisive.map((check) => [check.message, check])).values()].slice(0, MAX_REASONS)
}

const OUTCOMES = ['not-verified', 'undetermined', 'verified'] as const satisfies readonly Outcome[]

/** The first so many endorsements: those that do not hold, those that could not be checked, then the others. */
export const mostTelling = (reports: readonly EndorsementReport[], count: number): readonly EndorsementReport[] =>
  reports.length <= count
    ? reports
    : reports.toSorted((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome)).slice(0, count)

/** The host that an issuer's id stands for; `undefined` when it is a key alone, or nothing known. */
export function hostOf(issuer: string): string | undefined {
  if (/^https?:\/\//.test(issuer)) return canParseUrl(issuer) ? new URL(issuer).host : undefined
  const host = /^did:web:([^:/?#]+)/.exec(issuer)?.[1]?.replace(/%3A/i, ':')
  return host !== undefined && canParseUrl(`https://${host}`) ? new URL(`https://${host}`).host : undefined
}
