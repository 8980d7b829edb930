import { fileURLToPath } from 'node:url'
import { isIn, parseRequirements } from './conformance/parse-requirements.ts'
import { COVERED_SECTIONS, REASONS } from './conformance/reasons.ts'
import { report } from './conformance/report.ts'
import { runNamedTests } from './conformance/run-named-tests.ts'
import { listTestSources } from './conformance/test-sources.ts'
import { missingPrerequisites } from './prerequisites.ts'
import { missingShared, readSharedText } from './shared-files.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CHECKLIST = 'spec/ob3-requirements.md'

/** Runs every test that names a requirement of the sections reported on, and prints what each requirement came to. */
async function main(): Promise<number> {
  process.chdir(ROOT)
  const checklist = readSharedText(CHECKLIST)
  if (checklist === undefined) {
    console.log(missingShared(CHECKLIST))
    return 0
  }
  const requirements = parseRequirements(checklist).filter((one) => isIn(one, COVERED_SECTIONS))
  const wanted = new Set(requirements.map(({ id }) => id))
  const sources = listTestSources().filter(({ ids }) => [...ids].some((id) => wanted.has(id)))
  const tiers = [...new Set(sources.map(({ file }) => tierOf(file)))]
  const missing = await missingPrerequisites(tiers)
  if (missing.length > 0) {
    console.error(missing.join('\n\n'))
    return 1
  }
  const idsOf = new Map(sources.map(({ file, ids }) => [file, [...ids].join(', ')]))
  const prefixes = [...new Set([...wanted].map((id) => id.replace(/\d+$/, '')))]
  const runs = await runNamedTests(
    sources.map(({ file }) => file),
    `\\b(${prefixes.join('|')})\\d`,
    (file) => `${file} could not be loaded: ${idsOf.get(file) ?? ''}`,
  )
  const { lines, isMet } = report(requirements, runs, REASONS)
  console.log(['', ...lines].join('\n'))
  return isMet ? 0 : 1
}

const tierOf = (file: string): string => /\/test\/([a-z0-9]+)\//.exec(file.replaceAll('\\', '/'))?.[1] ?? ''

process.exitCode = await main()
