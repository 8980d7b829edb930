import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compress,
  decompress,
  fromChunks,
  MAX_CHUNK_BYTES,
  toChunks,
} from '../../../../functions/adapters/dynamodb/chunks.ts'
import { anId } from '../../../support/builders.ts'

const noise = (length: number) => Array.from({ length }, (_, n) => anId(n)).join('')

describe('toChunks, fromChunks', () => {
  it('give back any text byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, firstBytes) => {
        expect(fromChunks(toChunks(text, firstBytes))).toBe(text)
        expect(decompress(compress(text))).toBe(text)
      }),
    )
  })

  it('cut what is too long for one item, the first piece as short as asked', () => {
    const chunks = toChunks(noise(50_000), 1000)
    expect(chunks.length).toBeGreaterThan(2)
    expect(chunks.map(({ length }) => length).slice(0, 2)).toEqual([1000, MAX_CHUNK_BYTES])
    expect(fromChunks(chunks)).toBe(noise(50_000))
  })

  it('refuse lone surrogates', () => {
    expect(() => toChunks('a\udc00')).toThrow(TypeError)
    expect(() => compress('a\ud800')).toThrow(TypeError)
  })
})

describe('compress', () => {
  it('refuses what does not fit one item', () => {
    expect(() => compress(noise(50_000))).toThrow(TypeError)
  })
})
