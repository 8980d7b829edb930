import { describe, expect, it } from 'vitest'
import { nextTryAt } from '../../../functions/issuance/handle-wakes.ts'

describe('nextTryAt', () => {
  it('waits a minute, then twice as long each time, up to an hour', () => {
    const now = '2026-11-22T12:00:00.000Z'
    expect([0, 1, 2, 5, 6, 40].map((attempt) => nextTryAt(now, attempt))).toEqual([
      '2026-11-22T12:01:00.000Z',
      '2026-11-22T12:02:00.000Z',
      '2026-11-22T12:04:00.000Z',
      '2026-11-22T12:32:00.000Z',
      '2026-11-22T13:00:00.000Z',
      '2026-11-22T13:00:00.000Z',
    ])
  })
})
