import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { signWith } from '../../functions/adapters/keys/key-pair.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../support/app.ts'
import {
  aBadgeBy,
  claimsOf,
  findings,
  issuerDocument,
  jwtBadge,
  publish,
  sayOfKey,
  verifyOver,
} from '../support/badges-by-others.ts'
import { aJws, aJwtKey, type JwtTestKey } from '../support/jwt-keys.ts'
import { aJwkWallet, aKeyWallet } from '../support/wallet.ts'

const ISSUER = 'https://acme.example/issuers/1'
const SET = 'https://acme.example/.well-known/jwks.json'
const DID = 'did:web:acme.example'
const DOCUMENT = 'https://acme.example/.well-known/did.json'
const UNBOUND = ['not-verified', 'issuer fail ISSUER_KEY_UNBOUND']
const UNRESOLVABLE = ['not-verified', 'issuer fail KEY_UNRESOLVABLE']

let app: TestApp
let rsa: JwtTestKey
let keys: readonly JwtTestKey[]
beforeAll(async () => {
  app = await startApp()
  keys = await Promise.all((['RSA-2048', 'P-256', 'P-384', 'Ed25519'] as const).map(aJwtKey))
  const [first] = keys
  if (!first) throw new Error('no key was made')
  rsa = first
})
afterEach(() => {
  vi.restoreAllMocks()
  app.web.clear()
})

const jwkMethod = (id: string, controller: string, { publicKeyJwk }: JwtTestKey) => ({
  id,
  type: 'JsonWebKey',
  controller,
  publicKeyJwk,
})

/** What is found of a JWT with that header; the issuer is the https one. */
const findingsOf = async (header: JsonObject, claims: JsonObject = {}, changes: JsonObject = {}, key = rsa) =>
  findings(await verifyOver(app, await jwtBadge(ISSUER, key, header, claims, changes)))

describe('a JWT whose issuer publishes a JWK set (KEY-03)', () => {
  it('KEY-03, GAP-12: holds with RS256, ES256, ES384 and EdDSA, by kid, by jwk, and by both', async () => {
    for (const key of keys) {
      publish(app, { [SET]: { iss: ISSUER, keys: [{ ...key.publicKeyJwk, kid: 'k1' }] } })
      for (const header of [
        { kid: 'k1' },
        { kid: key.thumbprint },
        { jwk: key.publicKeyJwk },
        { kid: 'k1', jwk: key.publicKeyJwk },
      ])
        expect(await findingsOf(header, {}, {}, key)).toEqual(['verified'])
    }
  })

  it('KEY-03: does not hold by a set of another issuer, nor with a key that is not in it', async () => {
    publish(app, { [SET]: { iss: 'https://acme.example/issuers/2', keys: [{ ...rsa.publicKeyJwk, kid: 'k1' }] } })
    expect(await findingsOf({ kid: 'k1' })).toEqual(UNRESOLVABLE)
    expect(await findingsOf({ jwk: rsa.publicKeyJwk })).toEqual(UNBOUND)
    publish(app, { [SET]: { keys: keys.slice(1).map(({ publicKeyJwk }) => publicKeyJwk) } })
    expect(await findingsOf({ jwk: rsa.publicKeyJwk })).toEqual(UNBOUND)
  })

  it('KEY-03: holds by the issuer’s own document where the set is out of reach; else it stays open', async () => {
    app.web.set(SET, { status: 500, body: '' })
    const method = jwkMethod(`${ISSUER}#k1`, ISSUER, rsa)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [method]) })
    expect(await findingsOf({ kid: method.id })).toEqual(['verified'])
    publish(app, { [ISSUER]: issuerDocument(ISSUER, []) })
    expect(await findingsOf({ kid: method.id })).toEqual(['undetermined', 'issuer skip KEY_UNRESOLVABLE'])
    expect(await findingsOf({ jwk: rsa.publicKeyJwk })).toEqual(['undetermined', 'issuer skip ISSUER_KEY_UNBOUND'])
  })
})

