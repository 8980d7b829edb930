import type { KeyObject } from 'node:crypto'
import type { SingleUseKey } from '../../ports/signer.ts'
import { generateSeed, openSeed, signEd25519 } from './ed25519-key-pair.ts'

/** Makes a key that exists in this process only and signs one message. */
export function createSingleUseKey(): SingleUseKey {
  const { publicKeyMultibase, seed } = generateSeed()
  let key: KeyObject | undefined = openSeed(seed, publicKeyMultibase)
  return {
    publicKeyMultibase,
    async sign(bytes) {
      if (!key) throw new TypeError('a single-use key has signed already')
      const signature = signEd25519(key, bytes)
      key = undefined
      return signature
    },
  }
}
