import type { KeptKey, Signer } from '../../ports/signer.ts'
import { namePublicHalf } from './key-pair.ts'

/**
 * Signs with each kept key through whatever keeps keys of its kind, so that a deployment can change how it makes new keys
 * and the old ones sign on.
 *
 * @throws A fault when a key is kept in a way that this process has no part in.
 */
export const routedKeys = (signers: Readonly<Partial<Record<KeptKey['sealing'], Signer>>>): Signer => ({
  async sign(key, owner, bytes) {
    const signer = signers[key.sealing]
    if (!signer) throw new Error(`${namePublicHalf(key)} is sealed by ${key.sealing}, which nothing here opens`)
    return signer.sign(key, owner, bytes)
  },
})