describe('a JWT whose issuer has a document with its keys', () => {
  it('KEY-01, KEY-02: holds when the document lists the key', async () => {
    const method = jwkMethod(`${ISSUER}#k1`, ISSUER, rsa)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [method]) })
    for (const header of [{ kid: method.id }, { kid: ISSUER }, { jwk: rsa.publicKeyJwk }])
      expect(await findingsOf(header)).toEqual(['verified'])
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [method], { assertionMethod: [] }) })
    expect(await findingsOf({ kid: method.id })).toEqual(UNBOUND)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [{ ...method, controller: 'https://other.example/' }]) })
    expect(await findingsOf({ kid: method.id })).toEqual(UNBOUND)
  })

  it('KEY-07: holds with the JWK of a did:web, a did:jwk and a did:key', async () => {
    const method = jwkMethod(`${DID}#k1`, DID, rsa)
    publish(app, { [DOCUMENT]: issuerDocument(DID, [method]) })
    expect(findings(await verifyOver(app, await jwtBadge(DID, rsa, { kid: method.id })))).toEqual(['verified'])
    publish(app, { [DOCUMENT]: issuerDocument(DID, [{ ...method, revoked: '2026-01-01T00:00:00Z' }]) })
    const revoked = await verifyOver(app, await jwtBadge(DID, rsa, { kid: method.id }))
    expect(findings(revoked)).toEqual(['not-verified', 'issuer fail KEY_REVOKED'])
    const { wallets, signers } = await ownedKeys()
    for (const [index, { did, method: kid }] of wallets.entries()) {
      const signer = signers[index]
      if (!signer) throw new Error('each has one')
      expect(findings(await verifyOver(app, await jwtBadge(did, signer, { kid })))).toEqual(['verified'])
      expect(findings(await verifyOver(app, await jwtBadge(did, rsa, { kid })))).toEqual([
        'not-verified',
        'proof fail KEY_UNFIT',
      ])
    }
  })

  it('KEY-06: holds with a did:key that the document lists', async () => {
    const { wallets, signers } = await ownedKeys()
    const [wallet] = wallets
    const [signer] = signers
    if (!wallet || !signer) throw new Error('there is one')
    const jwt = await jwtBadge(ISSUER, signer, { kid: wallet.method })
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [], { assertionMethod: [wallet.method] }) })
    expect(findings(await verifyOver(app, jwt))).toEqual(['verified'])
    publish(app, { [ISSUER]: issuerDocument(ISSUER, []) })
    expect(findings(await verifyOver(app, jwt))).toEqual(UNBOUND)
  })
})

/** Wallets and how they sign JWTs. */
async function ownedKeys() {
  const wallets = [await aKeyWallet('P-256'), await aJwkWallet('Ed25519')]
  const signers = wallets.map(
    ({ publicKeyJwk, privateKey, algorithm }): JwtTestKey => ({
      publicKeyJwk,
      thumbprint: '',
      sign: async (bytes) => signWith(privateKey, algorithm, bytes),
    }),
  )
  return { wallets, signers }
}

describe('a JWT whose kid is the address of one JWK (JWT-04)', () => {
  const kid = 'https://acme.example/keys/1'

  it('KEY-01, KEY-04: holds on the issuer’s own authority; a set there is no key', async () => {
    publish(app, { [kid]: rsa.publicKeyJwk })
    expect(await findingsOf({ kid })).toEqual(['verified'])
    publish(app, { [kid]: jwkMethod(kid, ISSUER, rsa) })
    expect(await findingsOf({ kid })).toEqual(['verified'])
    publish(app, { [kid]: jwkMethod(kid, 'https://acme.example/issuers/2', rsa) })
    expect(await findingsOf({ kid })).toEqual(UNBOUND)
    publish(app, { [kid]: { keys: [rsa.publicKeyJwk] } })
    expect(await findingsOf({ kid })).toEqual(UNRESOLVABLE)
    app.web.set(kid, { status: 404, body: '' })
    expect(await findingsOf({ kid })).toEqual(UNRESOLVABLE)
  })

  it('KEY-03: does not hold where the issuer lists other keys', async () => {
    publish(app, { [kid]: rsa.publicKeyJwk, [SET]: { keys: [keys[1]?.publicKeyJwk] } })
    expect(await findingsOf({ kid })).toEqual(UNBOUND)
    publish(app, { [SET]: { keys: [rsa.publicKeyJwk] } })
    expect(await findingsOf({ kid })).toEqual(['verified'])
  })

  it('VER-04: does not hold on another authority, which is not asked when the issuer lists no key', async () => {
    const elsewhere = 'https://evil.example/keys/1'
    publish(app, { [elsewhere]: rsa.publicKeyJwk, [ISSUER]: {} })
    const asked = vi.spyOn(app.web, 'get')
    expect(await findingsOf({ kid: elsewhere })).toEqual(UNBOUND)
    expect(asked.mock.calls.flat()).not.toContain(elsewhere)
    publish(app, { [SET]: { keys: [rsa.publicKeyJwk] } })
    expect(await findingsOf({ kid: elsewhere })).toEqual(['verified'])
  })
})

