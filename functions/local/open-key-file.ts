import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileSealedKeys } from '../adapters/keys/file-sealed-keys.ts'
import type { KeyMaker, Signer } from '../ports/signer.ts'

const KEY_FILE = 'keys.json'

/** Opens the keys sealed under the file in the data folder; without one, under a file that exists no longer. */
export async function openKeyFile(dataFolder: string | undefined): Promise<KeyMaker & Signer> {
  if (dataFolder !== undefined) return fileSealedKeys({ path: join(dataFolder, KEY_FILE) })
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-keys-'))
  try {
    return await fileSealedKeys({ path: join(folder, KEY_FILE) })
  } finally {
    // Read once and never again: so nothing is left behind, however this process ends.
    await rm(folder, { recursive: true, force: true })
  }
}
