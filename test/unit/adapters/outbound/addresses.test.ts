import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { A_BADGE, aWeb } from '../../../support/outbound.ts'

/** Networks that must never be reached, as the first and the last of their addresses. */
const PRIVATE_V4: readonly (readonly [string, string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['224.0.0.0', '255.255.255.255'],
]

const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const bytesOf = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)
const hex = (number: number) => number.toString(16)

const privateV4 = fc
  .constantFrom(...PRIVATE_V4)
  .chain(([first, last]) => fc.integer({ min: toNumber(first), max: toNumber(last) }))

/** A number in one of the bases that URLs take. */
const inSomeBase = (number: number) =>
  fc.constantFrom(String(number), `0x${hex(number)}`, `0X${hex(number).toUpperCase()}`, `0${number.toString(8)}`)

/** Characters that a URL reads as the plain ones: full width, circled, ideographic dots, percent. */
const inDisguise = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((marks) => [...text].map((sign, at) => (marks[at] ? disguise(sign) : sign)).join(''))
const disguise = (sign: string) => {
  if (/[0-9a-z]/i.test(sign)) return String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)
  return sign === '.' ? '。' : sign
}

/** Every way to spell an IPv4 address in a URL: one to four parts, each in any base, with a dot at the end or in disguise. */
const spelledV4 = (number: number) => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(number)
  const shapes = [[a, b, c, d], [a, b, c * 256 + d], [a, (b * 256 + c) * 256 + d], [number]]
  return fc
    .constantFrom(...shapes)
    .chain((parts) => fc.tuple(...parts.map(inSomeBase)))
    .chain((parts) => fc.constantFrom(parts.join('.'), `${parts.join('.')}.`))
    .chain((text) => fc.oneof(fc.constant(text), inDisguise(text)))
}

/** Every way in which IPv6 carries an IPv4 address: mapped, compatible, translated, NAT64, 6to4, Teredo. */
const carriedByV6 = (number: number) => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(number)
  const high = hex(a * 256 + b)
  const low = hex(c * 256 + d)
  const dotted = `${a}.${b}.${c}.${d}`
  const [inverseHigh, inverseLow] = [hex(0xffff - (a * 256 + b)), hex(0xffff - (c * 256 + d))]
  return fc.constantFrom(
    `::ffff:${dotted}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::${dotted}`,
    `::ffff:0:${high}:${low}`,
    `64:ff9b::${dotted}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2001:0:4136:e378:8000:63bf:${inverseHigh}:${inverseLow}`,
  )
}

const group = fc.integer({ min: 0, max: 0xffff }).map(hex)
const privateV6 = fc
  .tuple(
    fc.constantFrom('fc00', 'fd00', 'fdff', 'fe80', 'febf', 'fec0', 'ff02', '100', '0', '2001:db8', '3fff'),
    group,
    group,
  )
  .map(([start, one, other]) => `${start}::${one}:${other}`)

/** Asks for an address, and says what came of it and whether anything was connected to. */
async function ask(url: string, addresses: readonly string[] = ['93.184.216.34']) {
  const { get, sent } = aWeb({}, { resolve: async () => addresses })
  const answer = await get(url, A_BADGE)
  return { reason: answer.kind === 'unavailable' ? answer.reason : answer.kind, connections: sent.length }
}

