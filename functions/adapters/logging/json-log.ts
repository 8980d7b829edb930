import type { Log, LogCode, LogFields } from '../../ports/log.ts'

/** How many causes of an error are told, the error itself included. */
const MAX_CAUSES = 5

/**
 * Logs one line of JSON an entry: `time`, `level`, `code`, the fields, and for errors name, message, stack and causes.
 *
 * @param writeLine  Takes a line without its end. @default standard output
 * @param now  Milliseconds since 1970 when an entry is made.
 */
export function jsonLog(writeLine: (line: string) => void = toStandardOutput, now: () => number = Date.now): Log {
  const write = (level: 'info' | 'warn' | 'error', code: LogCode, fields: LogFields = {}, cause?: unknown) =>
    writeLine(
      JSON.stringify({
        time: new Date(now()).toISOString(),
        level,
        code,
        ...fields,
        ...(cause === undefined ? {} : { error: describeError(cause, MAX_CAUSES) }),
      }),
    )
  return {
    info: (code, fields) => write('info', code, fields),
    warn: (code, fields) => write('warn', code, fields),
    error: (code, fields, cause) => write('error', code, fields, cause),
  }
}

const toStandardOutput = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function describeError(error: unknown, causesLeft: number): unknown {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined || causesLeft <= 1 ? undefined : describeError(error.cause, causesLeft - 1)
  return { name: error.name, message: error.message, stack: error.stack, cause }
}
