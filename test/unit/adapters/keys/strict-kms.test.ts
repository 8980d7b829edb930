import { DecryptCommand, DescribeKeyCommand, EncryptCommand } from '@aws-sdk/client-kms'
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
