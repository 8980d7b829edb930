import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dynamoClient } from '../../functions/adapters/dynamodb/client.ts'
import type { Connect } from '../../functions/adapters/outbound/exchange.ts'
import { addMilliseconds, type Instant, toInstant } from '../../functions/domain/shared/instant.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import type { Log } from '../../functions/ports/log.ts'
import { digests } from '../support/builders.ts'
import { outboundTo } from '../support/fake-web.ts'
import { BASE_URL } from '../support/issuance-scenario.ts'
import { type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'
import { present, presentJson } from '../support/present.ts'
import { aCredential } from '../support/vc-api.ts'

let workshop: BadgeWorkshop
let app: ReturnType<typeof assembleVerification>
let now: Instant = toInstant(new Date(Date.UTC(2027, 0, 1)))
const warned: string[] = []
const log: Log = { info: () => undefined, warn: (code) => warned.push(code), error: (code) => warned.push(code) }

const start = (more: Partial<Parameters<typeof assembleVerification>[0]> = {}) =>
  assembleVerification({
    ...workshop.table,
    keys: workshop.keys,
    publicUrl: BASE_URL,
    adminTokenSha256: digests.sha256Hex('not used here'),
    log,
    now: () => now,
    outbound: outboundTo(new Map()),
    verificationsPerMinute: 6,
    ...more,
  })

beforeAll(async () => {
  workshop = await openWorkshop()
  app = start()
})

afterAll(() => workshop.close())

beforeEach(() => {
  now = toInstant(new Date(Date.parse(now) + 3_600_000))
})

/** A request as API Gateway hands it on, and as a socket does. */
const fromAws = (sourceIp: string) => ({ requestContext: { http: { sourceIp } } })
const fromSocket = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })

const ask = async (env: object, body: unknown = { credential: 'x' }, headers: Record<string, string> = {}, at = app) =>
  (
    await at.request(
      '/v1/verifications',
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
      env,
    )
  ).status

/** Whose credentials are signed with a key of a host that is not there. */
const aPresentationOf = (credentials: number) => ({
  verifiablePresentation: {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiablePresentation'],
    verifiableCredential: Array.from({ length: credentials }, () =>
      aCredential({ issuer: 'did:web:issuer.example', proof: A_PROOF }),
    ),
  },
})

const A_PROOF = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2026-01-05T10:00:00Z',
  proofPurpose: 'assertionMethod',
  proofValue: `z${'3'.repeat(87)}`,
  verificationMethod: 'did:web:issuer.example#key',
}

const askPresentation = async (at: typeof app, body: object, env?: object) => {
  const headers = { 'content-type': 'application/json' }
  const call = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await at.request('/vc-api/presentations/verify', call, env)).status
}

const listOf = (length: number) => ({ items: Array.from({ length }, () => ({ credential: 'x' })) })

