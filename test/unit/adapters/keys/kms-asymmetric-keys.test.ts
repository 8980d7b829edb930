import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kmsAsymmetricKeys } from '../../../../functions/adapters/keys/kms-asymmetric-keys.ts'
import { type StrictKms, startStrictKms } from '../../../support/strict-kms.ts'

const WEAVERS = 'did:web:badges.example.org%3A8443:communities:weavers'
const MESSAGE = Buffer.from('sixty-four bytes, as the hashes of document and proof make them')

let kms: StrictKms
beforeAll(async () => {
  kms = await startStrictKms()
})
afterAll(() => kms.close())

const open = (options: { cache?: { maxAgeSeconds: number; maxKeys: number }; clock?: () => number } = {}) =>
  kmsAsymmetricKeys({
    client: kms.client,
    instance: 'peerbadge',
    ...(options.cache ? { cache: options.cache } : {}),
    ...(options.clock ? { clockMilliseconds: options.clock } : {}),
  })
const callsOf = async (work: () => Promise<unknown>) => {
  const before = kms.operations.length
  await work()
  return kms.operations.slice(before)
}

describe('kmsAsymmetricKeys', () => {
  it('DI-11: makes an Ed25519 key with two calls and signs RAW bytes with one call a proof', async () => {
    const keys = open()
    expect(await callsOf(async () => void (await keys.createKey(WEAVERS, 'Ed25519')))).toEqual([
      'CreateKey',
      'GetPublicKey',
    ])
    const made = await keys.createKey(WEAVERS, 'Ed25519')
    expect(made).toMatchObject({ sealing: 'kms-key', sealed: expect.stringMatching(/^arn:aws:kms:.+:key\//) })
    await keys.sign(made, WEAVERS, MESSAGE)
    expect(await callsOf(() => keys.sign(made, WEAVERS, MESSAGE))).toEqual(['Sign'])
  })

  it('looks once at whose key it is for many signatures, and again after its age', async () => {
    let now = 0
    const keys = open({ cache: { maxAgeSeconds: 60, maxKeys: 10 }, clock: () => now })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    const first = await callsOf(() => Promise.all(Array.from({ length: 5 }, () => keys.sign(key, WEAVERS, MESSAGE))))
    expect(first.sort()).toEqual(['GetPublicKey', 'ListResourceTags', 'Sign', 'Sign', 'Sign', 'Sign', 'Sign'])
    now = 59_999
    expect(await callsOf(() => keys.sign(key, WEAVERS, MESSAGE))).toEqual(['Sign'])
    now = 60_000
    expect(await callsOf(() => keys.sign(key, WEAVERS, MESSAGE))).toHaveLength(3)
  })

  it('does not sign with a key of another deployment in the same account', async () => {
    const key = await kmsAsymmetricKeys({ client: kms.client, instance: 'trial' }).createKey(WEAVERS, 'Ed25519')
    await expect(open().sign(key, WEAVERS, MESSAGE)).rejects.toThrow('another deployment')
  })

  it('says whose key it is that was made for another', async () => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, 'RSA-2048')
    await expect(keys.sign(key, `${WEAVERS}-two`, MESSAGE)).rejects.toThrow('made for another owner')
  })

  it('does not take a symmetric key for one of its own', async () => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    await expect(keys.sign({ ...key, sealed: kms.createKey() }, WEAVERS, MESSAGE)).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    })
  })

  it.each([
    ['Disabled', 'DisabledException'],
    ['PendingDeletion', 'KMSInvalidStateException'],
  ] as const)('does not sign while the key is %s, also when it signed just before', async (state, name) => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, 'P-256')
    await keys.sign(key, WEAVERS, MESSAGE)
    kms.setState(key.sealed, state)
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toMatchObject({ name })
  })

  it('waits for a key just made to be known everywhere', async () => {
    kms.failNext({ operation: 'GetPublicKey', error: 'NotFoundException' })
    kms.failNext({ operation: 'GetPublicKey', error: 'NotFoundException' })
    await expect(open().createKey(WEAVERS, 'P-384')).resolves.toMatchObject({ algorithm: 'P-384' })
  })

  it('names the key that it could not finish, so that somebody can delete it', async () => {
    kms.failNext({ operation: 'GetPublicKey', error: 'AccessDeniedException' })
    await expect(open().createKey(WEAVERS, 'Ed25519')).rejects.toThrow(/arn:aws:kms:.+was made, and its public half/)
  })

  it.each([
    { error: 'ThrottlingException' },
    { error: 'KMSInternalException', status: 500 },
    { error: 'DependencyTimeoutException', status: 503 },
    { error: 'reset' },
  ])('outlasts one $error while signing', async (fault) => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    kms.failNext({ operation: 'Sign', ...fault })
    expect(await keys.sign(key, WEAVERS, MESSAGE)).toHaveLength(64)
  })

  it('throws a fault on and recovers with the next call', async () => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    kms.failNext({ operation: 'ListResourceTags', error: 'AccessDeniedException' })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    expect(await keys.sign(key, WEAVERS, MESSAGE)).toHaveLength(64)
  })

  it.each([
    ['Ed25519', 63],
    ['P-256', 64],
    ['P-384', 96],
    ['RSA-2048', 255],
  ] as const)('gives no bytes out as a signature of %s that are none', async (algorithm, length) => {
    const keys = open()
    const key = await keys.createKey(WEAVERS, algorithm)
    kms.answerNext('Sign', { Signature: Buffer.alloc(length, 1).toString('base64') })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toThrow('no signature of')
  })

  it('takes no key of another kind than it asked for', async () => {
    const { sealed } = await open().createKey(WEAVERS, 'P-384')
    const { GetPublicKeyCommand } = await import('@aws-sdk/client-kms')
    const other = await kms.client.send(new GetPublicKeyCommand({ KeyId: sealed }))
    const PublicKey = Buffer.from(other.PublicKey ?? []).toString('base64')
    kms.answerNext('GetPublicKey', { PublicKey, KeyUsage: 'SIGN_VERIFY' })
    await expect(open().createKey(WEAVERS, 'P-256')).rejects.toThrow('as P-384 instead of P-256')
  })
})
