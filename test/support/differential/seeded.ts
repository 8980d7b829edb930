import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { publicHalfOf, signWith } from '../../../functions/adapters/keys/key-pair.ts'
import { type Multikey, toDidKey } from '../../../functions/domain/shared/multikey.ts'
import type { ProofOptions } from '../../../functions/ports/proofs.ts'

/** A key that follows from its name alone, so that every run of a test has the same one. */
export interface SeededKey {
  readonly publicKeyMultibase: Multikey
  readonly did: string
  readonly options: (verificationMethod: string, created?: string) => ProofOptions
}

/** PKCS#8 of an Ed25519 key is these bytes and the 32 of its seed (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The Ed25519 key of a name. */
export function seededKey(name: string): SeededKey {
  const seed = createHash('sha256').update(`key of ${name}`).digest()
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  return toSeededKey(privateKey)
}

function toSeededKey(privateKey: KeyObject): SeededKey {
  const half = publicHalfOf(createPublicKey(privateKey))
  if (half.algorithm !== 'Ed25519') throw new TypeError('the seed made another kind of key')
  const { publicKeyMultibase } = half
  return {
    publicKeyMultibase,
    did: toDidKey(publicKeyMultibase),
    options: (verificationMethod, created = '2026-01-05T10:00:00Z') => ({
      verificationMethod,
      publicKeyMultibase,
      sign: async (bytes) => signWith(privateKey, 'Ed25519', bytes),
      created: new Date(created),
    }),
  }
}

/** Numbers that look random and are the same in every run: from 0 to below 1. */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
