import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifySignature } from '../../../../functions/adapters/data-integrity/signature.ts'
import { kmsSealedKeys } from '../../../../functions/adapters/keys/kms-sealed-keys.ts'
import { decodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import type { KeptMultikey } from '../../../../functions/ports/signer.ts'
import { type StrictKms, startStrictKms } from '../../../support/strict-kms.ts'

const WEAVERS = 'community:weavers'
const MESSAGE = Buffer.from('sixty-four bytes or any other number')

const holds = (key: KeptMultikey, signature: Uint8Array) => {
  const publicKey = decodeMultikey(key.publicKeyMultibase)
  return publicKey !== undefined && verifySignature(publicKey, MESSAGE, signature)
}

describe('kmsSealedKeys', () => {
  let kms: StrictKms
  let keyId: string
  beforeAll(async () => {
    kms = await startStrictKms()
  })
  afterAll(() => kms.close())
  beforeEach(() => {
    keyId = kms.createKey()
  })

  const decryptions = () => kms.operations.filter((operation) => operation === 'Decrypt').length

  test('makes a key with one Encrypt and signs with it', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const before = kms.operations.length
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    expect(kms.operations.slice(before)).toEqual(['Encrypt'])
    const signature = await keys.sign(key, WEAVERS, MESSAGE)
    expect(signature).toHaveLength(64)
    expect(holds(key, signature)).toBe(true)
  })

  test('accepts a key it reads back from JSON in another process', async () => {
    const key = await kmsSealedKeys({ client: kms.client, keyId }).createKey(WEAVERS, 'Ed25519')
    const stored: KeptMultikey = JSON.parse(JSON.stringify(key))
    const signature = await kmsSealedKeys({ client: kms.client, keyId }).sign(stored, WEAVERS, MESSAGE)
    expect(holds(key, signature)).toBe(true)
  })

  test('makes another key each time', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const [one, two] = [await keys.createKey(WEAVERS, 'Ed25519'), await keys.createKey(WEAVERS, 'Ed25519')]
    expect(one.publicKeyMultibase).not.toBe(two.publicKeyMultibase)
  })

  test('does not sign for another owner, also when the key is open for its own', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    await keys.sign(key, WEAVERS, MESSAGE)
    await expect(keys.sign(key, 'community:potters', MESSAGE)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    })
  })

  test('does not sign with a private key that is not of the public key beside it', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const [one, two] = [await keys.createKey(WEAVERS, 'Ed25519'), await keys.createKey(WEAVERS, 'Ed25519')]
    const mixed = { ...one, sealed: two.sealed }
    await expect(keys.sign(mixed, WEAVERS, MESSAGE)).rejects.toThrow('does not belong')
  })

  test('does not sign with a key sealed by a key file', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = { ...(await keys.createKey(WEAVERS, 'Ed25519')), sealing: 'file' as const }
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toThrow('sealed by file')
  })

  test('does not open what another KMS key sealed', async () => {
    const key = await kmsSealedKeys({ client: kms.client, keyId: kms.createKey() }).createKey(WEAVERS, 'Ed25519')
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toMatchObject({ name: 'IncorrectKeyException' })
  })

  test('does not open a damaged ciphertext', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    const damaged = Buffer.from(key.sealed, 'base64').map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte))
    const sealed = Buffer.from(damaged).toString('base64')
    await expect(keys.sign({ ...key, sealed }, WEAVERS, MESSAGE)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    })
  })

  test.each([
    ['Disabled', 'DisabledException'],
    ['PendingDeletion', 'KMSInvalidStateException'],
  ] as const)('makes and opens no key while the KMS key is %s', async (state, name) => {
    const key = await kmsSealedKeys({ client: kms.client, keyId }).createKey(WEAVERS, 'Ed25519')
    kms.setState(keyId, state)
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    await expect(keys.createKey(WEAVERS, 'Ed25519')).rejects.toMatchObject({ name })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toMatchObject({ name })
  })

  test('asks KMS once for many signatures at once and after', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    const before = decryptions()
    await Promise.all(Array.from({ length: 20 }, () => keys.sign(key, WEAVERS, MESSAGE)))
    await keys.sign(key, WEAVERS, MESSAGE)
    expect(decryptions() - before).toBe(1)
  })

  test('forgets an opened key after its age', async () => {
    let now = 0
    const cache = { maxAgeSeconds: 60, maxKeys: 10 }
    const keys = kmsSealedKeys({ client: kms.client, keyId, cache, clockMilliseconds: () => now })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    const before = decryptions()
    await keys.sign(key, WEAVERS, MESSAGE)
    now = 59_999
    await keys.sign(key, WEAVERS, MESSAGE)
    expect(decryptions() - before).toBe(1)
    now = 60_000
    await keys.sign(key, WEAVERS, MESSAGE)
    expect(decryptions() - before).toBe(2)
  })

  test('holds no more opened keys than allowed', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId, cache: { maxAgeSeconds: 60, maxKeys: 2 } })
    const made = [
      await keys.createKey('a', 'Ed25519'),
      await keys.createKey('b', 'Ed25519'),
      await keys.createKey('c', 'Ed25519'),
    ] as const
    const before = decryptions()
    await keys.sign(made[0], 'a', MESSAGE)
    await keys.sign(made[1], 'b', MESSAGE)
    await keys.sign(made[2], 'c', MESSAGE)
    await keys.sign(made[2], 'c', MESSAGE)
    expect(decryptions() - before).toBe(3)
    await keys.sign(made[0], 'a', MESSAGE)
    expect(decryptions() - before).toBe(4)
  })

  test('throws a fault of KMS on and recovers with the next call', async () => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    kms.failNext({ operation: 'Decrypt', error: 'AccessDeniedException' })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    expect(holds(key, await keys.sign(key, WEAVERS, MESSAGE))).toBe(true)
  })

  test.each([
    { operation: 'Decrypt', error: 'ThrottlingException' },
    { operation: 'Decrypt', error: 'KMSInternalException', status: 500 },
    { operation: 'Decrypt', error: 'reset' },
  ])('outlasts one $error', async (fault) => {
    const keys = kmsSealedKeys({ client: kms.client, keyId })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    kms.failNext(fault)
    expect(holds(key, await keys.sign(key, WEAVERS, MESSAGE))).toBe(true)
  })
})
