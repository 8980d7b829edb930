import { createHmac } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { RESOURCE, startOidcProvider, type TestProvider } from '../support/oidc-provider.ts'

let app: TestApp
let provider: TestProvider
let elsewhere: TestProvider
let weavers: Awaited<ReturnType<typeof createCommunity>>
let ashaId: string
let tokens: Awaited<ReturnType<TestProvider['signIn']>>

beforeAll(async () => {
  app = await startApp()
  ;[provider, elsewhere] = await Promise.all([startOidcProvider('ES256'), startOidcProvider('ES256')])
  weavers = await createCommunity(app, 'weavers', {
    oidc: [
      { issuer: provider.issuer, audience: provider.clientId },
      { issuer: provider.issuer, audience: RESOURCE },
    ],
  })
  ashaId = await addMember(app, weavers, { name: 'Asha', oidc: { issuer: provider.issuer, subject: 'asha' } })
  tokens = await provider.signIn('asha')
})

afterAll(() => {
  provider.stop()
  elsewhere.stop()
})

const readSelf = (token: string, slug = 'weavers', actingFor?: string) =>
  app.request('GET', `/v1/communities/${slug}/members/${ashaId}`, { token, actingFor })

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const partsOf = (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header, payload, signature }
}

describe('a token of a member', () => {
  it('is taken as an ID token and as an access token', async () => {
    for (const token of [tokens.idToken, tokens.accessToken]) {
      const { status, body } = await readSelf(token)
      expect([status, body.name]).toEqual([200, 'Asha'])
    }
    expect(decodeJwt(tokens.idToken).aud).toBe(provider.clientId)
    expect(decodeProtectedHeader(tokens.accessToken).typ).toBe('at+jwt')
  })

  it.each(['RS256', 'EdDSA'] as const)('is taken when it is signed with %s', async (alg) => {
    const other = await startOidcProvider(alg)
    try {
      const slug = `signed-${alg.toLowerCase()}`
      const tenant = await createCommunity(app, slug, { oidc: [{ issuer: other.issuer, audience: RESOURCE }] })
      const id = await addMember(app, tenant, { oidc: { issuer: other.issuer, subject: 'ben' } })
      const { accessToken } = await other.signIn('ben')
      expect(decodeProtectedHeader(accessToken).alg).toBe(alg)
      const { status } = await app.request('GET', `/v1/communities/${slug}/members/${id}`, { token: accessToken })
      expect(status).toBe(200)
    } finally {
      other.stop()
    }
  })

  it('may name the member it belongs to, and nobody else', async () => {
    const ben = await addMember(app, weavers, { name: 'Ben' })
    expect((await readSelf(tokens.idToken, 'weavers', ashaId)).status).toBe(200)
    const { status, body } = await readSelf(tokens.idToken, 'weavers', ben)
    expect([status, body.code]).toEqual([403, 'acting_member_mismatch'])
  })

  it('gives the rights of the role, and no others', async () => {
    const { status, body } = await app.request('GET', '/v1/communities/weavers/members', { token: tokens.idToken })
    expect([status, body.code]).toEqual([403, 'forbidden'])
  })

  it('is refused once it has expired, a minute of tolerance included', async () => {
    const subject = 'fay'
    const id = await addMember(app, weavers, { oidc: { issuer: provider.issuer, subject } })
    const late = await startApp()
    const tenant = await createCommunity(late, 'late', { oidc: [{ issuer: provider.issuer, audience: RESOURCE }] })
    const lateId = await addMember(late, tenant, { oidc: { issuer: provider.issuer, subject } })
    const { accessToken } = await provider.signIn(subject)
    const read = () => late.request('GET', `/v1/communities/late/members/${lateId}`, { token: accessToken })
    late.advanceSeconds(600 + 30)
    expect((await read()).status).toBe(200)
    late.advanceSeconds(60)
    const { status, body, headers } = await read()
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(headers.get('www-authenticate')).toContain('invalid_token')
    expect(late.logged.at(-1)).toEqual({ code: 'authentication_refused', fields: { reason: 'token_claim_exp' } })
    expect(id).not.toBe(lateId)
  })
})

