import { open } from 'node:fs/promises'
import { err, ok, type Result } from '../domain/shared/result.ts'

/** As large as what the service takes. */
const MAX_BYTES = 4 * 1024 * 1024

/**
 * The bytes of a file, or of standard input when it is called `-`.
 *
 * @param what  What such a file holds, with its article, for the sentence on one that is too large.
 * @returns otherwise a sentence on why it cannot be read.
 */
export async function readSource(source: string, what: string): Promise<Result<Uint8Array, string>> {
  try {
    const bytes = source === '-' ? await readAll(process.stdin) : await readFile(source)
    return bytes ? ok(bytes) : err(`${what} has at most ${MAX_BYTES} bytes.`)
  } catch (error) {
    return err(explain(error))
  }
}

async function readFile(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path)
  try {
    return await readAll(file.createReadStream({ autoClose: false }))
  } finally {
    await file.close()
  }
}

/** @returns `undefined` when there is more than is taken; the rest is not read. */
async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function explain(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return 'There is no file of this name.'
    case 'EISDIR':
      return 'This is a folder. Name a file in it.'
    case 'EACCES':
    case 'EPERM':
      return 'You may not read this file.'
    default:
      return `The file cannot be read: ${error instanceof Error ? error.message : error}`
  }
}
