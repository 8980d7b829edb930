import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { joseOidcTokens } from '../../../../functions/adapters/oidc/jose-oidc-tokens.ts'
import { addMilliseconds, type Instant, toEpochMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { NOW } from '../../../support/builders.ts'

const ISSUER = 'https://id.example.org/tenant'
const PROVIDERS = [{ issuer: ISSUER, audience: 'app' }]
const SECONDS = toEpochMilliseconds(NOW) / 1000

let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
let documents: Map<string, unknown>
let fetched: string[]
let now: Instant
let publicJwk: object

beforeAll(async () => {
  const pair = await generateKeyPair('ES256')
  privateKey = pair.privateKey
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }
})

beforeEach(() => {
  now = NOW
  fetched = []
  documents = new Map<string, unknown>([
    [`${ISSUER}/.well-known/openid-configuration`, { issuer: ISSUER, jwks_uri: 'https://id.example.org/keys' }],
    ['https://id.example.org/keys', { keys: [publicJwk] }],
  ])
})

const tokens = () =>
  joseOidcTokens({
    fetch: async (url) => {
      fetched.push(url)
      const document = documents.get(url)
      if (document instanceof Error) throw document
      const bytes = new TextEncoder().encode(JSON.stringify(document ?? {}))
      return { status: document === undefined ? 404 : 200, bytes }
    },
    now: () => now,
  })

const sign = (claims: Readonly<Record<string, unknown>> = {}, header: Readonly<Record<string, unknown>> = {}) =>
  new SignJWT({ iss: ISSUER, aud: 'app', sub: 'asha', exp: SECONDS + 600, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header })
    .sign(privateKey)

describe('joseOidcTokens', () => {
  it('says whom a token proves, and asks the provider once', async () => {
    const { verify } = tokens()
    for (let request = 0; request < 3; request++)
      expect(await verify(await sign(), PROVIDERS)).toEqual({
        kind: 'proven',
        subject: { issuer: ISSUER, subject: 'asha' },
      })
    expect(fetched).toEqual([`${ISSUER}/.well-known/openid-configuration`, 'https://id.example.org/keys'])
  })

  it.each([
    [{ aud: 'other' }, 'token_claim_aud'],
    [{ aud: ['x', 'y'] }, 'token_claim_aud'],
    [{ aud: undefined }, 'token_claim_aud'],
    [{ exp: SECONDS - 61 }, 'token_claim_exp'],
    [{ exp: undefined }, 'token_claim_exp'],
    [{ nbf: SECONDS + 61 }, 'token_claim_nbf'],
    [{ sub: undefined }, 'token_claim_sub'],
    [{ sub: '' }, 'token_subject'],
  ])('refuses claims with %j', async (claims, reason) => {
    expect(await tokens().verify(await sign(claims), PROVIDERS)).toEqual({ kind: 'invalid', reason })
  })

  it('tolerates a minute between the clocks', async () => {
    const token = await sign({ exp: SECONDS - 59, nbf: SECONDS + 59 })
    expect(await tokens().verify(token, PROVIDERS)).toMatchObject({ kind: 'proven' })
  })

  it('takes one of several audiences of one issuer', async () => {
    const providers = [...PROVIDERS, { issuer: ISSUER, audience: 'second' }]
    expect(await tokens().verify(await sign({ aud: ['x', 'second'] }), providers)).toMatchObject({ kind: 'proven' })
  })

  it('asks nobody about a token of an issuer that is not configured, be it by one slash', async () => {
    for (const iss of ['https://evil.example', `${ISSUER}/`, ISSUER.toUpperCase()])
      expect(await tokens().verify(await sign({ iss }), PROVIDERS)).toEqual({ kind: 'unknown_issuer' })
    expect(await tokens().verify(await sign(), [])).toEqual({ kind: 'unknown_issuer' })
    expect(fetched).toEqual([])
  })

  it.each(['', 'a.b.c', 'e30.e30.', '..', `${'x'.repeat(5000)}.y.z`])('refuses %j as no token', async (token) => {
    expect(await tokens().verify(token, PROVIDERS)).toEqual({ kind: 'invalid', reason: 'token_malformed' })
  })

  it('trusts no keys of a provider whose discovery document is of another issuer', async () => {
    documents.set(`${ISSUER}/.well-known/openid-configuration`, {
      issuer: 'https://evil.example',
      jwks_uri: 'https://id.example.org/keys',
    })
    expect(await tokens().verify(await sign(), PROVIDERS)).toEqual({
      kind: 'unreachable',
      reason: 'the discovery document is of another issuer',
    })
  })

  it.each([
    [`${ISSUER}/.well-known/openid-configuration`, undefined],
    [`${ISSUER}/.well-known/openid-configuration`, new Error('ECONNREFUSED')],
    [`${ISSUER}/.well-known/openid-configuration`, { issuer: ISSUER }],
    ['https://id.example.org/keys', undefined],
    ['https://id.example.org/keys', new Error('ECONNREFUSED')],
    ['https://id.example.org/keys', { keys: 'none' }],
  ])('cannot say while %s answers %j, and asks again the next time', async (url, answer) => {
    const right = documents.get(url)
    documents.set(url, answer)
    const { verify } = tokens()
    expect(await verify(await sign(), PROVIDERS)).toMatchObject({ kind: 'unreachable' })
    documents.set(url, right)
    expect(await verify(await sign(), PROVIDERS)).toMatchObject({ kind: 'proven' })
  })

  it('asks for the discovery document again after ten minutes', async () => {
    const { verify } = tokens()
    await verify(await sign(), PROVIDERS)
    now = addMilliseconds(NOW, 10 * 60_000)
    await verify(await sign(), PROVIDERS)
    expect(fetched.filter((url) => url.endsWith('openid-configuration'))).toHaveLength(2)
  })
})
