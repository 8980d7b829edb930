import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { missingPrerequisites } from './prerequisites.ts'
import { runVitest } from './run-vitest.ts'

const TIERS = ['unit', 'contract', 'infra', 'e2e']
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Beyond what a run ends with by itself: a signal ended it. */
const INTERRUPTED = 128
const reportOf = (run: string) => `.reports/${run}.json`

const ReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What one run is given beside its report. */
interface Run {
  readonly name: string
  readonly vitestArguments: readonly string[]
}

/**
 * What is asked for is run at once. The whole is two runs: what pure code is held to (coverage of `functions/domain`) is
 * shown by the unit tier alone, and counting the lines of the other tiers as well would take them a sixth longer.
 */
function toRuns(requested: readonly string[]): readonly Run[] {
  const projects = (tiers: readonly string[]) => tiers.map((tier) => `--project=${tier}`)
  if (requested.length === 0)
    return [
      { name: 'unit-tests', vitestArguments: [...projects(['unit']), '--coverage'] },
      { name: 'tests-with-real-parts', vitestArguments: projects(TIERS.filter((tier) => tier !== 'unit')) },
    ]
  const vitestArguments = requested.flatMap((word) => (TIERS.includes(word) ? projects([word]) : [word]))
  return [{ name: 'requested-tests', vitestArguments }]
}

/** The runner counts no test for a file that does not load: each such file is one failure here. */
async function readCounts(path: string): Promise<Counts> {
  const report = ReportSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

async function main(requested: readonly string[]): Promise<number> {
  process.chdir(ROOT)
  const named = TIERS.filter((tier) => requested.some((word) => word === tier || word.includes(`test/${tier}/`)))
  const missing = await missingPrerequisites(named.length > 0 ? named : TIERS)
  if (missing.length > 0) {
    console.error(missing.join('\n\n'))
    return 1
  }
  const total = { passed: 0, failed: 0, skipped: 0 }
  let status = 0
  for (const { name, vitestArguments } of toRuns(requested)) {
    const report = reportOf(name)
    await rm(report, { force: true })
    const ended = await runVitest([
      '--config=test/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...vitestArguments,
    ])
    if (ended > INTERRUPTED) return ended
    if (!existsSync(report)) {
      console.error('The run ended before it could count its tests.')
      return ended || 1
    }
    const { passed, failed, skipped } = await readCounts(report)
    if (ended !== 0 && failed === 0) console.error('No test failed, but the run did: its reason is above.')
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
    status ||= ended
  }
  const { passed, failed, skipped } = total
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return status
}

process.exitCode = await main(process.argv.slice(2))
