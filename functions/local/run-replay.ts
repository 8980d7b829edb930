import { type AwardRecord, AwardRecordSchema } from '../../schemas/award-record.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { replayAward } from '../domain/endorsement/replay-award.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { REPLAY_USAGE, readReplayArguments } from './read-replay-arguments.ts'
import { readSource } from './read-source.ts'
import { writeOut } from './write-out.ts'
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
  const { source, language } = asked.value
  const bytes = await readSource(source, 'An award record')
  const record = bytes.ok ? parseRecord(bytes.value) : bytes
  if (!record.ok) {
    process.stderr.write(`${record.error}\n`)
    return NO_INPUT
  }
  // When it was stored is not in the record; it was before it is read.
  const replay = replayAward(record.value, systemNow(), sha256Digests)
  await writeOut(toReplayText(record.value, replay, language))
  return replay.met && replay.differences.length === 0 ? SAME : DIFFERS
}

function parseRecord(bytes: Uint8Array): Result<AwardRecord, string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return ok(AwardRecordSchema.parse(JSON.parse(text)))
  } catch {
    return err(
      'This is no award record: those are JSON, and are found at /awards/ID.json of the service that gave the badge.',
    )
  }
}
