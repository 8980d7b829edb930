import { open } from 'node:fs/promises'
import type { Outcome } from '../../schemas/verification-report.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { sayInLanguage } from '../verification/say-in-language.ts'
import type { Presented } from '../verification/verify-presented.ts'
import { isWebAddress, readVerifyArguments, VERIFY_USAGE } from './read-verify-arguments.ts'
import { toReportJson, toReportText } from './write-report.ts'

const WRONG_USAGE = 64
const NO_INPUT = 66
const EXIT_STATUS = { verified: 0, 'not-verified': 1, undetermined: 2 } as const satisfies Record<Outcome, number>

/** As large as what the service takes. */
const MAX_BYTES = 4 * 1024 * 1024

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
  await write(format === 'text' ? toReportText(said, language) : toReportJson(said))
  return EXIT_STATUS[report.outcome]
}

async function presentedBy(source: string): Promise<Result<Presented, string>> {
  if (isWebAddress(source)) return ok({ url: source })
  try {
    const document = source === '-' ? await readAll(process.stdin) : await readFile(source)
    return document ? ok({ document }) : err(`A badge has at most ${MAX_BYTES} bytes.`)
  } catch (error) {
    return err(explain(error))
  }
}

async function readFile(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path)
  try {
    return await readAll(file.createReadStream({ autoClose: false }))
  } finally {
    await file.close()
  }
}

/** @returns `undefined` when there is more than a badge has; the rest is not read. */
async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function explain(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return 'There is no file of this name.'
    case 'EISDIR':
      return 'This is a folder. Name a file in it.'
    case 'EACCES':
    case 'EPERM':
      return 'You may not read this file.'
    default:
      return `The file cannot be read: ${error instanceof Error ? error.message : error}`
  }
}

/** Waits for a pipe to take it all: the process is ended right after. */
const write = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(text, () => resolve()))
