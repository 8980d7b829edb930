import { err, ok, type Result } from '../shared/result.ts'
import { crc32 } from './crc32.ts'
import type { ImageRefusal } from './image-refusal.ts'

/** One chunk of a PNG; both arrays are views of the file. */
export interface PngChunk {
  /** Four letters. */
  readonly type: string
  readonly data: Uint8Array
  /** The chunk as it stands in the file: length, type, data and checksum. */
  readonly raw: Uint8Array
  /** Where it begins in the file. */
  readonly at: number
}

const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

const MAX_PNG_BYTES = 8 * 1024 * 1024
const MAX_CHUNKS = 10_000
/** Length, type and checksum. */
const CHUNK_OVERHEAD = 12

/** Whether bytes begin as a PNG does. */
const isPng = (bytes: Uint8Array): boolean => PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)

/**
 * Reads a PNG into its chunks without copying or unpacking any of them. Every length is held against the bytes that are
 * there before it is used, and every checksum is verified.
 *
 * @returns the chunks, `IHDR` first and `IEND` last with at least one `IDAT` between them; or what is wrong, and where.
 * @see https://www.w3.org/TR/png-3/#5DataRep
 */
export function readPngChunks(png: Uint8Array): Result<readonly PngChunk[], ImageRefusal> {
  if (!isPng(png)) return refuse('not_an_image', 0, 'the file does not begin as a PNG does')
  if (png.length > MAX_PNG_BYTES) return refuse('png_too_large', 0, `a PNG may have ${MAX_PNG_BYTES} bytes`)
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: PngChunk[] = []
  for (let at = PNG_SIGNATURE.length; at < png.length; ) {
    const chunk = readChunk(png, view, at)
    if (!chunk.ok) return chunk
    if (chunks.length === MAX_CHUNKS) return refuse('png_too_large', at, `a PNG may have ${MAX_CHUNKS} chunks`)
    if (chunks.at(-1)?.type === 'IEND') return refuse('png_bytes_after_end', at, 'nothing may follow the chunk IEND')
    chunks.push(chunk.value)
    at += chunk.value.raw.length
    if (chunk.value.type === 'IEND' && at < png.length)
      return refuse('png_bytes_after_end', at, 'nothing may follow the chunk IEND')
  }
  return checkOrder(chunks, png.length)
}

function readChunk(png: Uint8Array, view: DataView, at: number): Result<PngChunk, ImageRefusal> {
  const left = png.length - at
  if (left < CHUNK_OVERHEAD) return refuse('png_truncated', at, 'the file ends inside a chunk')
  const length = view.getUint32(at)
  if (length > left - CHUNK_OVERHEAD)
    return refuse('png_truncated', at, `a chunk claims ${length} bytes and ${left - CHUNK_OVERHEAD} are left`)
  const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
  // The third letter is upper case in every chunk there is; lower case is reserved.
  if (!/^[A-Za-z]{2}[A-Z][A-Za-z]$/.test(type))
    return refuse('png_chunk_malformed', at, 'the type of a chunk is not four letters as PNG wants them')
  const raw = png.subarray(at, at + CHUNK_OVERHEAD + length)
  if (view.getUint32(at + 8 + length) !== crc32(raw.subarray(4, 8 + length)))
    return refuse('png_checksum_wrong', at, `the checksum of chunk ${type} does not match its bytes`)
  return ok({ type, data: raw.subarray(8, 8 + length), raw, at })
}

function checkOrder(chunks: readonly PngChunk[], end: number): Result<readonly PngChunk[], ImageRefusal> {
  const [first] = chunks
  const last = chunks.at(-1)
  if (first?.type !== 'IHDR') return refuse('png_order_invalid', PNG_SIGNATURE.length, 'the first chunk must be IHDR')
  if (last?.type !== 'IEND') return refuse('png_truncated', end, 'the file ends without the chunk IEND')
  if (last.data.length > 0) return refuse('png_chunk_malformed', last.at, 'the chunk IEND must be empty')
  const header = findHeaderFault(first.data)
  if (header !== undefined) return refuse('png_header_invalid', first.at, header)
  const second = chunks.find(({ type }, index) => index > 0 && type === 'IHDR')
  if (second) return refuse('png_order_invalid', second.at, 'there is a second chunk IHDR')
  const firstData = chunks.findIndex(({ type }) => type === 'IDAT')
  if (firstData === -1) return refuse('png_order_invalid', end, 'there is no image data')
  const lastData = chunks.findLastIndex(({ type }) => type === 'IDAT')
  const between = chunks.slice(firstData, lastData).find(({ type }) => type !== 'IDAT')
  if (between) return refuse('png_order_invalid', between.at, `chunk ${between.type} interrupts the image data`)
  return ok(chunks)
}

const MAX_SIDE = 10_000

/** The bit depths that go with each colour type. */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

function findHeaderFault(header: Uint8Array): string | undefined {
  if (header.length !== 13) return 'the chunk IHDR must have 13 bytes'
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const sides = [view.getUint32(0), view.getUint32(4)]
  if (sides.some((side) => side === 0 || side > MAX_SIDE)) return `width and height must be 1 to ${MAX_SIDE}`
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8)
  if (!BIT_DEPTHS[colour]?.includes(depth)) return 'colour type and bit depth do not go together'
  if (compression !== 0 || filter !== 0 || interlace > 1) return 'compression, filter or interlace method is not known'
  return undefined
}

/** Width and height in pixels of a PNG that was read before. */
export function pngSizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const header = PNG_SIGNATURE.length + 8
  return { width: view.getUint32(header), height: view.getUint32(header + 4) }
}

/** A chunk of the given type and data, with its length and checksum. */
export function toPngChunk(type: string, data: Uint8Array): Uint8Array {
  const raw = new Uint8Array(CHUNK_OVERHEAD + data.length)
  const view = new DataView(raw.buffer)
  view.setUint32(0, data.length)
  for (let index = 0; index < 4; index++) raw[4 + index] = type.charCodeAt(index)
  raw.set(data, 8)
  view.setUint32(8 + data.length, crc32(raw.subarray(4, 8 + data.length)))
  return raw
}

/** The PNG that consists of these raw chunks. */
export function toPng(rawChunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const png = new Uint8Array(rawChunks.reduce((size, raw) => size + raw.length, PNG_SIGNATURE.length))
  png.set(PNG_SIGNATURE)
  let at = PNG_SIGNATURE.length
  for (const raw of rawChunks) {
    png.set(raw, at)
    at += raw.length
  }
  return png
}

const refuse = (code: ImageRefusal['code'], at: number, detail: string) => err<ImageRefusal>({ code, at, detail })
