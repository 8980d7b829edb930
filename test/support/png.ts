import { deflateSync, inflateSync } from 'node:zlib'

/** CRC-32 bit by bit, on purpose without the table of the code under test. */
function slowCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** A chunk with its length and checksum; either may be given wrong. */
export function pngChunk(
  type: string,
  data: Uint8Array | string = '',
  wrong: { readonly length?: number; readonly crc?: number } = {},
): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(wrong.length ?? body.length - 4)
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(wrong.crc ?? slowCrc32(body))
  return Buffer.concat([length, body, crc])
}

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export function ihdr(width: number, height: number, [depth, colour, ...methods]: readonly number[] = [8, 6, 0, 0, 0]) {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width)
  data.writeUInt32BE(height, 4)
  data.set([depth ?? 8, colour ?? 6, ...methods], 8)
  return pngChunk('IHDR', data)
}

/** The image data of a small square of made-up colours, as one chunk. */
export function idat(side: number): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 4))
  for (let at = 0; at < rows.length; at++) rows[at] = at % (1 + side * 4) === 0 ? 0 : (at * 37) % 256
  return pngChunk('IDAT', deflateSync(rows))
}

export const pngOf = (...chunks: readonly Uint8Array[]): Buffer => Buffer.concat([SIGNATURE, ...chunks])

/** A whole small PNG, with more chunks before and behind its image data. */
export const aPng = (before: readonly Uint8Array[] = [], after: readonly Uint8Array[] = [], side = 4): Buffer =>
  pngOf(ihdr(side, side), ...before, idat(side), ...after, pngChunk('IEND'))

/** All chunks of a PNG, read without any of the code under test. */
export function chunksOf(png: Uint8Array): readonly { readonly type: string; readonly data: Buffer }[] {
  const bytes = Buffer.from(png)
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** The image data of a PNG, unpacked: filter bytes and pixels. */
export const pixelsOf = (png: Uint8Array): Buffer =>
  inflateSync(Buffer.concat(chunksOf(png).flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []))))
