import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventBridgeBus } from '../../../functions/adapters/event-bus/event-bridge.ts'
import { eventBridgeClient } from '../../../functions/adapters/event-bus/event-bridge-client.ts'
import { kmsClient } from '../../../functions/adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../../../functions/adapters/keys/kms-sealed-keys.ts'
import { anId, NOW } from '../../support/builders.ts'

let server: Server
let options: { readonly endpoint: string; readonly requestTimeoutMilliseconds: number }
const asked: string[] = []

/** A service that takes every request and answers none. */
beforeAll(async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none')
  server = createServer(({ headers }) => asked.push(String(headers['x-amz-target'])))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo // a server on a port has an address of this kind
  options = { endpoint: `http://127.0.0.1:${port}`, requestTimeoutMilliseconds: 50 }
})

afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

describe('a service that does not answer', () => {
  it('KMS: fails the signature after three attempts instead of waiting', async () => {
    const keys = kmsSealedKeys({ client: kmsClient(options), keyId: 'sealing-key' })
    await expect(keys.createKey('did:web:example.org', 'Ed25519')).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(asked.filter((target) => target === 'TrentService.Encrypt')).toHaveLength(3)
  })

  it('EventBridge: fails the publishing after three attempts instead of waiting', async () => {
    const bus = eventBridgeBus(eventBridgeClient(options), 'events')
    const id = anId('event')
    const event = { id, type: 'claim.opened', at: NOW, community: 'weavers', claimId: id, data: {} } as const
    await expect(bus.publish([event])).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(asked.filter((target) => target === 'AWSEvents.PutEvents')).toHaveLength(3)
  })
})
