import type { Outcome } from '../../schemas/verification-report.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { sayInLanguage } from '../verification/say-in-language.ts'
import type { Presented } from '../verification/verify-presented.ts'
import { readSource } from './read-source.ts'
import { isWebAddress, readVerifyArguments, VERIFY_USAGE } from './read-verify-arguments.ts'
import { writeOut } from './write-out.ts'
import { toReportJson, toReportText } from './write-report.ts'

const WRONG_USAGE = 64
const NO_INPUT = 66
const EXIT_STATUS = { verified: 0, 'not-verified': 1, undetermined: 2 } as const satisfies Record<Outcome, number>

/** Verifies one badge from the command line, without a store, and returns the status to end with. */
export async function runVerify(words: readonly string[]): Promise<number> {
  const asked = readVerifyArguments(words)
  if (!asked.ok) {
    if (asked.error === 'help') process.stdout.write(VERIFY_USAGE)
    else process.stderr.write(`${asked.error.wrong}\n\n${VERIFY_USAGE}`)
    return asked.error === 'help' ? 0 : WRONG_USAGE
  }
  const { source, recipient, language, format = process.stdout.isTTY ? 'text' : 'json' } = asked.value
  const presented = await presentedBy(source)
  if (!presented.ok) {
    process.stderr.write(`${presented.error}\n`)
    return NO_INPUT
  }
  // What verifies takes a second to load, which nobody waits for who named no file.
  const { verifyOne } = await import('./verify-one.ts')
  const report = await verifyOne(presented.value, recipient)
  const said = sayInLanguage(report, language)
  await writeOut(format === 'text' ? toReportText(said, language) : toReportJson(said))
  return EXIT_STATUS[report.outcome]
}

async function presentedBy(source: string): Promise<Result<Presented, string>> {
  if (isWebAddress(source)) return ok({ url: source })
  const document = await readSource(source, 'A badge')
  return document.ok ? ok({ document: document.value }) : document
}
