import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifySignature } from '../../../../functions/adapters/data-integrity/signature.ts'
import { fileSealedKeys } from '../../../../functions/adapters/keys/file-sealed-keys.ts'
import { decodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import type { KeptMultikey } from '../../../../functions/ports/signer.ts'

const WEAVERS = 'community:weavers'
const MESSAGE = Buffer.from('a message')

const holds = (key: KeptMultikey, signature: Uint8Array) => {
  const publicKey = decodeMultikey(key.publicKeyMultibase)
  return publicKey !== undefined && verifySignature(publicKey, MESSAGE, signature)
}

describe('fileSealedKeys', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peerbadge-keys-'))
    path = join(folder, 'data', 'sealing-key.json')
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('creates a key file that only this user can read', async () => {
    await fileSealedKeys({ path })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const content = JSON.parse(await readFile(path, 'utf8'))
    expect(content).toEqual({ version: 1, algorithm: 'AES-256-GCM', key: expect.stringMatching(/^[\w-]{43}$/) })
    expect(await readdir(join(folder, 'data'))).toEqual(['sealing-key.json'])
  })

  test('signs with a key made before a restart', async () => {
    const key = await (await fileSealedKeys({ path })).createKey(WEAVERS, 'Ed25519')
    const stored: KeptMultikey = JSON.parse(JSON.stringify(key))
    const signature = await (await fileSealedKeys({ path })).sign(stored, WEAVERS, MESSAGE)
    expect(signature).toHaveLength(64)
    expect(holds(key, signature)).toBe(true)
  })

  test('leaves one key file, whole, when ten start at once', async () => {
    const started = await Promise.all(Array.from({ length: 10 }, () => fileSealedKeys({ path })))
    const made = await Promise.all(started.map((keys) => keys.createKey(WEAVERS, 'Ed25519')))
    const later = await fileSealedKeys({ path })
    const signatures = await Promise.all(made.map((key) => later.sign(key, WEAVERS, MESSAGE)))
    expect(made.every((key, i) => holds(key, signatures[i] ?? new Uint8Array()))).toBe(true)
    expect(await readdir(join(folder, 'data'))).toEqual(['sealing-key.json'])
  })

  test.each([0o640, 0o604, 0o660, 0o622])('refuses a key file with mode %o and says how to close it', async (mode) => {
    await fileSealedKeys({ path })
    await chmod(path, mode)
    await expect(fileSealedKeys({ path })).rejects.toThrow(`chmod 600 ${path}`)
  })

  test.each([
    '',
    'null',
    '{}',
    '{"version":2,"key":"AAAA"}',
    '{"version":1,"key":"AAAA"}',
    '{"version":1,"key":7}',
    '{"version":1,"ke',
  ])('refuses a key file that holds %j and leaves it alone', async (content) => {
    await fileSealedKeys({ path })
    await writeFile(path, content)
    await expect(fileSealedKeys({ path })).rejects.toThrow('not a key file')
    expect(await readFile(path, 'utf8')).toBe(content)
  })

  test('says so when the file cannot be created', async () => {
    await writeFile(join(folder, 'data'), 'a file, not a folder')
    await expect(fileSealedKeys({ path })).rejects.toThrow()
  })

  test('does not sign for another owner', async () => {
    const keys = await fileSealedKeys({ path })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    await expect(keys.sign(key, 'community:potters', MESSAGE)).rejects.toThrow('does not open')
  })

  test('does not open what another key file sealed', async () => {
    const key = await (await fileSealedKeys({ path: join(folder, 'other.json') })).createKey(WEAVERS, 'Ed25519')
    const keys = await fileSealedKeys({ path })
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toThrow('does not open')
  })

  test('does not open a seal with any one byte changed', async () => {
    const keys = await fileSealedKeys({ path })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    const bytes = Buffer.from(key.sealed.slice(3), 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i] = (bytes[i] ?? 0) ^ 1
      const sealed = `v1.${changed.toString('base64url')}`
      await expect(keys.sign({ ...key, sealed }, WEAVERS, MESSAGE)).rejects.toThrow('does not open')
    }
  })

  test.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'AAAA'])('does not open the seal %j', async (sealed) => {
    const keys = await fileSealedKeys({ path })
    const key = await keys.createKey(WEAVERS, 'Ed25519')
    await expect(keys.sign({ ...key, sealed }, WEAVERS, MESSAGE)).rejects.toThrow('not in the form v1')
  })

  test('does not sign with a private key that is not of the public key beside it', async () => {
    const keys = await fileSealedKeys({ path })
    const [one, two] = [await keys.createKey(WEAVERS, 'Ed25519'), await keys.createKey(WEAVERS, 'Ed25519')]
    await expect(keys.sign({ ...one, sealed: two.sealed }, WEAVERS, MESSAGE)).rejects.toThrow('does not belong')
  })

  test('does not sign with a key sealed by KMS', async () => {
    const keys = await fileSealedKeys({ path })
    const key = { ...(await keys.createKey(WEAVERS, 'Ed25519')), sealing: 'kms' as const }
    await expect(keys.sign(key, WEAVERS, MESSAGE)).rejects.toThrow('sealed by kms')
  })
})
