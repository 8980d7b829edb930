import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { runVitest } from '../run-vitest.ts'
import type { TestRun } from './report.ts'

const REPORT = '.reports/conformance.json'

const ReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/**
 * Runs the tests of some files whose full title matches a pattern.
 *
 * @returns what became of each test that ran. A file that could not be loaded is one failed run whose title is given by
 *   `titleOfUnloaded`, so that what it was to show counts as failed.
 * @throws Error when vitest ends without a report.
 */
export async function runNamedTests(
  files: readonly string[],
  pattern: string,
  titleOfUnloaded: (file: string) => string,
): Promise<readonly TestRun[]> {
  await rm(REPORT, { force: true })
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${REPORT}`]
  const status = await runVitest(['--config=test/vitest.config.ts', ...reporters, '-t', pattern, ...files])
  if (!existsSync(REPORT)) throw new Error(`vitest ended with ${status} and without a report`)
  const { testResults } = ReportSchema.parse(JSON.parse(await readFile(REPORT, 'utf8')))
  return testResults.flatMap(({ name, status: fileStatus, assertionResults }): readonly TestRun[] => {
    const runs = assertionResults.map(({ fullName, status: testStatus }) => ({
      title: fullName,
      status: toStatus(testStatus),
    }))
    const isUnloaded = fileStatus === 'failed' && runs.every((run) => run.status !== 'failed')
    return isUnloaded ? [...runs, { title: titleOfUnloaded(name), status: 'failed' }] : runs
  })
}

const toStatus = (status: string): TestRun['status'] =>
  status === 'passed' || status === 'failed' ? status : 'skipped'
