import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeptKey, KeyMaker, Signer } from '../../ports/signer.ts'
import { loadOrCreateKeyFile } from './key-file.ts'
import { generateKey, namePublicHalf, openSecret, signWith, toKeptKey } from './key-pair.ts'

export interface FileSealedKeysOptions {
  /** The key file. It is created, with its folder, when there is none. Losing it loses every sealed key. */
  readonly path: string
}

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Keeps keys sealed with AES-256-GCM under a key file only this user can read, the owner being part of what is
 * authenticated. For a laptop; on AWS the keys are sealed by KMS.
 *
 * @throws Error when the key file is damaged or readable by others.
 */
export async function fileSealedKeys({ path }: FileSealedKeysOptions): Promise<KeyMaker & Signer> {
  const sealingKey = await loadOrCreateKeyFile(path)
  return {
    async createKey(owner, algorithm) {
      const { publicHalf, secret } = await generateKey(algorithm)
      const sealed = seal(sealingKey, owner, secret)
      secret.fill(0)
      return toKeptKey(algorithm, publicHalf, { sealed, sealing: 'file' })
    },
    async sign(key, owner, bytes) {
      return signWith(openSecret(unseal(sealingKey, owner, key), key), key.algorithm, bytes)
    },
  }
}

function seal(key: Uint8Array, owner: string, secret: Uint8Array): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(owner))
  const sealed = Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return `${VERSION}.${sealed.toString('base64url')}`
}

function unseal(key: Uint8Array, owner: string, kept: KeptKey): Uint8Array {
  const { sealed, sealing } = kept
  const name = namePublicHalf(kept)
  if (sealing !== 'file') throw new Error(`${name} is sealed by ${sealing}, not by the key file`)
  const [version, text] = sealed.split('.')
  const bytes = Buffer.from(text ?? '', 'base64url')
  if (version !== VERSION || bytes.length <= IV_BYTES + TAG_BYTES) {
    throw new Error(`the sealed key for ${name} is not in the form ${VERSION}`)
  }
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(boundTo(owner))
    .setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
  } catch (error) {
    const reason = 'it was sealed for another owner, under another key file, or is damaged'
    throw new Error(`the sealed key for ${name} does not open: ${reason}`, { cause: error })
  }
}

const boundTo = (owner: string): Uint8Array => Buffer.from(`peerbadge:owner=${owner}`)
