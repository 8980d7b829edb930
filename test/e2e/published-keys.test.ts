import { calculateJwkThumbprint, importJWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { createCommunity, PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { quietLog } from '../support/issuance-scenario.ts'

let app: TestApp
let pages: ReturnType<typeof assemblePublic>
let tenant: Awaited<ReturnType<typeof createCommunity>>
let keys: readonly PublicKey[]

interface PublicKey {
  readonly id: string
  readonly use: string
  readonly url: string
  readonly verificationMethod: string
  readonly publicKeyMultibase?: string
}

const open = () => assemblePublic({ ...app.table, publicUrl: PUBLIC_URL, log: quietLog, now: app.now })

beforeAll(async () => {
  app = await startApp()
  pages = open()
  tenant = await createCommunity(app, 'weavers')
  await createCommunity(app, 'potters')
  await change('', { use: 'jwt', algorithm: 'P-256' })
  keys = await listKeys()
})

const listKeys = async (): Promise<readonly PublicKey[]> =>
  (await app.request('GET', '/v1/communities/weavers/keys', { token: tenant.key })).body.items
const change = (path: string, body: unknown) =>
  app.request('POST', `/v1/communities/weavers/keys${path}`, { token: tenant.key, body })
const keyFor = (use: string) => keys.find((key) => key.use === use) ?? keys[0]
const get = (url: string, headers: Record<string, string> = {}, at = pages) =>
  at.request(url.replace(PUBLIC_URL, ''), { headers })
const json = async (answer: Response | Promise<Response>) => JSON.parse(await (await answer).text())

describe('GET /communities/{slug}/keys/{key}', () => {
  it('KEY-04, JWK-01: answers the single JWK at the address that is its kid, with public members only', async () => {
    for (const { url, id } of keys.filter(({ use }) => use === 'jwt')) {
      const answer = await get(url)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwk+json'])
      const jwk = await json(answer)
      expect(jwk).toMatchObject({ kid: url, use: 'sig', alg: jwk.kty === 'RSA' ? 'RS256' : 'ES256' })
      expect(Object.keys(jwk).sort()).toEqual(
        [...(jwk.kty === 'RSA' ? ['e', 'n'] : ['crv', 'x', 'y']), 'alg', 'kid', 'kty', 'use'].sort(),
      )
      expect(await calculateJwkThumbprint(jwk)).toBe(id)
      await expect(importJWK(jwk)).resolves.toBeDefined()
    }
  })

  it('JWT-05: never holds a private member, in the set or by itself', async () => {
    const set = await json(get('/.well-known/jwks.json'))
    const alone = await Promise.all(keys.map(({ url }) => json(get(url))))
    for (const jwk of [...set.keys, ...alone])
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) expect(jwk).not.toHaveProperty(member)
  })

  it('KEY-08, MK-01: answers a key for proofs as a Multikey with id, type, controller and key', async () => {
    const key = keyFor('data-integrity')
    const document = await json(get(key?.url ?? ''))
    expect(document).toEqual({
      '@context': 'https://w3id.org/security/multikey/v1',
      id: `${tenant.issuer}#${key?.publicKeyMultibase}`,
      type: 'Multikey',
      controller: tenant.issuer,
      publicKeyMultibase: key?.publicKeyMultibase,
    })
  })

  it.each([
    ['jwt', '*/*', 'application/jwk+json'],
    ['jwt', 'application/json', 'application/json'],
    ['data-integrity', '*/*', 'application/json'],
    ['data-integrity', 'application/ld+json', 'application/ld+json'],
    ['data-integrity', 'application/jwk+json, application/json;q=0.5', 'application/json'],
  ] as const)('KEY-04, KEY-08: says of a key for %s to whoever accepts %s that it is %s', async (use, accept, type) => {
    expect((await get(keyFor(use)?.url ?? '', { accept })).headers.get('content-type')).toBe(type)
  })

  it('KEY-08: is no JWK when it is a Multikey', async () => {
    const answer = await get(keyFor('data-integrity')?.url ?? '', { accept: 'application/jwk+json' })
    expect([answer.status, (await json(answer)).code]).toEqual([406, 'not_acceptable'])
  })

  it('is open to any site, may be kept for a while, and is not sent again to who has it', async () => {
    const answer = await get(keyFor('jwt')?.url ?? '', { origin: 'https://verifier.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const again = await get(keyFor('jwt')?.url ?? '', { 'if-none-match': answer.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    const plain = await get(keyFor('jwt')?.url ?? '', { accept: 'application/json' })
    expect(plain.headers.get('content-type')).toBe('application/json')
  })

  it.each([
    ['/communities/weavers/keys/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 404, 'issuer_key_not_found'],
    ['/communities/weavers/keys/short', 404, 'issuer_key_not_found'],
    ['/communities/nobody/keys/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 404, 'community_not_found'],
    ['/communities/NOT A SLUG/keys/A', 404, 'community_not_found'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const answer = await get(path)
    expect([answer.status, (await json(answer)).code]).toEqual([status, code])
  })

  it('does not give a key of one community out under another’s name', async () => {
    const answer = await get(`/communities/potters/keys/${keyFor('jwt')?.id}`)
    expect([answer.status, (await json(answer)).code]).toEqual([404, 'issuer_key_not_found'])
  })

  it('answers no page', async () => {
    const answer = await get(keyFor('jwt')?.url ?? '', { accept: 'image/png' })
    expect([answer.status, (await json(answer)).code]).toEqual([406, 'not_acceptable'])
  })
})

describe('GET /.well-known/jwks.json', () => {
  it('KEY-03, JWT-13: holds the keys for JWTs of every community of the host, retired ones included', async () => {
    const answer = await get('/.well-known/jwks.json')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwk-set+json'])
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const set = await json(answer)
    const kids = set.keys.map(({ kid }: { kid: string }) => kid)
    for (const { url } of keys.filter(({ use }) => use === 'jwt')) expect(kids).toContain(url)
    expect(kids.filter((kid: string) => kid.includes('/communities/potters/'))).toHaveLength(1)
    expect(kids).toHaveLength(3)
    // No issuer owns the whole set, so it names none.
    expect(set).not.toHaveProperty('iss')
  })

  it('holds each key just as it is published by itself', async () => {
    const { keys: published } = await json(get('/.well-known/jwks.json'))
    for (const jwk of published) expect(await json(get(jwk.kid))).toEqual(jwk)
  })

  it('is read from the table once a minute however often it is asked for', async () => {
    const fresh = open()
    const before = await json(get('/.well-known/jwks.json', {}, fresh))
    await createCommunity(app, 'late-comers')
    expect(await json(get('/.well-known/jwks.json', {}, fresh))).toEqual(before)
    app.advanceSeconds(61)
    const after = await json(get('/.well-known/jwks.json', {}, fresh))
    expect(after.keys).toHaveLength(before.keys.length + 1)
  })
})

describe('GET /communities/{slug}/did.json', () => {
  it('KEY-07, KEY-02: lists every method by its exact id, controlled by the issuer, in the order of contexts', async () => {
    const answer = await get('/communities/weavers/did.json')
    expect(answer.headers.get('content-type')).toBe('application/did+json')
    const document = await json(answer)
    expect(document['@context']).toEqual([
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ])
    expect(document.assertionMethod).toEqual(
      expect.arrayContaining(keys.map(({ verificationMethod }) => verificationMethod)),
    )
    for (const { id, controller } of document.verificationMethod) {
      expect(controller).toBe(tenant.issuer)
      expect(id.startsWith(`${tenant.issuer}#`)).toBe(true)
    }
    const jwks = document.verificationMethod.filter(({ type }: { type: string }) => type === 'JsonWebKey')
    for (const { id, publicKeyJwk } of jwks) {
      expect(id).toBe(`${tenant.issuer}#${await calculateJwkThumbprint(publicKeyJwk)}`)
      expect(publicKeyJwk.kid).toBe(`${PUBLIC_URL}/communities/weavers/keys/${id.split('#')[1]}`)
    }
  })
})

describe('whoever resolves the DID', () => {
  it.each(['application/did+json', 'application/did+ld+json', 'application/did', 'application/ld+json'])(
    'KEY-07: may ask for %s',
    async (type) => {
      const answer = await get('/communities/weavers/did.json', { accept: type })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    },
  )
})

describe('a compromised key', () => {
  it('KEY-09: is marked in the DID document, vouches for nothing, and is gone from its address and the set', async () => {
    await change('', { use: 'data-integrity' })
    const present = (await listKeys()).filter((key) => 'signs' in key && key.signs)
    for (const { id } of present)
      expect((await change(`/${id}/compromise`, { at: '2026-03-01T12:00:00.500Z' })).status).toBe(200)
    const fresh = open()
    const document = await json(get('/communities/weavers/did.json', {}, fresh))
    const set = await json(get('/.well-known/jwks.json', {}, fresh))
    for (const { verificationMethod, url } of present) {
      const method = document.verificationMethod.find(({ id }: { id: string }) => id === verificationMethod)
      expect(method.revoked).toBe('2026-03-01T12:00:00Z')
      expect(document.assertionMethod).not.toContain(verificationMethod)
      const answer = await get(url, {}, fresh)
      expect([answer.status, (await json(answer)).code]).toEqual([410, 'issuer_key_compromised'])
      expect(set.keys.map(({ kid }: { kid: string }) => kid)).not.toContain(url)
    }
    const profile = await json(get('/communities/weavers', { accept: 'application/json' }, fresh))
    expect(profile.assertionMethod).not.toEqual(
      expect.arrayContaining([present.find(({ use }) => use === 'data-integrity')?.verificationMethod]),
    )
    expect(profile.assertionMethod.length).toBeGreaterThan(0)
  })

  it('is shown on the page of the community, with the day', async () => {
    const page = await (await get('/communities/weavers', { accept: 'text/html' }, open())).text()
    expect(page).toMatch(/Not trusted since <time[^>]*>1 March 2026</)
  })
})
