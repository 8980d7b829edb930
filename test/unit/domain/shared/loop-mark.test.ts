import { describe, expect, it } from 'vitest'
import { isFromVerification } from '../../../../functions/domain/shared/loop-mark.ts'

describe('isFromVerification', () => {
  it.each(['peerbadge', 'Peerbadge; v=1', 'cdn.example; x, peerbadge'])('knows a verification by %j', (header) => {
    expect(isFromVerification(header)).toBe(true)
  })

  it.each([undefined, '', 'cdn.example', 'cdn.example; peerbadge', 'peerbadge.example'])(
    'takes %j for somebody else',
    (header) => {
      expect(isFromVerification(header)).toBe(false)
    },
  )
})
