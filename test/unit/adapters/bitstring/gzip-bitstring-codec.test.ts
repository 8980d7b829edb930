import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gzipBitstringCodec } from '../../../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { isSet, STATUS_LIST_SIZE, toBitstring } from '../../../../functions/domain/status/bitstring.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const VECTORS = 'vectors/bitstring-status-list.json'
const MEGABYTE = 2 ** 20

const CasesSchema = z.array(
  z.object({
    id: z.string(),
    encodedList: z.string(),
    valid: z.boolean(),
    length: z.int().optional(),
    set: z.array(z.int()).optional(),
    why: z.string().optional(),
  }),
)

const skipped = missingShared(VECTORS)
const cases = skipped === undefined ? CasesSchema.parse(readShared(VECTORS)) : []

const { encode, decode } = gzipBitstringCodec
/** As many further characters as leave one that stands for no whole byte. */
const withOneTooMany = (encoded: string) => encoded.padEnd(encoded.length + ((6 - (encoded.length % 4)) % 4), 'A')
const pack = (bytes: Uint8Array) => `u${Buffer.from(bytes).toString('base64url')}`

describe('the published status lists', () => {
  it.skipIf(skipped !== undefined)(`BSL-10: are all there ${skipped ?? ''}`.trimEnd(), () => {
    expect(cases).toHaveLength(12)
  })

  it.each(cases.filter(({ valid }) => valid))(
    'BSL-10: $id decodes bit for bit',
    ({ encodedList, length, set = [] }) => {
      const bits = decode(encodedList, MEGABYTE)
      expect(bits?.length).toBe((length ?? 0) / 8)
      expect(bits).toEqual(toBitstring(set, length))
      for (const index of set) expect(bits && isSet(bits, index)).toBe(true)
    },
  )

  it.each(cases.filter(({ valid }) => !valid))('BSL-10: $id is refused: $why', ({ encodedList }) => {
    const bits = decode(encodedList, MEGABYTE)
    // What unpacks but is too short is for the reader of the list to refuse; it is told by its length.
    expect(bits === undefined || bits.length * 8 < STATUS_LIST_SIZE).toBe(true)
  })
})

describe('encode', () => {
  it('BSL-03: gives u and base64url without padding of gzip, and decode gives the bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (bytes) => {
        const encoded = encode(bytes)
        expect(encoded).toMatch(/^uH4sI[A-Za-z0-9_-]+$/)
        expect(decode(encoded, 2000)).toEqual(bytes)
      }),
    )
  })
})

describe('decode', () => {
  const bytes = toBitstring([23])
  const gzip = gzipSync(bytes)

  it.each([
    ['zlib instead of gzip', pack(deflateSync(bytes))],
    ['another multibase', `z${pack(gzip).slice(1)}`],
    ['no multibase', pack(gzip).slice(1)],
    ['padding', `${pack(gzip)}=`],
    ['the alphabet of plain base64', `u${gzip.toString('base64').replace(/=+$/, '')}/+`],
    ['line breaks', `${pack(gzip)}\n`],
    ['a character too many', withOneTooMany(pack(gzip))],
    ['nothing', ''],
    ['a prefix alone', 'u'],
    ['a damaged checksum', pack(Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8)]))],
    ['a cut end', pack(gzip.subarray(0, -9))],
    ['bytes behind the end', pack(Buffer.concat([gzip, Buffer.from('more')]))],
    ['the same list twice', pack(Buffer.concat([gzip, gzip]))],
  ])('refuses %s', (_what, encoded) => {
    expect(decode(encoded, bytes.length)).toBeUndefined()
  })

  it('refuses what unpacks to more than it may, quickly', () => {
    const bomb = pack(gzipSync(Buffer.alloc(256 * MEGABYTE)))
    const start = performance.now()
    expect(decode(bomb, STATUS_LIST_SIZE / 8)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('takes what unpacks to exactly as much as it may', () => {
    expect(decode(pack(gzip), bytes.length)).toEqual(bytes)
    expect(decode(pack(gzip), bytes.length - 1)).toBeUndefined()
  })
})
