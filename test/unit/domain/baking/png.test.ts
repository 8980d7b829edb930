import { execFileSync } from 'node:child_process'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bakePng, MAX_BAKED_BYTES, stripPng, unbakePng } from '../../../../functions/domain/baking/bake-png.ts'
import { describeImageRefusal } from '../../../../functions/domain/baking/image-refusal.ts'
import { readPngChunks } from '../../../../functions/domain/baking/png-chunks.ts'
import { aPng, chunksOf, idat, ihdr, pixelsOf, pngChunk, pngOf, SIGNATURE } from '../../../support/png.ts'
import { missingShared, readSharedBytes } from '../../../support/shared-files.ts'

const JSON_TEXT = JSON.stringify({ name: 'बुनाई 🧵 – “plain”', '@context': [] })
const JWS = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'
const KEYWORD = 'openbadgecredential'
const iTXt = (keyword: string, text: string, fields = '\0\0\0\0\0') => pngChunk('iTXt', `${keyword}${fields}${text}`)

const baked = (png: Uint8Array, text: string) => {
  const result = bakePng(png, text)
  if (!result.ok) throw new Error(describeImageRefusal(result.error))
  return result.value
}

describe('bakePng', () => {
  it('PNG-01, PNG-02: writes one iTXt chunk with the keyword, uncompressed, in UTF-8, right before the image data', () => {
    const chunks = chunksOf(baked(aPng([pngChunk('gAMA', Buffer.alloc(4))]), JSON_TEXT))
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'gAMA', 'iTXt', 'IDAT', 'IEND'])
    expect(chunks[2]?.data).toEqual(Buffer.from(`${KEYWORD}\0\0\0\0\0${JSON_TEXT}`, 'utf8'))
  })

  it.each([JSON_TEXT, JWS])('PNG-03: gives back the JSON or the compact JWS as it was put in', (text) => {
    expect(unbakePng(baked(aPng(), text))).toEqual({ ok: true, value: text })
  })

  it('PNG-04: replaces what was baked in before, also when it was there twice', () => {
    const twice = aPng([iTXt(KEYWORD, 'one')], [iTXt(KEYWORD, 'two')])
    expect(baked(twice, JWS)).toEqual(baked(aPng(), JWS))
    expect(baked(baked(aPng(), JSON_TEXT), JWS)).toEqual(baked(aPng(), JWS))
  })

  it('PNG-06: leaves every pixel and every other chunk as it was, with IEND last and right checksums', () => {
    const image = aPng([pngChunk('tEXt', 'Title\0x'), pngChunk('prVt', 'private')], [pngChunk('tIME', Buffer.alloc(7))])
    const result = baked(image, JSON_TEXT)
    expect(pixelsOf(result)).toEqual(pixelsOf(image))
    expect(chunksOf(result).filter(({ type }) => type !== 'iTXt')).toEqual(chunksOf(image))
    expect(chunksOf(result).at(-1)?.type).toBe('IEND')
    for (const { type, data } of chunksOf(result)) expect(Buffer.from(result).includes(pngChunk(type, data))).toBe(true)
  })

  it('PNG-06: is read by another implementation, checksums and pixels', () => {
    const script = `
import sys, struct, zlib
b = sys.stdin.buffer.read(); p = 8; data = b''; text = None
while p < len(b):
    length, kind = struct.unpack('>I4s', b[p:p+8]); body = b[p+8:p+8+length]
    assert zlib.crc32(kind + body) == struct.unpack('>I', b[p+8+length:p+12+length])[0]
    if kind == b'IDAT': data += body
    if kind == b'iTXt': text = body.split(b'\\0', 5)[5]
    p += 12 + length
print(len(zlib.decompress(data)), text.decode('utf-8').encode('unicode_escape').decode())`
    const printed = execFileSync('python3', ['-c', script], { input: baked(aPng(), 'बुनाई 🧵') }).toString()
    expect(printed.trim()).toBe(`${4 * 17} \\u092c\\u0941\\u0928\\u093e\\u0908 \\U0001f9f5`)
  })

  it('PNG-08: gives back any text, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unbakePng(baked(aPng(), text))).toEqual({ ok: true, value: text })
      }),
    )
  })

  it('PNG-07: refuses a text beyond the size a credential may have', () => {
    const text = 'x'.repeat(MAX_BAKED_BYTES + 1)
    expect(bakePng(aPng(), text)).toMatchObject({ ok: false, error: { code: 'png_too_large' } })
  })

  it('throws on text that UTF-8 cannot hold', () => {
    expect(() => bakePng(aPng(), '\ud800')).toThrow(TypeError)
  })

  it('refuses an image that is none', () => {
    expect(bakePng(Buffer.from('<svg/>'), JWS)).toMatchObject({ ok: false, error: { code: 'not_an_image' } })
  })
})

