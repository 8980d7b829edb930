import { existsSync, readFileSync } from 'node:fs'

const SHARED = new URL('../../../shared/', import.meta.url)

/** Reads a text file of reference data kept beside the repository; `undefined` when it is not there. */
export function readSharedText(path: string): string | undefined {
  const file = new URL(path, SHARED)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Reads a JSON file of reference data kept beside the repository; `undefined` when it is not there. */
export function readShared(path: string): unknown {
  const text = readSharedText(path)
  return text === undefined ? undefined : JSON.parse(text)
}

/** Reads a file of reference data kept beside the repository as bytes; `undefined` when it is not there. */
export function readSharedBytes(path: string): Uint8Array | undefined {
  const file = new URL(path, SHARED)
  return existsSync(file) ? readFileSync(file) : undefined
}

/** Why a test on that reference data is skipped; `undefined` when the data is there. */
export const missingShared = (path: string): string | undefined =>
  existsSync(new URL(path, SHARED)) ? undefined : `skipped: ../shared/${path} is absent`
