import { randomBytes } from 'node:crypto'
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  type KeySpec,
  ListResourceTagsCommand,
  type MessageType,
  ScheduleKeyDeletionCommand,
  SignCommand,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StrictKms, startStrictKms } from '../../../support/strict-kms.ts'

describe('the KMS endpoint the tests run against', () => {
  let kms: StrictKms
  let KeyId: string
  beforeAll(async () => {
    kms = await startStrictKms()
    KeyId = kms.createKey()
  })
  afterAll(() => kms.close())

  test('encrypts 4,096 bytes and refuses one more', async () => {
    await expect(kms.client.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(4096) }))).resolves.toBeDefined()
    await expect(kms.client.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(4097) }))).rejects.toMatchObject(
      {
        name: 'ValidationException',
      },
    )
  })

  test('decrypts under the same context in any order, and under no other', async () => {
    const EncryptionContext = { a: '1', b: '2' }
    const { CiphertextBlob } = await kms.client.send(
      new EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), EncryptionContext }),
    )
    const decrypt = (context?: Record<string, string>) =>
      kms.client.send(new DecryptCommand({ CiphertextBlob, ...(context ? { EncryptionContext: context } : {}) }))
    expect(Buffer.from((await decrypt({ b: '2', a: '1' })).Plaintext ?? []).toString()).toBe('x')
    for (const context of [undefined, {}, { a: '1' }, { a: '1', b: '2', c: '3' }]) {
      await expect(decrypt(context)).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
    }
  })

  test('refuses a key it does not know', async () => {
    const unknown = new EncryptCommand({ KeyId: 'alias/none', Plaintext: Buffer.from('x') })
    await expect(kms.client.send(unknown)).rejects.toMatchObject({ name: 'NotFoundException' })
  })

  test('describes a key by id and by ARN', async () => {
    const { KeyMetadata } = await kms.client.send(new DescribeKeyCommand({ KeyId }))
    expect(KeyMetadata).toMatchObject({ KeyId, KeyState: 'Enabled' })
    const byArn = await kms.client.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.Arn }))
    expect(byArn.KeyMetadata?.KeyId).toBe(KeyId)
  })

  test('refuses an unsigned request', async () => {
    const response = await fetch(kms.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.DescribeKey' },
      body: JSON.stringify({ KeyId }),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
  })
})

describe('its keys to sign with', () => {
  let kms: StrictKms
  beforeAll(async () => {
    kms = await startStrictKms()
  })
  afterAll(() => kms.close())

  const make = async (KeySpec: KeySpec): Promise<string> => {
    const { KeyMetadata } = await kms.client.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }))
    return KeyMetadata?.Arn ?? ''
  }
  const sign = (KeyId: string, SigningAlgorithm: SigningAlgorithmSpec, MessageType: MessageType, bytes: number) =>
    kms.client.send(new SignCommand({ KeyId, SigningAlgorithm, MessageType, Message: randomBytes(bytes) }))

  test.each<[KeySpec, SigningAlgorithmSpec, MessageType, number]>([
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'RAW', 4096],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'DIGEST', 32],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'RAW', 4096],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'DIGEST', 48],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'DIGEST', 32],
  ])('sign: %s with %s, %s of %i bytes', async (spec, algorithm, messageType, bytes) => {
    const { Signature } = await sign(await make(spec), algorithm, messageType, bytes)
    expect(Signature?.length).toBeGreaterThanOrEqual(64)
  })

  test.each<[KeySpec, SigningAlgorithmSpec, MessageType, number, string]>([
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'RAW', 4097, 'ValidationException'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'DIGEST', 64, 'ValidationException'],
    ['ECC_NIST_EDWARDS25519', 'ECDSA_SHA_256', 'DIGEST', 32, 'InvalidKeyUsageException'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'DIGEST', 48, 'ValidationException'],
    ['ECC_NIST_P256', 'ECDSA_SHA_384', 'DIGEST', 48, 'InvalidKeyUsageException'],
    ['ECC_NIST_P256', 'ED25519_SHA_512', 'RAW', 64, 'InvalidKeyUsageException'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'DIGEST', 32, 'ValidationException'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'DIGEST', 64, 'ValidationException'],
    ['RSA_2048', 'ECDSA_SHA_256', 'DIGEST', 32, 'InvalidKeyUsageException'],
  ])('do not sign: %s with %s, %s of %i bytes', async (spec, algorithm, messageType, bytes, name) => {
    await expect(sign(await make(spec), algorithm, messageType, bytes)).rejects.toMatchObject({ name })
  })

  test('give signatures of 70 to 72 bytes in DER on P-256', async () => {
    const key = await make('ECC_NIST_P256')
    const lengths = new Set<number>()
    for (let n = 0; n < 60; n++) lengths.add((await sign(key, 'ECDSA_SHA_256', 'DIGEST', 32)).Signature?.length ?? 0)
    expect([...lengths].every((length) => length >= 68 && length <= 72)).toBe(true)
    expect(lengths.size).toBeGreaterThan(1)
  })

  test('are made with tags that fit, and list them', async () => {
    const create = (TagKey: string, TagValue: string) =>
      kms.client.send(
        new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', Tags: [{ TagKey, TagValue }] }),
      )
    await expect(create('peerbadge:owner', 'did:web:localhost%3A8080')).rejects.toMatchObject({ name: 'TagException' })
    const { KeyMetadata } = await create('peerbadge:owner', 'abc-_=')
    const { Tags } = await kms.client.send(new ListResourceTagsCommand({ KeyId: KeyMetadata?.KeyId }))
    expect(Tags).toEqual([{ TagKey: 'peerbadge:owner', TagValue: 'abc-_=' }])
  })

  test('do not encrypt, as symmetric keys do not sign', async () => {
    const encrypt = new EncryptCommand({ KeyId: await make('ECC_NIST_P256'), Plaintext: Buffer.from('x') })
    await expect(kms.client.send(encrypt)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' })
    const symmetric = kms.createKey()
    await expect(sign(symmetric, 'ECDSA_SHA_256', 'DIGEST', 32)).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    })
    await expect(kms.client.send(new GetPublicKeyCommand({ KeyId: symmetric }))).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    })
  })

  test('sign again once enabled, and nothing more on the way to deletion', async () => {
    const KeyId = await make('ECC_NIST_P256')
    const trySign = () => sign(KeyId, 'ECDSA_SHA_256', 'DIGEST', 32)
    await kms.client.send(new DisableKeyCommand({ KeyId }))
    await expect(trySign()).rejects.toMatchObject({ name: 'DisabledException' })
    await kms.client.send(new EnableKeyCommand({ KeyId }))
    await expect(trySign()).resolves.toBeDefined()
    await kms.client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    await expect(trySign()).rejects.toMatchObject({ name: 'KMSInvalidStateException' })
    await expect(kms.client.send(new EnableKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    })
  })
})