describe('the limit of open calls', () => {
  it('refuses one network with a problem, and tells when to try again', async () => {
    for (let time = 0; time < 6; time++) expect(await ask(fromAws('192.0.2.1'))).toBe(200)
    const refused = await present(app, 'application/json', '{"credential":"x"}', fromAws('192.0.2.1'))
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    expect(refused.problem().code).toBe('rate_limited')
    expect(refused.text).not.toContain('192.0.2.1')
    expect(await ask(fromAws('192.0.2.2'))).toBe(200)
    now = toInstant(new Date(Date.parse(now) + 10_000))
    expect(await ask(fromAws('192.0.2.1'))).toBe(200)
  })

  it('counts the documents of a request, and none of one that is refused', async () => {
    expect(await ask(fromAws('192.0.2.1'), listOf(5))).toBe(200)
    expect(await ask(fromAws('192.0.2.1'), listOf(2))).toBe(429)
    expect(await ask(fromAws('192.0.2.1'), { items: [] })).toBe(400)
    expect(await ask(fromAws('192.0.2.1'))).toBe(200)
    expect(await ask(fromAws('192.0.2.1'))).toBe(429)
    expect(await ask(fromAws('192.0.2.3'), listOf(100))).toBe(200)
  })

  it('is of a network: one for 64 bits of IPv6, and for IPv4 written either way', async () => {
    expect(await ask(fromAws('2001:db8::1'), listOf(6))).toBe(200)
    expect(await ask(fromAws('2001:db8::ffff:2'))).toBe(429)
    expect(await ask(fromAws('2001:db8:0:1::1'))).toBe(200)
    expect(await ask(fromSocket('::ffff:192.0.2.1'), listOf(6))).toBe(200)
    expect(await ask(fromAws('192.0.2.1'))).toBe(429)
  })

  it('is escaped by no header that a client writes', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1', 'x-real-ip': '198.51.100.2', forwarded: 'for=198.51.100.3' }
    expect(await ask(fromSocket('192.0.2.1'), listOf(6), headers)).toBe(200)
    expect(
      await ask(fromSocket('192.0.2.1'), { credential: 'x' }, { ...headers, 'x-forwarded-for': '198.51.100.9' }),
    ).toBe(429)
  })

  it('takes the word of a proxy that is trusted, and only its', async () => {
    const behind = start({ trustedProxies: ['10.0.0.1', '10.0.0.2'] })
    const via = (forwarded: string, proxy = '10.0.0.1') =>
      ask(fromSocket(proxy), listOf(6), { 'x-forwarded-for': forwarded }, behind)
    expect(await via('192.0.2.1')).toBe(200)
    expect(await via('192.0.2.2')).toBe(200)
    // What a client wrote stands in front of what the proxies did.
    expect(await via('198.51.100.7, 192.0.2.1')).toBe(429)
    expect(await via('192.0.2.1, 10.0.0.2')).toBe(429)
    expect(await via('192.0.2.3', '192.0.2.1')).toBe(429)
    expect(await via('nonsense')).toBe(200)
    expect(await via('nonsense')).toBe(429)
  })

  it('is one for the VC-API as well', async () => {
    expect(await ask(fromAws('192.0.2.1'), listOf(6))).toBe(200)
    for (const path of ['/vc-api/credentials/verify', '/vc-api/presentations/verify']) {
      const call = (method: string) =>
        app.request(
          path,
          {
            method,
            headers: { 'content-type': 'application/json' },
            ...(method === 'POST' ? { body: JSON.stringify(aPresentationOf(1)) } : {}),
          },
          fromAws('192.0.2.1'),
        )
      expect((await call('POST')).status).toBe(429)
      expect((await call('OPTIONS')).status).toBe(204)
    }
  })

  it('counts the credentials of a presentation', async () => {
    const verify = (credentials: number) => askPresentation(app, aPresentationOf(credentials), fromAws('192.0.2.1'))
    expect(await verify(5)).toBe(400)
    expect(await verify(2)).toBe(429)
    expect(await verify(1)).toBe(400)
    expect(await verify(0)).toBe(429)
  })

  it('holds for callers of whom nothing is known together', async () => {
    expect(await ask({}, listOf(6))).toBe(200)
    expect(await ask({})).toBe(429)
  })

  it('lets calls through while the table does not tell, and warns whoever runs the service', async () => {
    const client = dynamoClient({
      endpoint: 'http://192.0.2.1:8000',
      region: 'local',
      credentials: workshop.table.credentials,
    })
    const cut = start({ client })
    const answer = await presentJson(cut, { credential: 'x' })
    expect(answer.report().outcome).toBe('not-verified')
    expect(warned).toContain('rate_limit_not_kept')
  })

  it('is nobody’s unless it is set', async () => {
    const open = start({ verificationsPerMinute: undefined })
    for (let time = 0; time < 3; time++) expect(await ask(fromAws('192.0.2.1'), listOf(100), {}, open)).toBe(200)
  })
})

describe('a presentation of many credentials', () => {
  it('shares one look at other hosts, and so its time', async () => {
    const asked: string[] = []
    const { resolve } = outboundTo(new Map([['https://issuer.example/', { body: '' }]]))
    const connect: Connect = ({ url }) => {
      asked.push(url.href)
      return Promise.reject(new Error('nobody is there'))
    }
    const open = start({ verificationsPerMinute: undefined, outbound: { resolve, connect } })
    expect(await askPresentation(open, aPresentationOf(5))).toBe(400)
    expect(asked).toEqual(['https://issuer.example/.well-known/did.json'])
  })

  it('is looked at no further once the time is over', async () => {
    let looks = 0
    // Every look at the clock takes three seconds.
    const slow = start({ verificationsPerMinute: undefined, now: () => addMilliseconds(now, 3000 * looks++) })
    const answer = await slow.request('/vc-api/presentations/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(aPresentationOf(50)),
    })
    const { errors } = z
      .object({ errors: z.array(z.object({ pointer: z.string(), code: z.string() })) })
      .parse(await answer.json())
    const last = errors.at(-1)
    expect(last?.code).toBe('OUT_OF_TIME')
    expect(last?.pointer).not.toBe('/verifiablePresentation/verifiableCredential/49')
  })
})
