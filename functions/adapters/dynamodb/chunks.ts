import { gunzipSync, gzipSync } from 'node:zlib'

/** Items may hold 400 KB; this leaves room for what stands beside the bytes. */
export const MAX_CHUNK_BYTES = 300_000

/**
 * Text as gzip, to be stored and given back byte for byte.
 *
 * @throws TypeError for text with lone surrogates, which UTF-8 cannot hold, and above {@link MAX_CHUNK_BYTES}.
 */
export function compress(text: string): Uint8Array {
  const bytes = gzip(text)
  if (bytes.length > MAX_CHUNK_BYTES) throw new TypeError(`${bytes.length} bytes of gzip do not fit one item`)
  return bytes
}

/** The text that {@link compress} was given. */
export const decompress = (bytes: Uint8Array): string => gunzipSync(bytes).toString('utf8')

/**
 * Text as gzip in pieces, the first at most `firstBytes` long and the others at most {@link MAX_CHUNK_BYTES}.
 *
 * @throws TypeError for text with lone surrogates.
 */
export function toChunks(
  text: string,
  firstBytes: number = MAX_CHUNK_BYTES,
): readonly [Uint8Array, ...(readonly Uint8Array[])] {
  const bytes = gzip(text)
  const more: Uint8Array[] = []
  for (let from = firstBytes; from < bytes.length; from += MAX_CHUNK_BYTES)
    more.push(bytes.subarray(from, from + MAX_CHUNK_BYTES))
  return [bytes.subarray(0, firstBytes), ...more]
}

/** The text whose chunks these are, in order. */
export const fromChunks = (chunks: readonly Uint8Array[]): string => decompress(Buffer.concat(chunks))

function gzip(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TypeError('text with lone surrogates cannot be stored byte for byte')
  return gzipSync(Buffer.from(text, 'utf8'))
}
