import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

const KEY_BYTES = 32
const OTHERS_MAY_READ_OR_WRITE = 0o077

/**
 * Reads the 32 bytes that seal all keys from a JSON file, making it first when there is none. Of several processes
 * that start at once one file wins, whole, and all of them read it.
 *
 * @throws Error when group or others have any access to the file, or when it is not such a file; it is never replaced.
 */
export async function loadOrCreateKeyFile(path: string): Promise<Uint8Array> {
  if (!(await exists(path))) await createKeyFile(path)
  return readKeyFile(path)
}

async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const content = { version: 1, algorithm: 'AES-256-GCM', key: randomBytes(KEY_BYTES).toString('base64url') }
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(content, undefined, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    // A link appears whole or, when another process was first, not at all; a rename would replace the other's file.
    await link(unfinished, path)
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw new Error(`cannot create the key file ${path}`, { cause: error })
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function readKeyFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { mode } = await file.stat()
    // Windows has no such bits and reports 0666 for every file.
    if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ_OR_WRITE) !== 0) {
      throw new Error(`the key file ${path} is open to other users; close it with: chmod 600 ${path}`)
    }
    return parseKeyFile(path, await file.readFile('utf8'))
  } finally {
    await file.close()
  }
}

function parseKeyFile(path: string, text: string): Uint8Array {
  const content = parseJson(text)
  if (typeof content === 'object' && content !== null && 'version' in content && 'key' in content) {
    const key = typeof content.key === 'string' ? Buffer.from(content.key, 'base64url') : undefined
    if (content.version === 1 && key?.length === KEY_BYTES) return key
  }
  throw new Error(`${path} is not a key file of version 1; restore it from a backup, the sealed keys need it`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
