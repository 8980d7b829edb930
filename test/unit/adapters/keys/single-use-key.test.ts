import { describe, expect, test } from 'vitest'
import { verifySignature } from '../../../../functions/adapters/data-integrity/signature.ts'
import { createSingleUseKey } from '../../../../functions/adapters/keys/single-use-key.ts'
import { decodeMultikey } from '../../../../functions/domain/shared/multikey.ts'

const MESSAGE = Buffer.from('a message')

describe('createSingleUseKey', () => {
  test('signs one message with a key of its own', async () => {
    const key = createSingleUseKey()
    const signature = await key.sign(MESSAGE)
    const publicKey = decodeMultikey(key.publicKeyMultibase)
    expect(publicKey && verifySignature(publicKey, MESSAGE, signature)).toBe(true)
    expect(createSingleUseKey().publicKeyMultibase).not.toBe(key.publicKeyMultibase)
  })

  test('refuses to sign again', async () => {
    const key = createSingleUseKey()
    await key.sign(MESSAGE)
    await expect(key.sign(MESSAGE)).rejects.toThrow(TypeError)
  })

  test('shows no private part when printed', () => {
    expect(Object.keys(JSON.parse(JSON.stringify(createSingleUseKey())))).toEqual(['publicKeyMultibase'])
  })
})
