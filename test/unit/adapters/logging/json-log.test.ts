import { describe, expect, it } from 'vitest'
import { jsonLog } from '../../../../functions/adapters/logging/json-log.ts'

function aLog() {
  const lines: string[] = []
  const log = jsonLog(
    (line) => lines.push(line),
    () => Date.UTC(2026, 2, 1),
  )
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) }
}

describe('jsonLog', () => {
  it('writes one line of JSON an entry', () => {
    const { log, lines, entries } = aLog()
    log.info('claim_issued', { claimId: 'c', endorsements: 3, absent: undefined })
    log.warn('store_overloaded', { path: 'with\nline break' })
    expect(lines.every((line) => !line.includes('\n'))).toBe(true)
    expect(entries()).toEqual([
      { time: '2026-03-01T00:00:00.000Z', level: 'info', code: 'claim_issued', claimId: 'c', endorsements: 3 },
      { time: '2026-03-01T00:00:00.000Z', level: 'warn', code: 'store_overloaded', path: 'with\nline break' },
    ])
  })

  it('tells an error with its causes, and of a long chain the first five', () => {
    const { log, entries } = aLog()
    const chain = Array.from({ length: 8 }).reduceRight<Error | undefined>(
      (cause, _, index) => new Error(`cause ${index}`, cause === undefined ? undefined : { cause }),
      undefined,
    )
    log.error('request_failed', {}, chain)
    let depth = 0
    for (let error = entries()[0].error; error; error = error.cause) {
      expect(error.message).toBe(`cause ${depth}`)
      expect(error.stack).toContain('json-log.test')
      depth++
    }
    expect(depth).toBe(5)
  })

  it('tells what was thrown also when it is no error', () => {
    const { log, entries } = aLog()
    log.error('request_failed', {}, 'a text')
    expect(entries()[0].error).toBe('a text')
  })
})
