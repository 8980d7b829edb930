import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerpt, toSafeHtml } from '../../../../functions/http/pages/markdown.ts'

const MAX_COMMENT = 4000

describe('toSafeHtml', () => {
  it('keeps emphasis, lists, code and links', () => {
    const html = toSafeHtml('*a* **b** `c`\n\n- d\n\n[e](https://example.org)')
    expect(html).toContain('<em>a</em> <strong>b</strong> <code>c</code>')
    expect(html).toContain('<li>d</li>')
    expect(html).toContain('<a rel="nofollow ugc noreferrer" href="https://example.org">e</a>')
  })

  it('shows headings as bold lines, and no link where there is no address of the web', () => {
    expect(toSafeHtml('# Big\n\nAlso\n===')).toBe('<p><strong>Big</strong></p>\n<p><strong>Also</strong></p>')
    expect(toSafeHtml('[a *b*](javascript:alert(1)) c')).toBe('<p>a <em>b</em> c</p>')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![a](https://tracker.example/a.png)',
    '[a](javascript:alert(1))',
    '[a](data:text/html,x)',
    '<javascript:alert(1)>',
    '# Heading\n\nHeading\n===',
    '[a]: https://example.org "x"\n\n![a]',
    '<!-- x -->',
    '</blockquote></li></main>',
  ])('makes %j harmless', (markdown) => {
    const html = toSafeHtml(markdown)
    expect(html).not.toMatch(/<(script|img|h[1-6]|!--|iframe|\/main)/)
    expect(html).not.toMatch(/href="(javascript|data):/)
  })

  it('lets only known elements through, whatever was written', () => {
    const known = /^<\/?(p|em|strong|code|pre|ul|ol|li|a|blockquote|br|hr)(\s[^<>]*)?\/?>$/
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>/!"\'&;=()[]*_`#- \nascript:img1.') }), (markdown) => {
        for (const tag of toSafeHtml(markdown).match(/<[^>]*>/g) ?? []) expect(tag).toMatch(known)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['>', MAX_COMMENT],
    ['- ', MAX_COMMENT / 2],
    ['1. ', MAX_COMMENT / 3],
    ['*', MAX_COMMENT],
    ['[', MAX_COMMENT],
    ['[a](', MAX_COMMENT / 4],
    ['`a``', MAX_COMMENT / 4],
    ['[a]: b\n', MAX_COMMENT / 7],
  ])('answers soon for %j again and again, and with little more than was written', (part, times) => {
    const begun = performance.now()
    const html = toSafeHtml(part.repeat(times))
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(html.length).toBeLessThan(10 * MAX_COMMENT)
  })
})

describe('excerpt', () => {
  it('leaves a short text as it is', () => {
    expect(excerpt('a b', 3)).toEqual({ text: 'a b', isCut: false })
  })

  it('cuts between words and says so', () => {
    expect(excerpt('one two three', 9)).toEqual({ text: 'one two …', isCut: true })
  })

  it('shows nothing at all when there is no room', () => {
    expect(excerpt('one', 0)).toEqual({ text: '', isCut: true })
  })

  it('never exceeds its room by more than the mark, and stays well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (text, max) => {
        const shown = excerpt(text, max)
        expect(shown.text.length).toBeLessThanOrEqual(shown.isCut ? max + 2 : max)
      }),
    )
    expect(excerpt('a😀😀', 2).text.isWellFormed()).toBe(true)
  })
})
