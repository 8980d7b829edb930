import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { OutboundResponse } from './exchange.ts'
import { OutboundRefused } from './outbound-refused.ts'

/** Codings that some hosts of files apply though none was asked for. */
const DECODERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const

/** Whether so many more bytes may be read; what has arrived counts, whatever becomes of it. */
export type MayRead = (bytes: number) => boolean

/**
 * Reads a body to its end, decoded when it is encoded once in a known way. What arrives and what comes out of it are counted as
 * they stream, so neither a large body nor a small one that inflates is ever held beyond the limit.
 *
 * @throws OutboundRefused `too_large`; `answered_otherwise` for other codings. Errors of the connection as they are.
 */
export async function readAtMost(
  { headers, body }: OutboundResponse,
  maxBytes: number,
  host: string,
  mayRead: MayRead = () => true,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(headers['content-length']) > maxBytes) throw new OutboundRefused('too_large', { host })
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  const chunks: Uint8Array[] = []
  const arriving = countUpTo(body, maxBytes, host, mayRead)
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) chunks.push(chunk)
  }
  if (coding === '' || coding === 'identity') await collect(arriving)
  else if (isKnown(coding))
    await pipeline(arriving, DECODERS[coding](), (decoded) => collect(countUpTo(decoded, maxBytes, host)))
  else throw new OutboundRefused('answered_otherwise', { host, detail: 'content-encoding' })
  return concat(chunks)
}

const isKnown = (coding: string): coding is keyof typeof DECODERS => Object.hasOwn(DECODERS, coding)

async function* countUpTo(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  host: string,
  mayRead: MayRead = () => true,
) {
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    if (size > maxBytes || !mayRead(chunk.byteLength)) throw new OutboundRefused('too_large', { host })
    yield chunk
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