describe('a token that proves nothing here', () => {
  it('is refused for another audience', async () => {
    const tenant = await createCommunity(app, 'audience', {
      oidc: [{ issuer: provider.issuer, audience: 'another-app' }],
    })
    await addMember(app, tenant, { oidc: { issuer: provider.issuer, subject: 'asha' } })
    const { status, body } = await readSelf(tokens.idToken, 'audience')
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(app.logged.at(-1)).toMatchObject({ fields: { reason: 'token_claim_aud' } })
  })

  it('tells nothing when its issuer is not one of the community', async () => {
    const { idToken } = await elsewhere.signIn('asha')
    const foreign = await readSelf(idToken)
    const nowhere = await readSelf(idToken, 'nowhere')
    expect([foreign.status, foreign.body.code]).toEqual([404, 'community_not_found'])
    expect({ ...nowhere.body, instance: '' }).toEqual({ ...foreign.body, instance: '' })
  })

  it('tells nothing when its subject is no member, also when they are one of another community', async () => {
    const other = await createCommunity(app, 'spinners', { oidc: [{ issuer: provider.issuer, audience: RESOURCE }] })
    await addMember(app, other, { oidc: { issuer: provider.issuer, subject: 'cara' } })
    for (const subject of ['stranger', 'cara']) {
      const { accessToken } = await provider.signIn(subject)
      const { status, body } = await readSelf(accessToken)
      expect([status, body.code]).toEqual([404, 'community_not_found'])
    }
  })

  it('is refused when its payload was changed', async () => {
    const { header, payload, signature } = partsOf(tokens.idToken)
    const changed = { ...decodeJwt(tokens.idToken), sub: 'owner' }
    expect(payload).not.toBe(encode(changed))
    expect((await readSelf(`${header}.${encode(changed)}.${signature}`)).status).toBe(401)
  })

  it('is refused without a signature, under "none" and under a secret made of the public key', async () => {
    const { payload } = partsOf(tokens.idToken)
    const keys = JSON.parse(await (await fetch(`${provider.issuer}/jwks`)).text())
    const none = `${encode({ alg: 'none', kid: 'test' })}.${payload}`
    const hmac = `${encode({ alg: 'HS256', kid: 'test' })}.${payload}`
    const signature = createHmac('sha256', JSON.stringify(keys.keys[0])).update(hmac).digest('base64url')
    for (const token of [`${none}.`, `${hmac}.${signature}`, `${partsOf(tokens.idToken).header}.${payload}.`]) {
      const { status, body } = await readSelf(token)
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
    }
  })

  it('is refused when another key signed it, also when it brings that key along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const { exportJWK } = await import('jose')
    const forge = async (header: Readonly<Record<string, unknown>>) =>
      new SignJWT({ ...decodeJwt(tokens.idToken) }).setProtectedHeader({ alg: 'ES256', ...header }).sign(privateKey)
    const jwk = await exportJWK(publicKey)
    for (const header of [{ kid: 'test' }, { kid: 'unknown' }, { kid: 'test', jwk }]) {
      const { status } = await readSelf(await forge(header))
      expect(status).toBe(401)
    }
  })

  it('is refused as a token of another kind', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const token = await new SignJWT({ ...decodeJwt(tokens.idToken) })
      .setProtectedHeader({ alg: 'ES256', typ: 'logout+jwt', kid: 'test' })
      .sign(privateKey)
    expect((await readSelf(token)).status).toBe(401)
    expect(app.logged.at(-1)).toMatchObject({ fields: { reason: 'token_type' } })
  })

  it('is answered with 503 when the provider cannot be reached', async () => {
    const gone = await startOidcProvider()
    const { idToken } = await gone.signIn('asha')
    const tenant = await createCommunity(app, 'gone', { oidc: [{ issuer: gone.issuer, audience: gone.clientId }] })
    await addMember(app, tenant, { oidc: { issuer: gone.issuer, subject: 'asha' } })
    gone.stop()
    const { status, body, headers } = await readSelf(idToken, 'gone')
    expect([status, body.code]).toEqual([503, 'overloaded'])
    expect(headers.get('retry-after')).toBe('2')
  })

  it('never leaves a token in the log', async () => {
    expect(JSON.stringify(app.logged)).not.toContain(partsOf(tokens.idToken).payload)
  })
})

describe('an owner by token', () => {
  it('runs the community: makes keys, gives roles, but creates no community', async () => {
    const subject = 'olga'
    await addMember(app, weavers, { role: 'owner', oidc: { issuer: provider.issuer, subject } })
    const { idToken: token } = await provider.signIn(subject)
    const key = { name: 'app', scopes: ['members:read'] }
    expect((await app.request('POST', '/v1/communities/weavers/api-keys', { token, body: key })).status).toBe(201)
    const member = { name: 'F', role: 'facilitator' }
    expect((await app.request('POST', '/v1/communities/weavers/members', { token, body: member })).status).toBe(201)
    const { status } = await app.request('POST', '/v1/communities', { token, body: { slug: 'mine', name: 'Mine' } })
    expect(status).toBe(403)
  })
})
