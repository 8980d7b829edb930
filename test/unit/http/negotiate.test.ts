import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNotModified } from '../../../functions/http/conditional.ts'
import { negotiateLanguage, negotiateType, takesGzip } from '../../../functions/http/negotiate.ts'

const OFFERED = ['application/vc', 'application/json', 'text/html'] as const

describe('negotiateType', () => {
  it.each([
    [undefined, 'application/vc'],
    ['', 'application/vc'],
    ['*/*', 'application/vc'],
    ['text/html', 'text/html'],
    ['TEXT/HTML', 'text/html'],
    ['text/html, application/json', 'application/json'],
    ['text/html, application/json;q=0.9', 'text/html'],
    ['text/html, */*', 'text/html'],
    ['*/*;q=0.1, text/html;q=0.05', 'application/vc'],
    ['text/*, application/*', 'application/vc'],
    ['application/json;q=0, */*', 'application/vc'],
    ['application/vc;q=0, application/json;q=0, */*', 'text/html'],
    ['nonsense', 'application/vc'],
    [';;;', 'application/vc'],
    [',', 'application/vc'],
    ['text/html;level="1,2";q=0.4, application/json;q=0.3', 'text/html'],
    ['text/html;q=nonsense', 'text/html'],
    ['application/json;q=2, application/vc;q=1', 'application/vc'],
    ['*;q=.2, application/json;q=.1', 'application/vc'],
  ])('takes of %j the offer %s', (accept, expected) => {
    expect(negotiateType(accept, OFFERED)).toBe(expected)
  })

  it.each(['image/png', 'text/html;q=0', '*/*;q=0', 'nonsense, image/png'])('finds nothing in %j', (accept) => {
    expect(negotiateType(accept, OFFERED)).toBeUndefined()
  })

  it('bears any header', () => {
    fc.assert(
      fc.property(fc.string(), (accept) => {
        const type = negotiateType(accept, OFFERED)
        expect([undefined, ...OFFERED]).toContain(type)
      }),
    )
  })

  it('does not depend on the order in which equals are named', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...OFFERED], { minLength: 1 }), (ranges) => {
        const first = OFFERED.find((offer) => ranges.includes(offer))
        expect(negotiateType(ranges.join(', '), OFFERED)).toBe(first)
      }),
    )
  })
})

describe('negotiateLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['hi', 'hi'],
    ['hi-IN, en;q=0.8', 'hi'],
    ['fr', 'en'],
    ['en;q=0.1, hi;q=0.9', 'hi'],
  ])('answers %j with %s', (header, expected) => {
    expect(negotiateLanguage(header, ['en', 'hi'])).toBe(expected)
  })
})

describe('takesGzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['*', true],
    ['br', false],
  ])('says of %j: %s', (header, expected) => {
    expect(takesGzip(header)).toBe(expected)
  })
})

describe('isNotModified', () => {
  it.each([
    [undefined, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
  ])('says of %j: %s', (header, expected) => {
    expect(isNotModified(header, '"a"')).toBe(expected)
    expect(isNotModified(header, 'W/"a"')).toBe(expected)
  })
})
