import { once } from 'node:events'
import { createServer, type SecureVersion } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectByNode } from '../../../../functions/adapters/outbound/node-connect.ts'
import { selfSigned } from '../../../support/self-signed.ts'

/** How a look at a host ends that speaks one version only, with a certificate that nobody vouches for. */
async function lookAt(version: SecureVersion): Promise<unknown> {
  const only = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' }
  const server = createServer({ ...selfSigned('list.invalid'), ...only }, (socket) =>
    socket.on('error', () => undefined),
  )
  onTestFinished(() => void server.close())
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return connectByNode({
    url: new URL(`https://list.invalid:${port}/list`),
    addresses: ['127.0.0.1'],
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000),
  }).catch((error: unknown) => error)
}

describe('connectByNode', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('VRL-02: speaks %s, and gets as far as the certificate', async (version) => {
    expect(await lookAt(version)).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  it.each(['TLSv1', 'TLSv1.1'] as const)('VRL-02: speaks no %s', async (version) => {
    expect(await lookAt(version)).toMatchObject({ code: expect.stringMatching(/^(EPROTO|ERR_SSL_|ECONNRESET)/) })
  })
})
