import { describe, expect, it } from 'vitest'
import { decideStatusChange } from '../../../../functions/domain/status/credential-status.ts'

describe('decideStatusChange', () => {
  it.each([
    ['valid', 'suspended'],
    ['valid', 'revoked'],
    ['suspended', 'valid'],
    ['suspended', 'revoked'],
  ] as const)('lets a badge go from %s to %s', (from, to) => {
    expect(decideStatusChange(from, to).ok).toBe(true)
  })

  it.each([
    ['revoked', 'valid', 'already_revoked'],
    ['revoked', 'suspended', 'already_revoked'],
    ['revoked', 'revoked', 'already_revoked'],
    ['suspended', 'suspended', 'already_suspended'],
    ['valid', 'valid', 'not_suspended'],
  ] as const)('refuses to go from %s to %s: %s', (from, to, code) => {
    expect(decideStatusChange(from, to)).toMatchObject({ ok: false, error: { code } })
  })
})
