import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../functions/adapters/xml/xmldom-parser.ts'
import { drawStatus, type ShownStatus } from '../../../functions/credentials/status-image.ts'

const AT = '2026-11-22T12:00:00.000Z'
const STATUSES: readonly ShownStatus[] = [
  { kind: 'valid' },
  { kind: 'suspended', at: AT, reason: '<script>alert(1)</script>' },
  { kind: 'revoked', at: AT, reason: 'The cloth was bought.' },
  { kind: 'revoked' },
  { kind: 'expired', at: AT },
  { kind: 'missing' },
]

describe('drawStatus', () => {
  it.each(STATUSES)(
    'draws well-formed XML without script, address or a word that anyone wrote, for $kind',
    (status) => {
      const svg = drawStatus(status)
      expect(parseXml(svg).ok).toBe(true)
      expect(svg).not.toMatch(/script|href|url\(|foreignObject|on\w+=|bought/i)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toContain('//')
    },
  )

  it('tells every status by a word, a mark and a sentence of its own', () => {
    const pictures = (['valid', 'suspended', 'revoked', 'expired', 'missing'] as const).map((kind) =>
      drawStatus(kind === 'expired' ? { kind, at: AT } : { kind }),
    )
    for (const part of [/<title id="title">(.*?)</, /class="mark" d="(.*?)"/, /font-weight="600">(.*?)</])
      expect(new Set(pictures.map((svg) => part.exec(svg)?.[1])).size).toBe(5)
  })

  it('says since when, where that is known', () => {
    expect(drawStatus({ kind: 'revoked', at: AT })).toContain('since 22 November 2026')
    expect(drawStatus({ kind: 'revoked' })).not.toContain('since')
  })
})
