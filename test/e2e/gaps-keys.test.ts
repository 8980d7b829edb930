import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { aKey } from '../support/badge-shapes.ts'
import {
  aBadgeBy,
  claimsOf,
  findings,
  issuerDocument,
  jwtBadge,
  multikeyMethod,
  publish,
  signedBadge,
  verifyOver,
} from '../support/badges-by-others.ts'
import { verifyWithJose } from '../support/independent-jwt.ts'
import { aJws, aJwtKey } from '../support/jwt-keys.ts'

const VICTIM = 'https://university.example/issuers/1'
const SET = 'https://university.example/.well-known/jwks.json'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterEach(() => app.web.clear())

describe('forgeries that the official tool accepts', () => {
  it('GAP-01: a JWT of a real key whose claims are not those of the credential', async () => {
    const key = await aJwtKey('RSA-2048')
    publish(app, { [SET]: { iss: VICTIM, keys: [key.publicKeyJwk] } })
    for (const [name, claims] of [
      ['ISS', { iss: 'https://other.example/' }],
      ['SUB', { sub: 'did:example:someone-else' }],
      ['JTI', { jti: 'urn:uuid:7c2c1f3e-0001-4000-8000-00000000ffff' }],
      ['NBF', { nbf: 1_000_000_000 }],
    ] as const) {
      const jwt = await jwtBadge(VICTIM, key, { jwk: key.publicKeyJwk }, claims)
      expect(findings(await verifyOver(app, jwt))).toEqual(['not-verified', `proof fail CLAIM_${name}_MISMATCH`])
    }
    expect(findings(await verifyOver(app, await jwtBadge(VICTIM, key, { jwk: key.publicKeyJwk })))).toEqual([
      'verified',
    ])
  })

  it('GAP-02: a JWT of a self-made key that comes along in its header, for any issuer’s name', async () => {
    const forger = await aJwtKey('P-256')
    const own = await aJwtKey('P-256')
    const jwt = await jwtBadge(VICTIM, forger, { jwk: forger.publicKeyJwk })
    for (const pages of [
      { [VICTIM]: 'a page for people' },
      { [SET]: { keys: [own.publicKeyJwk] } },
      { [VICTIM]: issuerDocument(VICTIM, []) },
    ]) {
      app.web.clear()
      publish(app, pages)
      expect(findings(await verifyOver(app, jwt))).toEqual(['not-verified', 'issuer fail ISSUER_KEY_UNBOUND'])
    }
    // The same with its key at an address of the forger's.
    const kid = 'https://evil.example/key'
    publish(app, { [kid]: forger.publicKeyJwk })
    const pointing = await jwtBadge(VICTIM, forger, { kid })
    expect(findings(await verifyOver(app, pointing))).toEqual(['not-verified', 'issuer fail ISSUER_KEY_UNBOUND'])
  })

  it('GAP-03: a badge whose key stands in the name of its method, under somebody else’s host', async () => {
    const forger = aKey()
    const honest = aKey()
    const named = `${VICTIM}#${forger.publicKeyMultibase}`
    const forged = await signedBadge(VICTIM, forger, named)
    const own = multikeyMethod(`${VICTIM}#${honest.publicKeyMultibase}`, VICTIM, honest)
    publish(app, { [VICTIM]: issuerDocument(VICTIM, [own]) })
    expect(findings(await verifyOver(app, forged))).toEqual(['not-verified', 'issuer fail KEY_UNRESOLVABLE'])
    expect(findings(await verifyOver(app, await signedBadge(VICTIM, honest, own.id)))).toEqual(['verified'])
    app.web.clear()
    expect(findings(await verifyOver(app, forged))).toEqual(['undetermined', 'issuer skip KEY_UNRESOLVABLE'])
  })

  it('GAP-04: a badge signed by any did:key, for an issuer that has nothing to do with it', async () => {
    const forged = await signedBadge(VICTIM, aKey())
    const expected = ['not-verified', 'issuer fail ISSUER_KEY_UNBOUND']
    expect(findings(await verifyOver(app, forged))).toEqual(expected)
    publish(app, { [VICTIM]: issuerDocument(VICTIM, []) })
    expect(findings(await verifyOver(app, forged))).toEqual(expected)
    app.web.set(VICTIM, { status: 404, body: '' })
    expect(findings(await verifyOver(app, forged))).toEqual(expected)
  })
})

describe('badges that the official tool refuses', () => {
  it.each(['Ed25519', 'P-384'] as const)('GAP-12: an honest JWT signed with %s', async (algorithm) => {
    const key = await aJwtKey(algorithm)
    publish(app, { [SET]: { iss: VICTIM, keys: [key.publicKeyJwk] } })
    const jwt = await jwtBadge(VICTIM, key, { kid: key.thumbprint })
    expect(findings(await verifyOver(app, jwt))).toEqual(['verified'])
    // The algorithms that the official tool knows are those of this one, which refuses it.
    const documents = { [key.thumbprint]: key.publicKeyJwk }
    expect(String((await verifyWithJose(jwt, { documents })).errors)).toContain('"alg"')
  })

  it('GAP-12: and still none that is signed with a shared secret, or with nothing', async () => {
    const badge = aBadgeBy(VICTIM)
    for (const alg of ['HS256', 'none']) {
      const jwt = await aJws({ alg, kid: 'k' }, { ...badge, ...claimsOf(badge) }, async () => new Uint8Array(32))
      expect(findings(await verifyOver(app, jwt))).toContain('proof fail ALG_UNSUPPORTED')
    }
  })
})