describe('what is wrong with a JWT (VER-01, VER-02, VER-03)', () => {
  const published = () => publish(app, { [SET]: { keys: [{ ...rsa.publicKeyJwk, kid: 'k1' }] } })

  it.each([
    ['iss', { iss: 'https://other.example/' }],
    ['sub', { sub: 'did:example:other' }],
    ['jti', { jti: 'urn:uuid:other' }],
    ['nbf', { nbf: 1 }],
    ['exp', { exp: 1 }],
  ])('VER-01: %s says something else than the credential', async (claim, claims) => {
    published()
    const found = await findingsOf({ kid: 'k1' }, claims, {
      validUntil: '2996-01-01T00:00:00Z',
    })
    expect(found).toContain(`proof fail CLAIM_${claim.toUpperCase()}_MISMATCH`)
    expect(found[0]).toBe('not-verified')
  })

  it.each(['iss', 'sub', 'jti', 'nbf', 'exp'])('VER-02: %s is missing', async (claim) => {
    published()
    const found = await findingsOf({ kid: 'k1' }, { [claim]: undefined }, { validUntil: '2996-01-01T00:00:00Z' })
    expect(found).toContain(`proof fail CLAIM_${claim.toUpperCase()}_MISSING`)
    expect(found[0]).toBe('not-verified')
  })

  it.each([
    ['crit', { kid: 'k1', crit: ['exp'] }, 'proof fail JWT_MALFORMED'],
    ['an alg of another kind of key', { kid: 'k1', alg: 'ES256' }, 'proof fail KEY_UNFIT'],
    ['an alg with a shared secret', { kid: 'k1', alg: 'HS256' }, 'proof fail ALG_UNSUPPORTED'],
    ['alg none', { kid: 'k1', alg: 'none' }, 'proof fail ALG_UNSUPPORTED'],
    ['neither kid nor jwk', {}, 'proof fail KEY_MISSING'],
  ])('VER-03: %s', async (_, header, code) => {
    published()
    const found = await findingsOf(header)
    expect(found).toContain(code)
    expect(found[0]).toBe('not-verified')
  })

  it('VER-03: a kid and a jwk that mean different keys', async () => {
    published()
    expect(await findingsOf({ kid: 'k1', jwk: keys[1]?.publicKeyJwk })).toEqual([
      'not-verified',
      'proof fail KEY_MISMATCH',
    ])
  })

  it('says at once what is wrong with claims, key and form, and still shows what the badge claims to be', async () => {
    publish(app, { [ISSUER]: {} })
    const report = await verifyOver(
      app,
      await jwtBadge(ISSUER, rsa, { jwk: rsa.publicKeyJwk }, { sub: undefined, jti: undefined }, { evidence: [] }),
    )
    expect(findings(report)).toEqual(
      expect.arrayContaining([
        'not-verified',
        'conformance fail SCHEMA',
        'proof fail CLAIM_SUB_MISSING',
        'proof fail CLAIM_JTI_MISSING',
        'issuer fail ISSUER_KEY_UNBOUND',
      ]),
    )
    expect(report.credential).toMatchObject({ name: 'Robotics I', issuer: ISSUER, issuerName: 'Acme Academy' })
  })

  it('keeps to what is known where the key is out of reach', async () => {
    const report = await verifyOver(app, await jwtBadge(ISSUER, rsa, { kid: `${ISSUER}#k1` }))
    expect(findings(report)).toEqual(['undetermined', 'issuer skip KEY_UNRESOLVABLE'])
    expect(sayOfKey(report)).toContain('acme.example, which could not be reached now')
    expect(report.credential.name).toBe('Robotics I')
    expect(await findingsOf({ kid: 'k1' }, { sub: undefined })).toEqual([
      'not-verified',
      'proof fail CLAIM_SUB_MISSING',
      'issuer skip KEY_UNRESOLVABLE',
    ])
  })

  it('GEN-02, VER-02: reads VCDM 1.1 from vc, with the same rules', async () => {
    published()
    const { validFrom, ...rest } = aBadgeBy(ISSUER)
    const vc: JsonObject = {
      ...rest,
      '@context': [
        'https://www.w3.org/2018/credentials/v1',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
      ],
      issuanceDate: validFrom,
    }
    const sign = async (claims: JsonObject) =>
      verifyOver(
        app,
        await aJws({ alg: 'RS256', kid: 'k1' }, { vc, ...claimsOf(aBadgeBy(ISSUER)), ...claims }, rsa.sign),
      )
    const report = await sign({})
    expect(report.outcome).not.toBe('not-verified')
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'issuer', status: 'pass' }))
    const claimless = await sign({ sub: undefined })
    expect(findings(claimless)).toContain('proof fail CLAIM_SUB_MISSING')
    expect(claimless.outcome).toBe('not-verified')
  })
})
