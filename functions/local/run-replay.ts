import { systemNow } from '../adapters/clock/system-clock.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { replayAward } from '../domain/endorsement/replay-award.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { checkRecordSignature } from './check-record-signature.ts'
import { readIssuerDocument, readRecord } from './read-record.ts'
import { REPLAY_USAGE, readReplayArguments } from './read-replay-arguments.ts'
import { readSource } from './read-source.ts'
import { UNSAFE, writeOut } from './write-out.ts'
import { toReplayText } from './write-replay.ts'

const SAME = 0
const DIFFERS = 1
const WRONG_USAGE = 64
const NO_INPUT = 66

/** Decides once more on one award record from the command line, without a store or a network; returns the status to end with. */
export async function runReplay(words: readonly string[]): Promise<number> {
  const asked = readReplayArguments(words)
  if (!asked.ok) {
    if (asked.error === 'help') process.stdout.write(REPLAY_USAGE)
    else process.stderr.write(`${asked.error.wrong}\n\n${REPLAY_USAGE}`)
    return asked.error === 'help' ? SAME : WRONG_USAGE
  }
  const { source, keys, language } = asked.value
  const [read, issuer] = [await readFrom(source, 'An award record', readRecord), await readKeys(keys)]
  if (!read.ok) return explain(read.error)
  if (!issuer.ok) return explain(issuer.error)
  const { record, signed } = read.value
  // When it was stored is not in the record; it was before it is read.
  const replay = replayAward(record, systemNow(), sha256Digests)
  const signature = issuer.value && (await checkRecordSignature(signed, issuer.value))
  await writeOut(toReplayText(record, replay, signature, language))
  const isSigned = signature === undefined || signature === 'holds'
  return replay.met && replay.differences.length === 0 && isSigned ? SAME : DIFFERS
}

async function readFrom<Found>(
  source: string,
  what: string,
  read: (bytes: Uint8Array) => Result<Found, string>,
): Promise<Result<Found, string>> {
  const bytes = await readSource(source, what)
  return bytes.ok ? read(bytes.value) : bytes
}

const readKeys = async (keys: string | undefined): Promise<Result<JsonObject | undefined, string>> =>
  keys === undefined ? ok(undefined) : readFrom(keys, 'A file with the keys of an issuer', readIssuerDocument)

function explain(why: string): number {
  process.stderr.write(`${why.replace(UNSAFE, '\ufffd')}\n`)
  return NO_INPUT
}
