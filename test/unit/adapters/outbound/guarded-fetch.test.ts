import { describe, expect, it } from 'vitest'
import type { ExchangeOptions, OutboundRequest } from '../../../../functions/adapters/outbound/exchange.ts'
import { createGuardedFetch } from '../../../../functions/adapters/outbound/guarded-fetch.ts'
import { isPublicAddress } from '../../../../functions/adapters/outbound/public-address.ts'

async function* chunksOf(...parts: readonly string[]) {
  for (const part of parts) yield new TextEncoder().encode(part)
}

type FetchOptions = ExchangeOptions & { readonly maxBytes: number; readonly timeoutMilliseconds: number }

/** A guarded fetch over a resolver and a connector that note what reaches them; nothing leaves the process. */
function aFetch(changes: Partial<FetchOptions> = {}, addresses: readonly string[] = ['93.184.216.34']) {
  const sent: OutboundRequest[] = []
  const resolved: string[] = []
  const fetch = createGuardedFetch({
    resolve: async (host) => {
      resolved.push(host)
      return addresses
    },
    connect: async (request) => {
      sent.push(request)
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: chunksOf('hel', 'lo') }
    },
    allowLoopbackHttp: false,
    ...changes,
  })
  return { fetch, sent, resolved }
}

const NOT_PUBLIC = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:93.184.216.34',
  '64:ff9b::7f00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
]

describe('createGuardedFetch', () => {
  it('connects to the address it checked, resolved once, and reads the body', async () => {
    const { fetch, sent, resolved } = aFetch()
    const { status, bytes } = await fetch('https://id.example.org/keys', { accept: 'application/json' })
    expect([status, new TextDecoder().decode(bytes)]).toEqual([200, 'hello'])
    expect(sent.map(({ addresses, headers }) => [addresses, headers])).toEqual([
      [
        ['93.184.216.34'],
        {
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': 'peerbadge',
          'cdn-loop': 'peerbadge',
        },
      ],
    ])
    expect(resolved).toEqual(['id.example.org'])
  })

  it.each([
    'http://id.example.org/',
    'ftp://id.example.org/',
    'file:///etc/passwd',
    'https://user:secret@id.example.org/',
    'https://user@id.example.org/',
    'javascript:alert(1)',
    'id.example.org',
    '',
  ])('refuses the address %j before it resolves anything', async (url) => {
    const { fetch, sent, resolved } = aFetch()
    await expect(fetch(url)).rejects.toMatchObject({ code: 'url_not_allowed' })
    expect([sent, resolved]).toEqual([[], []])
  })

  it.each(NOT_PUBLIC)('refuses a host that resolves to %s', async (address) => {
    const { fetch, sent } = aFetch({}, [address])
    await expect(fetch('https://id.example.org/')).rejects.toMatchObject({ code: 'address_not_public' })
    expect(sent).toEqual([])
  })

  it.each(['127.0.0.1', '0x7f.1', '2130706433', '0177.0.0.1', '[::1]', '[::ffff:169.254.169.254]', '169.254.169.254'])(
    'refuses %s as a host, in whatever way it is written',
    async (host) => {
      const { fetch, sent } = aFetch()
      await expect(fetch(`https://${host}/`)).rejects.toMatchObject({ code: 'address_not_public' })
      expect(sent).toEqual([])
    },
  )

  it('refuses a host of which any address is not public', async () => {
    const { fetch, sent } = aFetch({}, ['93.184.216.34', '10.0.0.1'])
    await expect(fetch('https://id.example.org/')).rejects.toMatchObject({ code: 'address_not_public' })
    expect(sent).toEqual([])
  })

  it('refuses redirects', async () => {
    const connect = async () => ({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: chunksOf() })
    await expect(aFetch({ connect }).fetch('https://id.example.org/')).rejects.toMatchObject({ code: 'redirected' })
  })

  it('VER-13: stops reading at its limit, whatever length was announced', async () => {
    let produced = 0
    async function* endless() {
      for (;;) {
        produced++
        yield new Uint8Array(1000)
      }
    }
    const connect = async () => ({ status: 200, headers: { 'content-length': '5' }, body: endless() })
    const { fetch } = aFetch({ connect, maxBytes: 10_000 })
    await expect(fetch('https://id.example.org/')).rejects.toMatchObject({ code: 'too_large' })
    expect(produced).toBe(11)
  })

  it.each(['resolve', 'connect', 'read'])('gives up in time when it hangs at %s', async (step) => {
    const forever = () => new Promise<never>(() => undefined)
    async function* stuck() {
      yield new Uint8Array(1)
      await forever()
    }
    const { fetch } = aFetch({
      timeoutMilliseconds: 30,
      ...(step === 'resolve' ? { resolve: forever } : {}),
      ...(step === 'connect' ? { connect: forever } : {}),
      ...(step === 'read' ? { connect: async () => ({ status: 200, headers: {}, body: stuck() }) } : {}),
    })
    await expect(fetch('https://id.example.org/')).rejects.toMatchObject({ code: 'timed_out' })
  })

  it('says when a host does not resolve or does not answer', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'))
    const connect = () => Promise.reject(new Error('ECONNREFUSED'))
    const url = 'https://id.example.org/'
    await expect(aFetch({ resolve }).fetch(url)).rejects.toMatchObject({ code: 'host_unresolvable' })
    await expect(aFetch({}, []).fetch(url)).rejects.toMatchObject({ code: 'host_unresolvable' })
    await expect(aFetch({ connect }).fetch(url)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('reaches this machine over http only where that is allowed, by its own names, which no resolver is asked for', async () => {
    const { fetch, sent, resolved } = aFetch({ allowLoopbackHttp: true })
    for (const host of ['localhost', 'shop.localhost.', '127.0.0.1', '[::1]']) await fetch(`http://${host}:8080/`)
    const both = ['127.0.0.1', '::1']
    expect(sent.map(({ addresses }) => addresses)).toEqual([both, both, ['127.0.0.1'], ['::1']])
    expect(resolved).toEqual([])
  })

  it.each(['127.0.0.1', '::1', '192.168.1.1'])(
    'VER-13: does not reach %s by a name that merely resolves to it, where this machine is allowed',
    async (address) => {
      const { fetch, sent } = aFetch({ allowLoopbackHttp: true }, [address])
      await expect(fetch('https://rebound.example/')).rejects.toMatchObject({ code: 'address_not_public' })
      await expect(fetch('http://rebound.example/')).rejects.toMatchObject({ code: 'url_not_allowed' })
      expect(sent).toEqual([])
    },
  )
})

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )
  it.each([...NOT_PUBLIC, 'localhost', '', '1.2.3', '1.1.1.1 '])('does not take %j', (address) =>
    expect(isPublicAddress(address)).toBe(false),
  )
})
