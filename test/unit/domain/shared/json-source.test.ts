import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonSource } from '../../../../functions/domain/shared/json-source.ts'

describe('readJsonSource', () => {
  it('gives the text of each member exactly as it stands', () => {
    const text = ' {\n"a" : {"x": [1, {"y":"}"}],\t"z":"\\u2713 \\"" } , "b":"text","c":-1.5e3 ,"d":null }\n'
    expect([...readJsonSource(text).members]).toEqual([
      ['a', '{"x": [1, {"y":"}"}],\t"z":"\\u2713 \\"" }'],
      ['b', '"text"'],
      ['c', '-1.5e3'],
      ['d', 'null'],
    ])
  })

  it('finds members that are repeated, at any depth and however they are written', () => {
    const text = '{"a":1,"b":[{"c":1},{"c":1,"\\u0063":2}],"a":{"a":1}}'
    expect(readJsonSource(text).repeated).toEqual([['b', 1, 'c'], ['a']])
  })

  it('tells no more than fifty of them', () => {
    const { repeated } = readJsonSource(`{"x":{${'"a":0,'.repeat(1000)}"b":1}}`)
    expect(repeated).toEqual(Array(50).fill(['x', 'a']))
  })

  it('cuts out of any object what parses to its members, with and without white space', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space)
        const { members, repeated } = readJsonSource(text)
        expect(repeated).toEqual([])
        expect(Object.fromEntries([...members].map(([name, source]) => [name, JSON.parse(source)]))).toEqual(
          JSON.parse(text),
        )
        for (const source of members.values()) expect(text).toContain(source)
      }),
    )
  })

  it.each(['[]', '"text"', '7', ''])('takes no %s for an object', (text) => {
    expect(() => readJsonSource(text)).toThrow(TypeError)
  })
})