describe('addresses of other hosts', () => {
  it('VER-13: no spelling of a private IPv4 address in a URL is ever connected to', async () => {
    const spelled = privateV4.chain(spelledV4)
    await fc.assert(
      fc.asyncProperty(spelled, async (host) => {
        expect(await ask(`https://${host}/did.json`)).toEqual({ reason: 'address_not_public', connections: 0 })
      }),
      { numRuns: 500 },
    )
  })

  it('VER-13: no IPv6 address that is private or carries an IPv4 address is ever connected to, as a URL or from DNS', async () => {
    const address = fc.oneof(privateV6, fc.integer({ min: 0, max: 2 ** 32 - 1 }).chain(carriedByV6))
    await fc.assert(
      fc.asyncProperty(address, fc.boolean(), async (text, fromDns) => {
        const asked = fromDns ? ask('https://issuer.example/', [text]) : ask(`https://[${text}]/`)
        expect(await asked).toEqual({ reason: 'address_not_public', connections: 0 })
      }),
      { numRuns: 500 },
    )
  })

  it('VER-13: one private address among those of a host is enough to connect to none', async () => {
    const some = fc.array(fc.constantFrom('93.184.216.34', '1.1.1.1', '2606:4700::1111'), { maxLength: 6 })
    const dotted = privateV4.map((number) => bytesOf(number).join('.'))
    await fc.assert(
      fc.asyncProperty(some, fc.oneof(dotted, privateV6), some, async (before, address, after) => {
        const { reason, connections } = await ask('https://issuer.example/', [...before, address, ...after])
        expect([reason, connections]).toEqual(['address_not_public', 0])
      }),
    )
  })

  it.each(['fe80::1%eth0', '2606:4700::1111%eth0', 'nonsense', ''])(
    'VER-13: an answer of DNS like %j is not connected to',
    async (address) => {
      expect(await ask('https://issuer.example/', [address])).toEqual({ reason: 'address_not_public', connections: 0 })
    },
  )

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'shop.localhost', 'ｌｏｃａｌｈｏｓｔ', 'loc%61lhost'])(
    'VER-13: %s is this machine, and no resolver is asked for it',
    async (host) => {
      const { get, sent, resolved } = aWeb({})
      expect(await get(`https://${host}/`)).toMatchObject({ reason: 'address_not_public' })
      expect([sent, resolved]).toEqual([[], []])
    },
  )

  it.each([
    ['no address at all', 'issuer.example'],
    ['http', 'http://issuer.example/'],
    ['http to this machine', 'http://localhost:8080/'],
    ['another scheme', 'file:///etc/passwd'],
    ['another scheme', 'gopher://issuer.example/'],
    ['another scheme', 'data:application/json,{}'],
    ['a name and password', 'https://user:secret@issuer.example/'],
    ['a name that looks like a host', 'https://issuer.example@169.254.169.254/'],
    ['a zone of IPv6', 'https://[fe80::1%25eth0]/'],
    ['the port of mail', 'https://issuer.example:25/'],
    ['the port of a shell', 'https://issuer.example:22/'],
    ['the port of http', 'https://issuer.example:80/'],
    ['the port of a chat', 'https://issuer.example:6667/'],
    ['no port', 'https://issuer.example:0/'],
    ['a port beyond all', 'https://issuer.example:70000/'],
    ['more than 2,048 characters', `https://issuer.example/${'a'.repeat(2048)}`],
  ])('VER-13: refuses %s, %s, before anything is resolved', async (_, url) => {
    const { get, sent, resolved } = aWeb({})
    expect(await get(url)).toMatchObject({ kind: 'unavailable', reason: 'url_not_allowed' })
    expect([sent, resolved]).toEqual([[], []])
  })

  it.each([
    ['https://issuer.example:8443/did.json', 'https://issuer.example:8443/did.json'],
    ['https://issuer.example./did.json', 'https://issuer.example/did.json'],
    ['https://ISSUER.example:443/did.json#key-1', 'https://issuer.example/did.json'],
    ['https://bücher.example/did.json', 'https://xn--bcher-kva.example/did.json'],
    ['https://93.184.216.34/did.json', 'https://93.184.216.34/did.json'],
    ['https://[2606:4700::1111]/did.json', 'https://[2606:4700::1111]/did.json'],
  ])('asks %s as %s', async (url, asked) => {
    const { get, sent } = aWeb({ [asked]: { body: '{}' } })
    expect(await get(url)).toMatchObject({ kind: 'found', url: asked })
    expect(sent).toHaveLength(1)
  })

  it('connects to addresses that were checked, whatever the name would resolve to by then', async () => {
    const answers = [['93.184.216.34', '2606:4700::1111'], ['169.254.169.254']]
    const { get, sent } = aWeb({}, { resolve: async () => answers.shift() ?? [] })
    await get('https://rebound.example/a')
    expect(await get('https://rebound.example/b')).toMatchObject({ reason: 'address_not_public' })
    expect(sent.map(({ addresses }) => addresses)).toEqual([['93.184.216.34', '2606:4700::1111']])
  })

  it('looks at a did:web of this machine over http where this machine is allowed', async () => {
    const url = 'http://localhost:8080/communities/weavers/did.json'
    const { get, sent } = aWeb({ [url]: { body: '{}' } }, { allowLoopbackHttp: true })
    expect(await get(url.replace('http:', 'https:'))).toMatchObject({ kind: 'found', url })
    expect(sent[0]?.addresses).toEqual(['127.0.0.1', '::1'])
  })
})
