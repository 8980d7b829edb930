import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileSealedKeys } from '../adapters/keys/file-sealed-keys.ts'
import type { KeyMaker, Signer } from '../ports/signer.ts'

/** Keys sealed under a file, kept with the data or only as long as the process. */
export interface OpenKeys {
  readonly keys: KeyMaker & Signer
  readonly close: () => Promise<void>
}

/** Opens the key file in the data folder; without one, makes one that is removed at the end, like the data. */
export async function openKeyFile(dataFolder: string | undefined): Promise<OpenKeys> {
  if (dataFolder !== undefined)
    return { keys: await fileSealedKeys({ path: join(dataFolder, 'keys.json') }), close: async () => undefined }
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-keys-'))
  return {
    keys: await fileSealedKeys({ path: join(folder, 'keys.json') }),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
