import { describe, expect, it } from 'vitest'
import { timedJsonSchemas } from '../../../../functions/adapters/json-schema/timed-schemas.ts'

const bytesOf = (schema: unknown) =>
  new TextEncoder().encode(typeof schema === 'string' ? schema : JSON.stringify(schema))
const apply = (schema: unknown, document: Readonly<Record<string, unknown>>) =>
  timedJsonSchemas().apply(bytesOf(schema), document)

const NAMED = {
  $schema: 'https://json-schema.org/draft/2019-09/schema',
  type: 'object',
  properties: { name: { type: 'string' }, 'a/b~c d': { type: 'number' }, parts: { items: { required: ['id'] } } },
  required: ['name'],
}
/** A pattern that takes longer with each letter, and what is held against it. */
const ENDLESS = { properties: { name: { pattern: '^(a+)+$' } } }
const VICTIM = { name: `${'a'.repeat(60)}!` }

describe('timedJsonSchemas', () => {
  it.each([
    [NAMED, { name: 'Weave' }],
    [true, {}],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', required: ['name'] }, { name: 'Weave' }],
    [{ $defs: { text: { type: 'string' } }, properties: { name: { $ref: '#/$defs/text' } } }, { name: 'Weave' }],
    [{ $id: 'https://a.example/s.json', properties: { part: { $ref: 's.json' } } }, { part: {} }],
  ])('SCH-03: takes what conforms to %j', (schema, document) => {
    expect(apply(schema, document)).toEqual({ kind: 'conforms' })
  })

  it.each([
    ['', NAMED, {}],
    ['/name', NAMED, { name: 1 }],
    ['/parts/1', NAMED, { name: 'Weave', parts: [{ id: 1 }, {}] }],
    ['/a~1b~0c d', NAMED, { name: 'Weave', 'a/b~c d': 'x' }],
    ['', false, {}],
    ['', { $schema: 'http://json-schema.org/draft-04/schema#', required: ['name'] }, {}],
  ])('SCH-03: names the innermost place that is wrong: %s', (pointer, schema, document) => {
    expect(apply(schema, document)).toEqual({ kind: 'violated', pointer })
  })

  it.each([['no JSON'], ['[]'], ['7'], ['null'], [{ required: 7 }], [{ properties: { name: { pattern: '(' } } }]])(
    'SCH-03: calls %j no schema',
    (schema) => {
      expect(apply(schema, { name: 'Weave' })).toEqual({ kind: 'not_a_schema' })
    },
  )

  it('SCH-03: calls what is not UTF-8 no schema', () => {
    expect(timedJsonSchemas().apply(new Uint8Array([0xff, 0xfe]), {})).toEqual({ kind: 'not_a_schema' })
  })

  it('does without the schemas that one refers to elsewhere, and says so', () => {
    expect(apply({ $ref: 'https://elsewhere.example/schema.json' }, {})).toEqual({ kind: 'needs_others' })
  })

  it('does not run what stands in a schema', () => {
    const schema = { constructor: { prototype: 1 }, __proto__: { x: 1 }, properties: { toString: { type: 'string' } } }
    expect(apply(schema, { name: 'Weave' })).toEqual({ kind: 'conforms' })
  })

  it('VER-13: stops a regular expression without end, and one schema that refers to itself', () => {
    const start = performance.now()
    expect(apply(ENDLESS, VICTIM)).toEqual({ kind: 'too_costly' })
    expect(apply({ $ref: '#' }, {})).toEqual({ kind: 'too_costly' })
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('VER-13: spends no more than its time on all schemas together, and none once that is over', () => {
    const schemas = timedJsonSchemas()
    const start = performance.now()
    for (let each = 0; each < 100; each++) expect(schemas.apply(bytesOf(ENDLESS), VICTIM).kind).toBe('too_costly')
    expect(performance.now() - start).toBeLessThan(4000)
    expect(schemas.apply(bytesOf(true), {})).toEqual({ kind: 'too_costly' })
  })

  it('applies one schema to many documents, whatever it found in those before', () => {
    const schemas = timedJsonSchemas()
    const schema = bytesOf(NAMED)
    const found = [{ name: 'a' }, {}, { name: 'b' }].map((document) => schemas.apply(schema, document).kind)
    expect(found).toEqual(['conforms', 'violated', 'conforms'])
  })
})
