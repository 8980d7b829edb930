import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileSealedKeys } from '../../../../functions/adapters/keys/file-sealed-keys.ts'
import { kmsAsymmetricKeys } from '../../../../functions/adapters/keys/kms-asymmetric-keys.ts'
import { kmsSealedKeys } from '../../../../functions/adapters/keys/kms-sealed-keys.ts'
import { publicJwkOf } from '../../../../functions/domain/community/issuer-key-jwk.ts'
import { decodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import type { KeptKey, KeyAlgorithm, KeyMaker, Signer } from '../../../../functions/ports/signer.ts'
import { signatureHolds } from '../../../support/signature-holds.ts'
import { type StrictKms, startStrictKms } from '../../../support/strict-kms.ts'

const WEAVERS = 'did:web:localhost%3A8080:communities:weavers'
const POTTERS = 'did:web:localhost%3A8080:communities:potters'
const BYTES = { Ed25519: 64, 'P-256': 64, 'P-384': 96, 'RSA-2048': 256 } as const
const ALGORITHMS = Object.keys(BYTES) as KeyAlgorithm[] // Object.keys forgets which keys there are

let kms: StrictKms
let folder: string
beforeAll(async () => {
  kms = await startStrictKms()
  folder = await mkdtemp(join(tmpdir(), 'peerbadge-keys-'))
})
afterAll(async () => {
  await kms.close()
  await rm(folder, { recursive: true })
})

const ADAPTERS: Readonly<Record<string, () => Promise<KeyMaker & Signer>>> = {
  'keys sealed under a key file': () => fileSealedKeys({ path: join(folder, 'keys.json') }),
  'keys sealed under one KMS key': async () => kmsSealedKeys({ client: kms.client, keyId: sealingKey }),
  'asymmetric keys of KMS': async () => kmsAsymmetricKeys({ client: kms.client, instance: 'peerbadge' }),
}
let sealingKey: string
beforeAll(() => {
  sealingKey = kms.createKey()
})

describe.each(Object.entries(ADAPTERS))('%s', (_, open) => {
  describe.each(ALGORITHMS)('of the kind %s', (algorithm) => {
    let keys: KeyMaker & Signer
    let key: KeptKey
    const message = Buffer.from('what a proof signs, or a JWT')
    beforeAll(async () => {
      keys = await open()
      key = await keys.createKey(WEAVERS, algorithm)
    })

    it(`signs ${BYTES[algorithm]} bytes that hold under the published key, and under no other message`, async () => {
      const signature = await keys.sign(key, WEAVERS, message)
      expect(signature).toHaveLength(BYTES[algorithm])
      expect(signatureHolds(key, message, signature)).toBe(true)
      expect(signatureHolds(key, Buffer.from('another message'), signature)).toBe(false)
    })

    it('signs one byte, and more than KMS takes, but for Ed25519 in KMS', async () => {
      for (const text of ['x', 'x'.repeat(300_000)]) {
        const long = Buffer.from(text)
        if (key.sealing === 'kms-key' && algorithm === 'Ed25519' && long.length > 4096) {
          const before = kms.operations.length
          await expect(keys.sign(key, WEAVERS, long)).rejects.toThrow('at most 4096 bytes')
          expect(kms.operations.slice(before)).not.toContain('Sign')
        } else expect(signatureHolds(key, long, await keys.sign(key, WEAVERS, long))).toBe(true)
      }
    })

    it('signs after a restart with what JSON kept', async () => {
      const restarted = await open()
      const signature = await restarted.sign(JSON.parse(JSON.stringify(key)), WEAVERS, message)
      expect(signatureHolds(key, message, signature)).toBe(true)
    })

    it('KEY-10: keeps nothing private in what is stored, so a kept key alone signs nothing', () => {
      expect(Object.keys(publicJwkOf(key)).sort()).toEqual(
        { Ed25519: ['crv', 'kty', 'x'], 'RSA-2048': ['e', 'kty', 'n'] }[algorithm as string] ?? [
          'crv',
          'kty',
          'x',
          'y',
        ],
      )
      expect(JSON.stringify(key)).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
    })

    it('makes another key each time', async () => {
      const other: KeptKey = await keys.createKey(WEAVERS, algorithm)
      expect(publicJwkOf(other)).not.toEqual(publicJwkOf(key))
    })

    it('does not sign as another owner, neither before nor after it signed as its own', async () => {
      const fresh = await open()
      await expect(fresh.sign(key, POTTERS, message)).rejects.toThrow()
      await fresh.sign(key, WEAVERS, message)
      await expect(fresh.sign(key, POTTERS, message)).rejects.toThrow()
    })

    it('does not sign with a private half that is not of the public one beside it', async () => {
      const other: KeptKey = await keys.createKey(WEAVERS, algorithm)
      await expect(keys.sign({ ...key, sealed: other.sealed }, WEAVERS, message)).rejects.toThrow('does not belong')
    })

    it('does not sign with a damaged seal, nor with one of another kind', async () => {
      const at = Math.floor(key.sealed.length / 2)
      const flipped = key.sealed.charAt(at) === 'A' ? 'B' : 'A'
      const damaged = key.sealed.slice(0, at) + flipped + key.sealed.slice(at + 1)
      await expect(keys.sign({ ...key, sealed: damaged }, WEAVERS, message)).rejects.toThrow()
      const sealing = key.sealing === 'file' ? 'kms' : 'file'
      await expect(keys.sign({ ...key, sealing }, WEAVERS, message)).rejects.toThrow(`sealed by ${sealing}`)
    })
  })

  it('MK-01: names each key for proofs as a Multikey that holds the same bytes as its JWK', async () => {
    const keys = await open()
    for (const algorithm of ['Ed25519', 'P-256', 'P-384'] as const) {
      const key = await keys.createKey(WEAVERS, algorithm)
      const raw = decodeMultikey(key.publicKeyMultibase)
      const jwk = publicJwkOf(key)
      if (jwk.kty === 'RSA') throw new Error('no RSA key was asked for')
      expect(raw?.algorithm).toBe(algorithm)
      const x = Buffer.from(raw?.bytes.slice(algorithm === 'Ed25519' ? 0 : 1) ?? []).toString('base64url')
      expect(x).toBe(jwk.x)
    }
  })
})

describe('many signatures of each kind in KMS', () => {
  let keys: KeyMaker & Signer
  beforeEach(() => {
    keys = kmsAsymmetricKeys({ client: kms.client, instance: 'peerbadge' })
  })

  it.each(['P-256', 'P-384'] as const)('hold for %s whatever the length of their DER', async (algorithm) => {
    const key = await keys.createKey(WEAVERS, algorithm)
    for (let n = 0; n < 150; n++) {
      const message = Buffer.from(`message ${n}`)
      const signature = await keys.sign(key, WEAVERS, message)
      expect([signature.length, signatureHolds(key, message, signature)]).toEqual([BYTES[algorithm], true])
    }
  })
})
