import type { KeyObject } from 'node:crypto'
import type { SingleUseKey } from '../../ports/signer.ts'
import { generateEd25519, signWith } from './key-pair.ts'

/** Makes a key that exists in this process only and signs one message. */
export function createSingleUseKey(): SingleUseKey {
  const { publicKeyMultibase, privateKey } = generateEd25519()
  let key: KeyObject | undefined = privateKey
  return {
    publicKeyMultibase,
    async sign(bytes) {
      if (!key) throw new TypeError('a single-use key has signed already')
      const signature = signWith(key, 'Ed25519', bytes)
      key = undefined
      return signature
    },
  }
}
