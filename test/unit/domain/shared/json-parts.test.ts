import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entriesOf, membersOf } from '../../../../functions/domain/shared/json-parts.ts'

describe('the parts of a JSON text', () => {
  it('are its members in their order and spelling, repeated ones too', () => {
    const text = ' { "a" : 1.0 ,"b":{"a":[ 1 ]} , "\\u0061": "}\\"{" } '
    expect(membersOf(text).map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([
      ['a', '1.0'],
      ['b', '{"a":[ 1 ]}'],
      ['a', '"}\\"{"'],
    ])
  })

  it('are none where there is another kind of value', () => {
    for (const text of ['[1]', '1', '"{}"', 'null']) expect(membersOf(text)).toEqual([])
    for (const text of ['{"a":1}', '1', '"[]"', 'null', '[]']) expect(entriesOf(text)).toEqual([])
  })

  it('are each the source of what a parser makes of it, however it is laid out', () => {
    const space = fc.constantFrom(undefined, 1, '\t')
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.array(fc.jsonValue()),
        space,
        (object, array, indent) => {
          const written = JSON.stringify(object, undefined, indent)
          const members = membersOf(written).map(({ name, start, end }) => [
            name,
            JSON.parse(written.slice(start, end)),
          ])
          expect(members).toEqual(Object.entries(JSON.parse(written)))
          const list = JSON.stringify(array, undefined, indent)
          expect(entriesOf(list).map(({ start, end }) => JSON.parse(list.slice(start, end)))).toEqual(JSON.parse(list))
        },
      ),
    )
  })

  it('are found however deep they nest', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const text = `{"a":${deep},"b":1}`
    expect(membersOf(text).map(({ start, end }) => end - start)).toEqual([deep.length, 1])
  })
})
