import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { missingPrerequisites } from './prerequisites.ts'
import { runVitest } from './run-vitest.ts'

const TIERS = ['unit', 'contract', 'infra', 'e2e']
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORT = '.reports/npm-test.json'

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

/** The runner counts no test for a file that does not load: each such file is one failure here. */
async function readCounts(): Promise<Counts> {
  const report = ReportSchema.parse(JSON.parse(await readFile(REPORT, 'utf8')))
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
  await rm(REPORT, { force: true })
  const status = await runVitest([
    '--config=test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...requested.map((word) => (TIERS.includes(word) ? `--project=${word}` : word)),
    ...(requested.length === 0 ? ['--coverage'] : []),
  ])
  if (!existsSync(REPORT)) {
    console.error('The run ended before it could count its tests.')
    return status || 1
  }
  const { passed, failed, skipped } = await readCounts()
  if (status !== 0 && failed === 0) console.error('No test failed, but the run did: its reason is above.')
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return status
}

process.exitCode = await main(process.argv.slice(2))
