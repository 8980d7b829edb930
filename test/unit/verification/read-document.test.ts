import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../functions/adapters/xml/xmldom-parser.ts'
import { bakePng } from '../../../functions/domain/baking/bake-png.ts'
import { bakeSvg } from '../../../functions/domain/baking/bake-svg.ts'
import type { Result } from '../../../functions/domain/shared/result.ts'
import { readDocument } from '../../../functions/verification/read-document.ts'
import { aPng, pngChunk } from '../../support/png.ts'

const read = (given: Uint8Array | string) => readDocument(parseXml, given)

function must<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const DOCUMENT =
  '{"@context":["https://example.org/"],"type":["VerifiableCredential"],"name":"Plain weave","n":[1,2.50]}'
const JWS = 'eyJhbGciOiJFZERTQSJ9.eyJuYW1lIjoiUGxhaW4gd2VhdmUifQ.c2ln'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'

const FORMS: readonly (readonly [string, Uint8Array])[] = [
  ['json', Buffer.from(DOCUMENT)],
  ['jwt', Buffer.from(JWS)],
  ['png', must(bakePng(aPng(), DOCUMENT))],
  ['png', must(bakePng(aPng(), JWS))],
  ['svg', Buffer.from(must(bakeSvg(parseXml, SVG, DOCUMENT, 'embedded')))],
  ['svg', Buffer.from(must(bakeSvg(parseXml, SVG, JWS, 'jwt')))],
]

describe('readDocument', () => {
  it.each(FORMS)('gives the exact text that a document as %s holds', (form, bytes) => {
    const reading = must(read(bytes))
    expect(reading).toMatchObject({ form, notices: [] })
    expect('text' in reading && [DOCUMENT, JWS].includes(reading.text)).toBe(true)
  })

  it('gives what a text holds to the letter, whatever JSON it is', () => {
    const object = fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__' && !name.includes('\0')),
      fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }),
    )
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        fc.pre(!/\\u(?:0000|d[89a-f])|__proto__/.test(text))
        expect(must(read(` ${text}\n`))).toMatchObject({ form: 'json', text, credential: JSON.parse(text) })
      }),
    )
  })

  it('refuses every document in which a name is doubled', () => {
    const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__' && !text.includes('\0'))
    fc.assert(
      fc.property(name, fc.nat({ max: 20 }), fc.boolean(), (doubled, depth, isEscaped) => {
        const written = JSON.stringify(doubled)
        const first = doubled.charCodeAt(0)
        const other =
          isEscaped && doubled !== '' && first > 0x1f && (first < 0xd800 || first > 0xdfff)
            ? `"\\u${first.toString(16).padStart(4, '0')}${JSON.stringify(doubled.slice(1)).slice(1)}`
            : written
        const text = `${'{"a":['.repeat(depth)}{${written}:1,"z z":2,${other}:3}${']}'.repeat(depth)}`
        expect(read(text)).toMatchObject({ ok: false, error: { code: 'JSON_DUPLICATE_KEY' } })
      }),
    )
  })

  it('answers whatever bytes and texts it is given', () => {
    const start = fc.constantFrom<Uint8Array>(...FORMS.map(([, bytes]) => bytes.slice(0, 40)), new Uint8Array())
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        const reading = read(Uint8Array.from([...head, ...tail]))
        expect(reading.ok || /^[A-Z_]+$/.test(reading.error.code)).toBe(true)
      }),
    )
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '<svg ', '>', '.', '\ufeff', '1e9'),
    })
    fc.assert(
      fc.property(text, (given) => {
        expect(typeof read(given).ok).toBe('boolean')
      }),
    )
  })

  it('gives one text or none for what was changed by a byte, and never two', () => {
    const form = fc.integer({ min: 0, max: FORMS.length - 1 })
    fc.assert(
      fc.property(form, fc.nat(), fc.integer({ min: 0, max: 255 }), (index, place, byte) => {
        const original = FORMS[index]?.[1] ?? new Uint8Array()
        const changed = original.with(place % original.length, byte)
        const reading = read(changed)
        // Whatever was baked into a PNG is guarded by a checksum.
        if (index === 2 || index === 3) expect(reading.ok).toBe(Buffer.compare(original, changed) === 0)
        else if (reading.ok && 'text' in reading.value)
          expect(reading.value.text.length).toBeLessThanOrEqual(original.length)
      }),
      { numRuns: 300 },
    )
  })

  it('PNG-07: takes no longer for a chunk that would swell to a gigabyte', () => {
    const packed = deflateSync(Buffer.alloc(1 << 26))
    const bomb = aPng([pngChunk('iTXt', Buffer.concat([Buffer.from('openbadgecredential\0\u0001\0\0\0'), packed]))])
    const before = performance.now()
    expect(read(bomb)).toMatchObject({ ok: false, error: { code: 'CREDENTIAL_COMPRESSED' } })
    expect(performance.now() - before).toBeLessThan(1000)
  })

  it('SVG-06: takes no entity, however it would swell', () => {
    const laughs = `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${SVG.replace('<path', '<title>&b;</title><path')}`
    expect(read(laughs)).toMatchObject({ ok: false, error: { code: 'IMAGE_INVALID' } })
  })
})
