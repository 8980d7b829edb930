import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { fromChunks, MAX_CHUNK_BYTES, toChunks } from './chunks.ts'
import type { Key } from './keys.ts'
import { loadItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'

/** The fields of an item that holds a text, or the beginning of one. */
export const textFields = { bytes: stored.bytes, chunks: z.int().min(1), digest: z.string() }

const ChunkSchema = z.object({ bytes: stored.bytes })

/** A text as it stands in its first item: the first gzip chunk, how many there are, and the digest that names the others. */
export interface StoredText {
  readonly bytes: Uint8Array
  readonly chunks: number
  readonly digest: string
}

/**
 * Stores what does not fit the first item: nothing for most texts. The chunks are named by the digest of the whole, so
 * storing them again, or for an attempt that fails later, changes nothing that is in use.
 *
 * @param digest  SHA-256 of the text, base64url.
 * @param besideBytes  What else the first item holds.
 * @returns what the first item must hold; until it is written, the text cannot be found.
 */
export async function storeFurtherChunks(
  { client, tableName, retry }: TableDeps,
  text: string,
  digest: string,
  keyOf: (chunk: number) => Key,
  besideBytes = 0,
): Promise<StoredText> {
  const [bytes, ...further] = toChunks(text, MAX_CHUNK_BYTES - besideBytes)
  for (const [index, chunk] of further.entries()) {
    const Item = { ...keyOf(index + 2), entity: 'chunk', bytes: chunk }
    await retryConflicts(() => client.send(new PutCommand({ TableName: tableName, Item })), retry)
  }
  return { bytes, chunks: further.length + 1, digest }
}

/** The text whose first item is at hand; one more read for each chunk that is not. */
export async function loadText(
  deps: TableDeps,
  { bytes, chunks }: Pick<StoredText, 'chunks'> & { readonly bytes?: Uint8Array | undefined },
  keyOf: (chunk: number) => Key,
): Promise<string> {
  const atHand = bytes === undefined ? [] : [bytes]
  const numbers = Array.from({ length: chunks - atHand.length }, (_, index) => index + 1 + atHand.length)
  const further = await Promise.all(
    numbers.map(async (chunk) => {
      const item = await loadItem(deps, keyOf(chunk), ChunkSchema)
      if (item) return item.bytes
      throw new Error(`chunk ${keyOf(chunk).sk} of ${keyOf(chunk).pk} is missing`)
    }),
  )
  return fromChunks([...atHand, ...further])
}