describe('unbakePng', () => {
  it('PNG-05: takes the first of two chunks, and passes over every other text', () => {
    const others = [
      pngChunk('tEXt', `${KEYWORD}\0tEXt`),
      pngChunk('zTXt', Buffer.concat([Buffer.from(`${KEYWORD}\0\0`), deflateSync('zTXt')])),
      iTXt('openbadges', '{"uid":"of 2.0"}'),
      iTXt('openbadgecredentials', 'longer'),
      iTXt('OpenBadgeCredential', 'upper'),
    ]
    const image = aPng([...others, iTXt(KEYWORD, 'first')], [iTXt(KEYWORD, 'second')])
    expect(unbakePng(image)).toEqual({ ok: true, value: 'first' })
    expect(unbakePng(aPng(others))).toMatchObject({ ok: false, error: { code: 'no_credential' } })
  })

  it('PNG-02: passes over a language and a translated keyword', () => {
    expect(unbakePng(aPng([pngChunk('iTXt', `${KEYWORD}\0\0\0hi-IN\0बैज\0${JWS}`)]))).toEqual({ ok: true, value: JWS })
  })

  it('PNG-07: refuses a compressed chunk by name, without unpacking it', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000))
    const chunk = pngChunk('iTXt', Buffer.concat([Buffer.from(`${KEYWORD}\0\x01\0\0\0`), bomb]))
    const startedAt = performance.now()
    expect(unbakePng(aPng([chunk]))).toMatchObject({ ok: false, error: { code: 'png_credential_compressed', at: 33 } })
    expect(performance.now() - startedAt).toBeLessThan(100)
  })

  it.each([
    ['without any zero byte', KEYWORD],
    ['with the flags missing', `${KEYWORD}\0`],
    ['with an unknown compression flag', `${KEYWORD}\0\x02\0\0\0x`],
    ['with an unknown method', `${KEYWORD}\0\0\x01\0\0x`],
    ['with an endless language', `${KEYWORD}\0\0\0en`],
    ['with an endless translated keyword', `${KEYWORD}\0\0\0en\0badge`],
    ['that is not UTF-8', Buffer.concat([Buffer.from(`${KEYWORD}\0\0\0\0\0`), Buffer.from([0xc3, 0x28])])],
  ])('refuses a credential chunk %s', (_, data) => {
    expect(unbakePng(aPng([pngChunk('iTXt', data)]))).toMatchObject({
      ok: false,
      error: { code: 'png_credential_malformed', at: 33 },
    })
  })

  it.each(['simple-json.png', 'simple-jwt_v1.png'])('PNG-05: reads the published example %s', (name) => {
    const path = `spec/samples/images/${name}`
    const image = readSharedBytes(path)
    if (!image) {
      console.info(missingShared(path))
      return expect(image).toBeUndefined()
    }
    const text = unbakePng(image)
    expect(text.ok && text.value).toMatch(/^(\{[\s\S]*"@context"|eyJ[\w-]+\.[\w-]+\.[\w-]+$)/)
    return expect(pixelsOf(baked(image, JWS)).equals(pixelsOf(image))).toBe(true)
  })
})

describe('stripPng', () => {
  it('takes the credential out and leaves the rest', () => {
    const image = aPng([pngChunk('gAMA', Buffer.alloc(4))])
    expect(stripPng(baked(image, JWS))).toEqual({ ok: true, value: new Uint8Array(image) })
  })

  it('PNG-04: refuses two credential chunks', () => {
    expect(stripPng(aPng([iTXt(KEYWORD, 'a'), iTXt(KEYWORD, 'b')]))).toMatchObject({
      ok: false,
      error: { code: 'png_credential_repeated' },
    })
  })
})

