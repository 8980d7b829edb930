import { beforeAll, describe, expect, it } from 'vitest'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { receiptWriter } from '../../functions/receipts/write-receipt.ts'
import { ADMIN_TOKEN, createCommunity, PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { quietLog } from '../support/issuance-scenario.ts'
import { aReport, receiptDeps } from '../support/receipts.ts'

let app: TestApp
let path: string
let pages: ReturnType<typeof assemblePublic>

beforeAll(async () => {
  app = await startApp()
  pages = assemblePublic({ ...app.table, publicUrl: PUBLIC_URL, log: quietLog, now: app.now })
})

const get = (at: string, headers: Record<string, string> = {}) => pages.request(at, { headers })
const json = async (answer: Response | Promise<Response>) => JSON.parse(await (await answer).text())
const write = async () => {
  const [written] = await receiptWriter(await receiptDeps(app.table, app.now))([aReport()])
  return (written?.id ?? '').replace(PUBLIC_URL, '')
}

describe('GET /.well-known/did.json', () => {
  it('lists no key before the first receipt, and is kept by nobody until then', async () => {
    const fresh = await startApp()
    const none = assemblePublic({ ...fresh.table, publicUrl: PUBLIC_URL, log: quietLog, now: fresh.now })
    const answer = await none.request('/.well-known/did.json')
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=0'])
    expect(await json(answer)).toMatchObject({ id: 'did:web:badges.example.org', verificationMethod: [] })
  })

  it('KEY-07: lists the key that signed a receipt among those for assertions', async () => {
    path = await write()
    const receipt = await json(get(`${path}.json`))
    const answer = await get('/.well-known/did.json', { origin: 'https://verifier.example' })
    expect(answer.headers.get('content-type')).toBe('application/did+json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const document = await json(answer)
    expect(receipt.issuer).toBe(document.id)
    expect(document.assertionMethod).toContain(receipt.proof.verificationMethod)
    expect(document.verificationMethod).toContainEqual({
      id: receipt.proof.verificationMethod,
      type: 'Multikey',
      controller: document.id,
      publicKeyMultibase: receipt.proof.verificationMethod.split('#')[1],
    })
  })

  it('is where did:web looks for it when the base URL has a path', async () => {
    const below = assemblePublic({ ...app.table, publicUrl: `${PUBLIC_URL}/badges`, log: quietLog, now: app.now })
    expect(await json(below.request('/did.json'))).toMatchObject({ id: 'did:web:badges.example.org:badges' })
  })

  it('answers 406 to whoever accepts no form of it', async () => {
    const answer = await get('/.well-known/did.json', { accept: 'image/png' })
    expect([answer.status, (await json(answer)).code]).toEqual([406, 'not_acceptable'])
  })
})

describe('GET /receipts/{id}', () => {
  it('gives the exact signed bytes to any site, under their digest', async () => {
    const answer = await get(path, { origin: 'https://employer.example' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
    const again = await get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    expect(await json(answer)).toMatchObject({ id: `${PUBLIC_URL}${path}`, type: 'VerificationReceipt' })
  })

  it('gives a page that says the same in words and names nobody', async () => {
    const answer = await get(path, { accept: 'text/html' })
    const html = await answer.text()
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
    expect(html).toContain('The badge was verified.')
    expect(html).toContain('EXPIRES_SOON')
    expect(html).toContain('1 of 1 hold')
    expect(html.match(/<h3>[^<]*/g)).toEqual(['<h3>It holds.'])
    expect(html).toContain(`${PUBLIC_URL}/.well-known/did.json`)
    expect(html).not.toMatch(/Asha|Bela|<script/)
  })

  it('gives JSON behind .json whatever is accepted, and 406 where no form is', async () => {
    expect((await get(`${path}.json`, { accept: 'text/html' })).headers.get('content-type')).toBe('application/json')
    const answer = await get(path, { accept: 'image/png' })
    expect([answer.status, (await json(answer)).code]).toEqual([406, 'not_acceptable'])
  })

  it.each(['/receipts/unknown', `/receipts/${'A'.repeat(22)}`, `/receipts/${'A'.repeat(22)}.svg`, '/receipts/..%2f1'])(
    'knows no receipt at %s',
    async (unknown) => {
      const answer = await get(unknown)
      expect([answer.status, (await json(answer)).code]).toEqual([404, 'receipt_not_found'])
    },
  )

  it('is gone after 366 days, and kept by nobody beyond', async () => {
    const later = await startApp(app.table)
    later.advanceSeconds(366 * 86_400 - 600)
    const then = assemblePublic({ ...app.table, publicUrl: PUBLIC_URL, log: quietLog, now: later.now })
    const maxAge = Number((await then.request(path)).headers.get('cache-control')?.split('=')[1])
    expect(maxAge).toBeGreaterThan(0)
    expect(maxAge).toBeLessThanOrEqual(600)
    later.advanceSeconds(700)
    const answer = await then.request(path)
    expect([answer.status, (await json(answer)).code]).toEqual([410, 'receipt_ended'])
  })
})

describe('POST /v1/platform/keys', () => {
  const rotate = (headers: Record<string, string> = {}) =>
    app.request('POST', '/v1/platform/keys', { token: ADMIN_TOKEN, headers })

  it('puts another key in the place of the one that signs, which stays published', async () => {
    const { body, status } = await rotate()
    expect(status).toBe(201)
    expect(body.signs).toBe(true)
    const document = await json(get('/.well-known/did.json'))
    const { proof } = await json(get(path))
    expect(document.assertionMethod).toEqual(
      expect.arrayContaining([proof.verificationMethod, body.verificationMethod]),
    )
    expect(JSON.stringify(body)).not.toContain('sealed')
  })

  it('answers a repeat with the key it made, and makes no other', async () => {
    const first = await rotate({ 'idempotency-key': 'again' })
    const before = (await json(get('/.well-known/did.json'))).verificationMethod.length
    const second = await rotate({ 'idempotency-key': 'again' })
    expect([second.status, second.body.id]).toEqual([201, first.body.id])
    expect((await json(get('/.well-known/did.json'))).verificationMethod).toHaveLength(before)
  })

  it('is for the administrator alone', async () => {
    const { key } = await createCommunity(app, 'weavers')
    expect((await app.request('POST', '/v1/platform/keys')).body.code).toBe('unauthenticated')
    expect((await app.request('POST', '/v1/platform/keys', { token: key })).status).toBe(403)
  })
})

describe('POST /v1/platform/keys/{key}/compromise', () => {
  const report = (key: string, at: string) =>
    app.request('POST', `/v1/platform/keys/${key}/compromise`, { token: ADMIN_TOKEN, body: { at } })
  const anHourAgo = () => new Date(Date.parse(app.now()) - 3_600_000).toISOString()

  it('KEY-09: takes it from those that vouch for receipts, with the instant, and puts another in its place', async () => {
    const { body: key } = await app.request('POST', '/v1/platform/keys', { token: ADMIN_TOKEN })
    const at = anHourAgo()
    const marked = await report(key.id, at)
    expect([marked.status, marked.body.compromisedAt, marked.body.signs]).toEqual([200, at, false])
    const document = await json(get('/.well-known/did.json'))
    expect(document.assertionMethod).not.toContain(key.verificationMethod)
    const described = document.verificationMethod.find(({ id }: { id: string }) => id === key.verificationMethod)
    expect(described.revoked).toBe(`${at.slice(0, 19)}Z`)
    expect((await report(key.id, at)).status).toBe(200)
  })

  it('refuses a key that is none, an instant to come, and one that is later than known', async () => {
    const { body: key } = await app.request('POST', '/v1/platform/keys', { token: ADMIN_TOKEN })
    expect((await report('k'.repeat(43), anHourAgo())).body.code).toBe('issuer_key_not_found')
    expect((await report(key.id, '2099-01-01T00:00:00Z')).body.code).toBe('invalid_request')
    await report(key.id, '2026-01-01T00:00:00Z')
    expect((await report(key.id, anHourAgo())).body.code).toBe('key_compromised_earlier')
  })
})
