import type { KeyObject } from 'node:crypto'
import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms'
import type { KeptKey, KeyMaker, Signer } from '../../ports/signer.ts'
import { generateKey, namePublicHalf, openSecret, signWith, toKeptKey } from './key-pair.ts'
import { openedKeys } from './opened-keys.ts'

export interface KmsSealedKeysOptions {
  readonly client: Pick<KMSClient, 'send'>
  /** Id, ARN or alias of the one symmetric KMS key that seals all others. */
  readonly keyId: string
  /**
   * How long and how many opened keys are kept in memory, each saving one call to KMS per signature.
   *
   * @default 300 seconds, 500 keys
   */
  readonly cache?: { readonly maxAgeSeconds: number; readonly maxKeys: number }
  /** Milliseconds that only grow; decides when an opened key is forgotten. */
  readonly clockMilliseconds?: () => number
}

/**
 * Keeps keys as ciphertexts of one KMS key, the owner being part of what KMS authenticates. Making a key takes
 * `kms:Encrypt` alone; signing takes `kms:Decrypt`. KMS refuses a ciphertext under another owner's name, and that
 * refusal is thrown on.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function kmsSealedKeys({
  client,
  keyId,
  cache = { maxAgeSeconds: 300, maxKeys: 500 },
  clockMilliseconds = () => performance.now(),
}: KmsSealedKeysOptions): KeyMaker & Signer {
  const opened = openedKeys<KeyObject>({ ...cache, clockMilliseconds })

  const open = async (key: KeptKey, owner: string) => {
    const { Plaintext: secret } = await client.send(
      new DecryptCommand({
        KeyId: keyId,
        CiphertextBlob: Buffer.from(key.sealed, 'base64'),
        EncryptionContext: encryptionContext(owner),
      }),
    )
    if (!secret) throw new Error('KMS decrypted a key to nothing')
    return openSecret(secret, key)
  }

  return {
    async createKey(owner, algorithm) {
      const { publicHalf, secret } = await generateKey(algorithm)
      try {
        const { CiphertextBlob: sealed } = await client.send(
          new EncryptCommand({ KeyId: keyId, Plaintext: secret, EncryptionContext: encryptionContext(owner) }),
        )
        if (!sealed) throw new Error('KMS encrypted a key to nothing')
        return toKeptKey(algorithm, publicHalf, { sealed: Buffer.from(sealed).toString('base64'), sealing: 'kms' })
      } finally {
        secret.fill(0)
      }
    },
    async sign(key, owner, bytes) {
      if (key.sealing !== 'kms') throw new Error(`${namePublicHalf(key)} is sealed by ${key.sealing}, not by KMS`)
      const privateKey = await opened.get(key, owner, () => open(key, owner))
      return signWith(privateKey, key.algorithm, bytes)
    },
  }
}

const encryptionContext = (owner: string) => ({ 'peerbadge:owner': owner })
