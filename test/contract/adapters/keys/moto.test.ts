import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { KMSClient, SignCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifySignature } from '../../../../functions/adapters/data-integrity/signature.ts'
import { fromDerSignature } from '../../../../functions/adapters/keys/ecdsa-signature.ts'
import { kmsAsymmetricKeys } from '../../../../functions/adapters/keys/kms-asymmetric-keys.ts'
import { decodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import { findFreePort } from '../../../../functions/local/free-port.ts'

/** An emulator written elsewhere: it knows no Ed25519 and hashes digests again, so only what it does right is asked. */
const isInstalled = (() => {
  try {
    execFileSync('moto_server', ['--help'], { stdio: 'ignore' })
    return true
  } catch {
    console.warn(
      'skipped: moto_server is not installed, so the wire shape of KMS is checked against our endpoint alone',
    )
    return false
  }
})()

describe.skipIf(!isInstalled)('asymmetric keys of KMS, as moto speaks it', () => {
  let server: ChildProcess
  let client: KMSClient
  beforeAll(async () => {
    const port = await findFreePort()
    server = spawn('moto_server', ['-p', String(port)], { stdio: 'ignore' })
    const endpoint = `http://127.0.0.1:${port}`
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(endpoint).catch(() => undefined)) break
      await sleep(200)
    }
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    client = new KMSClient({ endpoint, region: 'eu-west-1', credentials })
  })
  afterAll(() => {
    client.destroy()
    server.kill()
  })

  it('are made, found by their public half and owner, and sign on P-256', async () => {
    const key = await kmsAsymmetricKeys({ client, instance: 'peerbadge' }).createKey('did:web:example.org', 'P-256')
    const message = Buffer.from('what a proof signs')
    const { Signature } = await client.send(
      new SignCommand({
        KeyId: key.sealed,
        MessageType: 'RAW',
        Message: message,
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    )
    const signature = fromDerSignature(Signature ?? new Uint8Array(), 32)
    const publicKey = decodeMultikey(key.publicKeyMultibase)
    expect(signature && publicKey && verifySignature(publicKey, message, signature)).toBe(true)
  })

  it('are refused to another owner by the tags that came back', async () => {
    const keys = kmsAsymmetricKeys({ client, instance: 'peerbadge' })
    const key = await keys.createKey('did:web:example.org', 'P-256')
    await expect(keys.sign(key, 'did:web:example.com', Buffer.from('x'))).rejects.toThrow('another owner')
    await expect(keys.sign(key, 'did:web:example.org', Buffer.from('x'))).resolves.toHaveLength(64)
  })
})
