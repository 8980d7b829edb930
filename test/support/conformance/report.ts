import { idsInTitle } from './ids-in-title.ts'
import { isAdvice, isMust, type Requirement } from './parse-requirements.ts'

/** One test that ran, by its full title. */
export interface TestRun {
  readonly title: string
  readonly status: 'passed' | 'failed' | 'skipped'
}

/** What the tests say of one requirement. */
type Finding =
  | { readonly kind: 'pass'; readonly tests: number }
  | { readonly kind: 'fail'; readonly failed: readonly string[] }
  | { readonly kind: 'reason'; readonly reason: string }
  | { readonly kind: 'untested' }

/**
 * Judges one requirement by the tests that name it. One failing test fails it; tests that were skipped show nothing.
 */
function judge({ id }: Requirement, runs: readonly TestRun[], reasons: ReadonlyMap<string, string>): Finding {
  const about = runs.filter(({ title }) => idsInTitle(title).has(id))
  const failed = about.filter(({ status }) => status === 'failed').map(({ title }) => title)
  if (failed.length > 0) return { kind: 'fail', failed }
  const passed = about.filter(({ status }) => status === 'passed').length
  if (passed > 0) return { kind: 'pass', tests: passed }
  const reason = reasons.get(id)
  return reason === undefined ? { kind: 'untested' } : { kind: 'reason', reason }
}

/** The printed report, and whether every must has a passing test and every advice a passing test or a reason. */
export interface ConformanceReport {
  readonly lines: readonly string[]
  readonly isMet: boolean
}

/**
 * One line for each requirement and a summary. The summary counts the musts that bind this service: those with a reason bind
 * others.
 */
export function report(
  requirements: readonly Requirement[],
  runs: readonly TestRun[],
  reasons: ReadonlyMap<string, string>,
): ConformanceReport {
  const judged = requirements.map((requirement) => ({ requirement, finding: judge(requirement, runs, reasons) }))
  const binding = judged.filter(({ requirement, finding }) => isMust(requirement) && finding.kind !== 'reason')
  const passing = binding.filter(({ finding }) => finding.kind === 'pass')
  const unmet = judged.filter(
    ({ requirement, finding }) =>
      finding.kind === 'fail' || (finding.kind === 'untested' && (isMust(requirement) || isAdvice(requirement))),
  )
  return {
    lines: [
      ...judged.map(({ requirement, finding }) => toLine(requirement, finding)),
      `${passing.length} of ${binding.length} M-level ids pass`,
    ],
    isMet: unmet.length === 0,
  }
}

const toLine = ({ id, levels }: Requirement, finding: Finding): string =>
  `${id.padEnd(9)} ${levels.join('/').padEnd(4)} ${describe(finding)}`

function describe(finding: Finding): string {
  switch (finding.kind) {
    case 'pass':
      return `pass (${finding.tests} ${finding.tests === 1 ? 'test' : 'tests'})`
    case 'fail':
      return `fail: ${finding.failed.join('; ')}`
    case 'reason':
      return finding.reason
    case 'untested':
      return 'no test names it'
  }
}
