import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { PUBLIC_URL, startApp, type TestApp } from '../../support/app.ts'
import { aBadge, aKey } from '../../support/badge-shapes.ts'
import { cpuMilliseconds } from '../../support/cpu-time.ts'
import {
  aCredential,
  createVcIssuer,
  createVcTenant,
  issue,
  signAs,
  type VcTenant,
  verify,
  verifyPresentation,
} from '../../support/vc-api.ts'

/** What a refusal may make the service compute. */
const BUDGET_MILLISECONDS = 2_000

let app: TestApp
let tenant: VcTenant
let issuer: string
const server = createServer()
let address: string

beforeAll(async () => {
  app = await startApp()
  tenant = await createVcTenant(app, 'weavers')
  issuer = await createVcIssuer(app, tenant, { method: 'did:web' })
  server.on('request', getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const nested = (depth: number): unknown => JSON.parse(`${'{"https://a.b/#in":'.repeat(depth)}1${'}'.repeat(depth)}`)

/** Blank nodes that all look alike: telling them apart takes work that grows beyond measure. */
function poison() {
  const names = Array.from({ length: 12 }, (_, index) => `_:b${index}`)
  const related = 'https://a.b/#near'
  return names.map((name) => ({
    '@id': name,
    [related]: names.filter((other) => other !== name).map((id) => ({ '@id': id })),
  }))
}

const HOSTILE: readonly (readonly [string, object])[] = [
  ['twenty levels short of the limit of nesting', { 'https://a.b/#in': nested(58) }],
  ['nesting beyond it', { 'https://a.b/#in': nested(80) }],
  ['a poison graph', { 'https://a.b/#nodes': poison() }],
  ['ten thousand contexts', { '@context': ['https://www.w3.org/ns/credentials/v2', ...Array(10_000).fill({})] }],
  [
    'contexts of thousands of terms',
    {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`t${index}`, `https://a.b/#${index}`])),
      ],
    },
  ],
  ['sixty thousand values', { 'https://a.b/#all': Array(60_000).fill(1) }],
  ['a million values where objects belong', { evidence: Array(1_000_000).fill(1) }],
  ['a context within itself', { '@context': ['https://www.w3.org/ns/credentials/v2', { '@import': 'https://a.b/' }] }],
]

describe('hostile documents', () => {
  it.each(HOSTILE.slice(1))('%s end in a refusal within the time budget, issued or verified', async (_, changes) => {
    const person = aKey()
    const signed = await signAs(person, aCredential({ issuer: person.did }))
    for (const send of [
      () => issue(app, tenant, aCredential({ issuer, ...changes })),
      () => verify(app, { ...signed, ...changes }),
      () => verify(app, { ...signed, ...changes }, '?checks=proof'),
    ]) {
      const { value, milliseconds } = await cpuMilliseconds(send)
      expect(value.status).toBe(400)
      expect(milliseconds).toBeLessThan(BUDGET_MILLISECONDS)
    }
  })

  it('looks at no credential of a presentation behind one that is a poison graph', async () => {
    const person = aKey()
    const signed = await signAs(person, aCredential({ issuer: person.did }))
    const presentation = await signAs(person, {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
    })
    const poisoned = { ...signed, 'https://a.b/#nodes': poison() }
    for (const presented of [[signed, ...Array(99).fill(poisoned)], Array(100).fill(poisoned)]) {
      const { value, milliseconds } = await cpuMilliseconds(() =>
        verifyPresentation(app, { ...presentation, verifiableCredential: presented }),
      )
      const { body } = value
      const tooComplex = body.errors.filter(({ code }: { code: string }) => code === 'DOCUMENT_TOO_COMPLEX')
      expect([body.code, tooComplex.length]).toEqual(['not_verified', 1])
      expect(milliseconds).toBeLessThan(BUDGET_MILLISECONDS)
    }
  })

  it('looks at no endorsement of a badge behind one that is a poison graph', async () => {
    const person = aKey()
    const { credentialStatus: _, ...badge }: JsonObject = aBadge(person.did)
    const endorsement = await signAs(person, aCredential({ issuer: person.did }))
    const poisoned = { ...endorsement, 'https://a.b/#nodes': poison() }
    const signed = { ...(await signAs(person, badge)), endorsement: [endorsement, ...Array(99).fill(poisoned)] }
    const { value: report, milliseconds } = await cpuMilliseconds(() =>
      app.request('POST', '/v1/verifications', { body: { credential: signed } }),
    )
    expect([report.body.outcome, report.body.endorsements.length]).toEqual(['not-verified', 2])
    expect(report.body.checks.at(-1)).toMatchObject({ id: 'endorsements', code: 'DOCUMENT_TOO_COMPLEX' })
    expect(milliseconds).toBeLessThan(BUDGET_MILLISECONDS)
    expect((await verify(app, signed)).body.code).toBe('not_verified')
  })

  it('takes four megabytes and answers ten with 413', async () => {
    const text = (megabytes: number) =>
      JSON.stringify({ verifiableCredential: aCredential({ issuer, name: 'x'.repeat(megabytes * 1024 * 1024) }) })
    const post = (body: string) =>
      fetch(`${address}/vc-api/credentials/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
    expect((await post(text(3.9))).status).toBe(400)
    const refused = await post(text(10))
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([413, 'body_too_large'])
  })
})

describe('behind a TLS terminator', () => {
  it('issues under the public address and resolves its issuers in process', async () => {
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${address}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-proto': 'https',
          'x-forwarded-for': '203.0.113.7',
          authorization: `Bearer ${tenant.vcKey}`,
        },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: JSON.parse(await answer.text()) }
    }
    const choice = { method: 'did:web', cryptosuite: 'eddsa-rdfc-2022', credentialStatus: true }
    const made = await post('/v1/communities/weavers/vc-issuers', choice)
    const issued = await post('/vc-api/credentials/issue', { credential: aCredential({ issuer: made.body.id }) })
    const { verifiableCredential } = issued.body
    expect(verifiableCredential.issuer).toMatch(/^did:web:badges\.example\.org:communities:weavers:vc-issuers:/)
    expect(verifiableCredential.credentialStatus.statusListCredential).toMatch(new RegExp(`^${PUBLIC_URL}/status/`))
    expect(await post('/vc-api/credentials/verify', { verifiableCredential })).toMatchObject({ status: 200 })
  })
})
