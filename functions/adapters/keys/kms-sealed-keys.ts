import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms'
import type { KeptKey, KeyMaker, Signer } from '../../ports/signer.ts'
import { generateSeed, openSeed, signEd25519 } from './ed25519-key-pair.ts'
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
  const opened = openedKeys({ ...cache, clockMilliseconds })

  const open = async ({ sealed, publicKeyMultibase }: KeptKey, owner: string) => {
    const { Plaintext: seed } = await client.send(
      new DecryptCommand({
        KeyId: keyId,
        CiphertextBlob: Buffer.from(sealed, 'base64'),
        EncryptionContext: encryptionContext(owner),
      }),
    )
    if (!seed) throw new Error('KMS decrypted a key to nothing')
    return openSeed(seed, publicKeyMultibase)
  }

  return {
    async createKey(owner) {
      const { publicKeyMultibase, seed } = generateSeed()
      try {
        const { CiphertextBlob: sealed } = await client.send(
          new EncryptCommand({ KeyId: keyId, Plaintext: seed, EncryptionContext: encryptionContext(owner) }),
        )
        if (!sealed) throw new Error('KMS encrypted a key to nothing')
        return {
          algorithm: 'Ed25519',
          publicKeyMultibase,
          sealed: Buffer.from(sealed).toString('base64'),
          sealing: 'kms',
        }
      } finally {
        seed.fill(0)
      }
    },
    async sign(key, owner, bytes) {
      if (key.sealing !== 'kms') throw new Error(`${key.publicKeyMultibase} is sealed by ${key.sealing}, not by KMS`)
      const privateKey = await opened.get(key, owner, () => open(key, owner))
      return signEd25519(privateKey, bytes)
    },
  }
}

const encryptionContext = (owner: string) => ({ 'peerbadge:owner': owner })
