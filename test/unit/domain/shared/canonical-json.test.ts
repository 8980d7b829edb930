import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, toCanonicalJson } from '../../../../functions/domain/shared/canonical-json.ts'

describe('toCanonicalJson', () => {
  it('writes the example of RFC 8785 §3.2.4', () => {
    const input: Json = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(toCanonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts members by UTF-16 code units, as in RFC 8785 §3.2.3', () => {
    const input: Json = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(toCanonicalJson(input)))).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [999999999999999900000, '999999999999999900000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [333333333.3333332, '333333333.3333332'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
    [1424953923781206.2, '1424953923781206.2'],
  ])('writes the number %d as RFC 8785 appendix B does: %s', (value, text) => {
    expect(toCanonicalJson(value)).toBe(text)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses the number %d', (value) => {
    expect(() => toCanonicalJson([value])).toThrow(TypeError)
  })

  it.each<[string, Json]>([
    ['in a text', ['\udead']],
    ['in a member’s name', { '\ud800': 1 }],
    ['at the end', 'a\ud83d'],
  ])('refuses a lone surrogate %s (RFC 8785 §3.2.2.2)', (_where, value) => {
    expect(() => toCanonicalJson(value)).toThrow(TypeError)
  })

  it('leaves out members that are undefined', () => {
    expect(toCanonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  const values = fc.jsonValue({ maxDepth: 4 }).map((value) => value as Json) // jsonValue yields JSON only

  it('is JSON for the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), values), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse())
        expect(toCanonicalJson(reversed)).toBe(toCanonicalJson(record))
      }),
    )
  })
})
