import { gunzipSync, gzipSync } from 'node:zlib'
import type { BitstringCodec } from '../../ports/bitstring-codec.ts'

const GZIP_MAGIC = [0x1f, 0x8b]
/** With the prefix: one base64 character more than whole bytes take, which Node would pass over. */
const DANGLING = 2

/**
 * Status lists as the standard packs them: gzip, base64url without padding, multibase prefix `u`.
 *
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-encoding
 */
export const gzipBitstringCodec: BitstringCodec = {
  encode: (bitstring) => `u${gzipSync(bitstring).toString('base64url')}`,
  decode(encodedList, maxBytes) {
    if (!/^u[A-Za-z0-9_-]+$/.test(encodedList) || encodedList.length % 4 === DANGLING) return undefined
    const packed = Buffer.from(encodedList.slice(1), 'base64url')
    if (packed[0] !== GZIP_MAGIC[0] || packed[1] !== GZIP_MAGIC[1]) return undefined
    try {
      return new Uint8Array(gunzipSync(packed, { maxOutputLength: maxBytes }))
    } catch {
      return undefined // not gzip, damaged, or larger than allowed: all the same to a reader
    }
  },
}
