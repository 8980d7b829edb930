import { deflateSync } from 'node:zlib'
import type { Deflate } from '../../domain/medallion/encode-png.ts'

/** Deflate by the zlib of Node.js. */
export const zlibDeflate: Deflate = (bytes) => deflateSync(bytes)
