import { describe, expect, it } from 'vitest'
import { fitPage } from '../../../../functions/http/pages/fit-page.ts'
import { pageSecurityPolicy } from '../../../../functions/http/pages/page-style.ts'
import { digests } from '../../../support/builders.ts'

describe('fitPage', () => {
  const noise = (length: number) => digests.sha256Hex(String(length)).repeat(1) + randomText(length)
  const randomText = (length: number) =>
    Array.from({ length: Math.ceil(length / 64) }, (_, n) => digests.sha256Hex(`${n}`))
      .join('')
      .slice(0, length)

  it('shows everything while it fits', async () => {
    const { html } = await fitPage([3000], (max) => `${max} ${noise(Math.min(3000, max))}`)
    expect(html.startsWith('20000 ')).toBe(true)
  })

  it('cuts texts until the page fits', async () => {
    const { html, gzipped } = await fitPage(Array(200).fill(4000), (max) => randomText(200 * Math.min(4000, max)))
    expect(html.length).toBeGreaterThan(0)
    expect(gzipped?.byteLength).toBeLessThanOrEqual(48_000)
  })

  it('gives the page without any free text when nothing else fits', async () => {
    const { html } = await fitPage([1], (max) => `${max} ${randomText(200_000)}`)
    expect(html.startsWith('0 ')).toBe(true)
  })

  it('does not even try what would be too much work', async () => {
    const tried: number[] = []
    await fitPage(Array(1000).fill(4000), (max) => {
      tried.push(max)
      return ''
    })
    expect(tried[0]).toBeLessThanOrEqual(120)
  })
})

describe('pageSecurityPolicy', () => {
  it('lets in the one style and pictures, and nothing else', () => {
    expect(pageSecurityPolicy(digests, { hasForm: false })).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; img-src 'self' https: data:; form-action 'none'$/,
    )
  })

  it('lets a form be sent to this service alone, shows no pictures, and lies under no other site’s page', () => {
    expect(pageSecurityPolicy(digests, { hasForm: true })).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    )
  })
})
