import { toPng, toPngChunk } from '../baking/png-chunks.ts'

/** Compresses bytes in the zlib format that PNG uses. */
export type Deflate = (bytes: Uint8Array) => Uint8Array

/** Rows are stored as they are. */
const NO_FILTER = 0

/**
 * Pixels as a PNG with eight bits for each of red, green, blue and alpha.
 *
 * @param pixels  Four bytes each, row by row.
 * @throws TypeError when they do not make rows of that width.
 */
export function encodePng(pixels: Uint8Array, width: number, deflate: Deflate): Uint8Array<ArrayBuffer> {
  const rowBytes = width * 4
  const height = pixels.length / rowBytes
  if (!Number.isInteger(height) || height < 1) throw new TypeError('the pixels do not fill whole rows')
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 6, 0, 0, 0], 8)
  const rows = new Uint8Array(height * (1 + rowBytes))
  for (let row = 0; row < height; row++) {
    rows[row * (1 + rowBytes)] = NO_FILTER
    rows.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (1 + rowBytes) + 1)
  }
  return toPng([toPngChunk('IHDR', header), toPngChunk('IDAT', deflate(rows)), toPngChunk('IEND', new Uint8Array())])
}