describe('readPngChunks', () => {
  const end = pngChunk('IEND')
  const crowd = Array.from({ length: 10_000 }, () => pngChunk('teSt'))

  it.each([
    ['an empty file', new Uint8Array(), 'not_an_image'],
    ['a signature cut short', SIGNATURE.subarray(0, 7), 'not_an_image'],
    ['a GIF', Buffer.from('GIF89a'), 'not_an_image'],
    ['nothing behind the signature', SIGNATURE, 'png_order_invalid'],
    ['half a chunk', pngOf(ihdr(4, 4).subarray(0, 11)), 'png_truncated'],
    ['a file cut in the image data', aPng().subarray(0, 60), 'png_truncated'],
    ['no end', pngOf(ihdr(4, 4), idat(4)), 'png_truncated'],
    ['bytes behind the end', Buffer.concat([aPng(), Buffer.from('PK\x03\x04')]), 'png_bytes_after_end'],
    ['a second PNG behind the end', Buffer.concat([aPng(), aPng()]), 'png_bytes_after_end'],
    ['an end that is not empty', pngOf(ihdr(4, 4), idat(4), pngChunk('IEND', 'x')), 'png_chunk_malformed'],
    ['a wrong checksum', pngOf(ihdr(4, 4), pngChunk('IDAT', 'x', { crc: 1 }), end), 'png_checksum_wrong'],
    ['a type that is no letters', pngOf(ihdr(4, 4), pngChunk('ID4T'), end), 'png_chunk_malformed'],
    ['a type with the reserved bit', pngOf(ihdr(4, 4), pngChunk('IDaT'), end), 'png_chunk_malformed'],
    ['another chunk first', pngOf(pngChunk('tEXt'), ihdr(4, 4), idat(4), end), 'png_order_invalid'],
    ['a second header', aPng([ihdr(4, 4)]), 'png_order_invalid'],
    ['no image data', pngOf(ihdr(4, 4), end), 'png_order_invalid'],
    ['image data in two places', aPng([], [pngChunk('tEXt', 'a\0b'), idat(4)]), 'png_order_invalid'],
    ['a header of 12 bytes', pngOf(pngChunk('IHDR', Buffer.alloc(12)), idat(4), end), 'png_header_invalid'],
    ['no width', pngOf(ihdr(0, 4), idat(4), end), 'png_header_invalid'],
    ['two billion rows', pngOf(ihdr(4, 0x7fffffff), idat(4), end), 'png_header_invalid'],
    ['a bit depth its colour type has not', pngOf(ihdr(4, 4, [4, 6, 0, 0, 0]), idat(4), end), 'png_header_invalid'],
    ['an unknown colour type', pngOf(ihdr(4, 4, [8, 5, 0, 0, 0]), idat(4), end), 'png_header_invalid'],
    ['an unknown interlace', pngOf(ihdr(4, 4, [8, 6, 0, 0, 2]), idat(4), end), 'png_header_invalid'],
    ['an unknown filter', pngOf(ihdr(4, 4, [8, 6, 0, 1, 0]), idat(4), end), 'png_header_invalid'],
    ['ten thousand chunks too many', aPng(crowd), 'png_too_large'],
    ['nine million bytes', aPng([pngChunk('teSt', Buffer.alloc(9_000_000))]), 'png_too_large'],
  ])('PNG-06: refuses %s', (_, bytes, code) => {
    expect(readPngChunks(bytes)).toMatchObject({ ok: false, error: { code } })
  })

  it('PNG-07: refuses a small file whose chunk claims two gigabytes, in milliseconds and without the memory', () => {
    const file = pngOf(ihdr(4, 4), pngChunk('IDAT', Buffer.alloc(12_000), { length: 0x7fffffff }), end)
    const before = process.memoryUsage().arrayBuffers
    const startedAt = performance.now()
    expect(readPngChunks(file)).toMatchObject({ ok: false, error: { code: 'png_truncated', at: 33 } })
    expect(performance.now() - startedAt).toBeLessThan(50)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
  })

  it('never throws, whatever bytes come', () => {
    const image = baked(aPng([pngChunk('tEXt', 'a\0b')]), JSON_TEXT)
    const flips = fc.array(fc.tuple(fc.nat(image.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 })
    fc.assert(
      fc.property(flips, fc.nat(image.length), fc.uint8Array({ maxLength: 40 }), (changes, cut, more) => {
        const bytes = Buffer.concat([image.subarray(0, cut), more])
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        expect(typeof unbakePng(bytes).ok).toBe('boolean')
        expect(typeof unbakePng(Buffer.concat([SIGNATURE, more])).ok).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
