import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { signWith } from '../../functions/adapters/keys/key-pair.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { aKey, type TestKey } from '../support/badge-shapes.ts'
import {
  aBadgeBy,
  findings,
  issuerDocument,
  multikeyMethod,
  publish,
  sayOfKey,
  signedBadge,
  verifyOver,
} from '../support/badges-by-others.ts'
import { aJwkWallet } from '../support/wallet.ts'

const ISSUER = 'https://acme.example/issuers/1'
const UNBOUND = ['not-verified', 'issuer fail ISSUER_KEY_UNBOUND']
const UNRESOLVABLE = ['not-verified', 'issuer fail KEY_UNRESOLVABLE']
const OPEN = ['undetermined', 'issuer skip KEY_UNRESOLVABLE']

let app: TestApp
let key: TestKey
let method: string
beforeAll(async () => {
  app = await startApp()
  key = aKey()
  method = `${ISSUER}#${key.publicKeyMultibase}`
})
afterEach(() => {
  vi.restoreAllMocks()
  app.web.clear()
})

const verifyWith = async (named = method, changes: JsonObject = {}) =>
  verifyOver(app, await signedBadge(ISSUER, key, named, changes))

describe('a key under the issuer’s own https address', () => {
  it('KEY-01, KEY-02: is taken from the issuer’s document, which lists it for assertions', async () => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [multikeyMethod(method, ISSUER, key)]) })
    const report = await verifyWith()
    expect(findings(report)).toEqual(['verified'])
    expect(report.checks.map(({ id }) => id)).toContain('issuer')
  })

  it('KEY-01: has any name there, and may be named by its fragment alone', async () => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [multikeyMethod('#key-1', ISSUER, key)]) })
    expect(findings(await verifyWith(`${ISSUER}#key-1`))).toEqual(['verified'])
  })

  it.each([
    ['the name of the method', () => method],
    ['the address', () => ISSUER],
  ])('KEY-08: may be all that is there, under %s', async (_, id) => {
    publish(app, { [ISSUER]: multikeyMethod(id(), ISSUER, key) })
    expect(findings(await verifyWith())).toEqual(['verified'])
    publish(app, { [ISSUER]: multikeyMethod(id(), 'https://acme.example/issuers/2', key) })
    expect(findings(await verifyWith())).toEqual(UNBOUND)
  })

  it('KEY-05, VER-05: is not believed from the name in the proof: the document there decides', async () => {
    const honest = aKey()
    const theirs = multikeyMethod(`${ISSUER}#${honest.publicKeyMultibase}`, ISSUER, honest)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [theirs]) })
    expect(findings(await verifyWith())).toEqual(UNRESOLVABLE)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [{ ...theirs, id: method }]) })
    expect(findings(await verifyWith())).toEqual([
      'not-verified',
      'proof fail PROOF_INVALID',
      'issuer skip PROOF_FIRST',
    ])
  })

  it.each([
    ['is not listed', { assertionMethod: [] }, UNBOUND, 'does not list it'],
    [
      'is listed for something else',
      { assertionMethod: undefined, authentication: ['#k'] },
      UNBOUND,
      'does not list it',
    ],
    ['stands in the document of someone else', { id: 'https://other.example/' }, UNRESOLVABLE, 'someone else'],
    ['is described nowhere', { verificationMethod: [] }, UNRESOLVABLE, 'no such key'],
  ])('KEY-02: is refused when it %s, in words of its own', async (_, changes, expected, words) => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [multikeyMethod(method, ISSUER, key)], changes) })
    const report = await verifyWith()
    expect(findings(report)).toEqual(expected)
    expect(sayOfKey(report)).toContain(words)
  })

  it('KEY-02: is refused under another controller', async () => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [multikeyMethod(method, 'https://other.example/', key)]) })
    const report = await verifyWith()
    expect(findings(report)).toEqual(UNBOUND)
    expect(sayOfKey(report)).toContain('of someone else')
  })

  it.each([
    ['there is no document', { status: 404, body: '' }],
    ['the document was taken away', { status: 410, body: '' }],
    ['a page for people is there', { body: '<html>Acme</html>' }],
  ])('KEY-01: is refused when %s', async (_, page) => {
    app.web.set(ISSUER, page)
    const report = await verifyWith()
    expect(findings(report)).toEqual(UNRESOLVABLE)
    expect(sayOfKey(report)).toContain('Nothing is published at acme.example')
  })

  it.each([
    ['its host does not answer as hosts do', () => app.web.set(ISSUER, { status: 503, body: '' })],
    ['there is no such host', () => undefined],
  ])('KEY-01: leaves it open when %s, and names the host', async (_, arrange) => {
    arrange()
    const report = await verifyWith()
    expect(findings(report)).toEqual(OPEN)
    expect(sayOfKey(report)).toContain('acme.example, which could not be reached now')
  })

  it.each([
    ['revoked', '2026-01-01T00:00:00Z', ['not-verified', 'issuer fail KEY_REVOKED']],
    ['expires', '2026-01-01T00:00:00Z', ['not-verified', 'issuer fail KEY_EXPIRED']],
    ['revoked', '2996-01-01T00:00:00Z', ['verified']],
    ['expires', '2996-01-01T00:00:00Z', ['verified']],
    ['revoked', 'yesterday', ['not-verified', 'issuer fail KEY_REVOKED']],
  ])('KEY-09: with %s %s', async (member, date, expected) => {
    const described = { ...multikeyMethod(method, ISSUER, key), [member]: date }
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [described]) })
    expect(findings(await verifyWith())).toEqual(expected)
    publish(app, { [ISSUER]: { ...described } })
    expect(findings(await verifyWith())).toEqual(expected)
  })
})

describe('a key at an address of its own', () => {
  const STANDING = 'https://acme.example/keys/1'

  it.each([
    ['without a fragment', STANDING],
    ['with a fragment', `${STANDING}#key`],
  ])('KEY-08: counts %s on the issuer’s own authority, when it names the issuer', async (_, named) => {
    publish(app, { [STANDING]: multikeyMethod(named, ISSUER, key) })
    expect(findings(await verifyWith(named))).toEqual(['verified'])
    publish(app, { [STANDING]: multikeyMethod(named, 'https://acme.example/issuers/2', key) })
    expect(findings(await verifyWith(named))).toEqual(UNBOUND)
    publish(app, { [STANDING]: multikeyMethod('https://acme.example/keys/2', ISSUER, key) })
    expect(findings(await verifyWith(named))).toEqual(UNBOUND)
    app.web.delete(STANDING)
    app.web.set(ISSUER, { body: 'here' })
    expect(findings(await verifyWith(named))).toEqual(UNRESOLVABLE)
  })

  it('KEY-02, KEY-08: does not count beside an issuer’s document that lists other keys, or none', async () => {
    publish(app, { [STANDING]: multikeyMethod(STANDING, ISSUER, key), [ISSUER]: issuerDocument(ISSUER, []) })
    expect(findings(await verifyWith(STANDING))).toEqual(UNBOUND)
    const { assertionMethod: _, ...silent } = issuerDocument(ISSUER, [])
    publish(app, { [ISSUER]: silent })
    expect(findings(await verifyWith(STANDING))).toEqual(['verified'])
  })

  it('VER-05: does not count on another host, which is not even asked', async () => {
    const named = 'https://evil.example/keys/1'
    publish(app, { [named]: multikeyMethod(named, ISSUER, key), [ISSUER]: {} })
    const asked = vi.spyOn(app.web, 'get')
    expect(findings(await verifyWith(named))).toEqual(UNBOUND)
    expect(asked.mock.calls.flat()).toEqual([ISSUER])
    // Nor is the scheme, the port or a host that only begins alike the same authority.
    for (const other of ['https://acme.example:8443/keys/1', 'https://acme.example.evil.example/keys/1']) {
      publish(app, { [other]: multikeyMethod(other, ISSUER, key) })
      expect(findings(await verifyWith(other))).toEqual(UNBOUND)
    }
  })

  it('KEY-02: counts on another host when the issuer’s own document lists it, described there or here', async () => {
    const named = 'https://keys.example/acme#1'
    const described = multikeyMethod(named, ISSUER, key)
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [described]) })
    expect(findings(await verifyWith(named))).toEqual(['verified'])
    publish(app, {
      [ISSUER]: issuerDocument(ISSUER, [], { assertionMethod: [named] }),
      'https://keys.example/acme': issuerDocument('https://keys.example/acme', [
        multikeyMethod(named, 'https://keys.example/acme', key),
      ]),
    })
    expect(findings(await verifyWith(named))).toEqual(['verified'])
  })
})

describe('a key that is an identity of its own', () => {
  const WEB = 'did:web:acme.example'
  const at = 'https://acme.example/.well-known/did.json'

  it('KEY-06: is not the issuer’s, unless the issuer’s own document lists it', async () => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, []), [at]: issuerDocument(WEB, []) })
    for (const issuer of [ISSUER, WEB]) {
      const report = await verifyOver(app, await signedBadge(issuer, key))
      expect(findings(report)).toEqual(UNBOUND)
      expect(sayOfKey(report)).toContain('does not belong to the issuer')
    }
    const assertionMethod = [key.options().verificationMethod]
    publish(app, {
      [ISSUER]: issuerDocument(ISSUER, [], { assertionMethod }),
      [at]: issuerDocument(WEB, [], { assertionMethod }),
    })
    for (const issuer of [ISSUER, WEB])
      expect(findings(await verifyOver(app, await signedBadge(issuer, key)))).toEqual(['verified'])
  })

  it('KEY-06: is not the issuer’s while nobody can see that it is listed', async () => {
    const report = await verifyOver(app, await signedBadge(ISSUER, key))
    expect(findings(report)).toEqual(UNBOUND)
    expect(sayOfKey(report)).toContain('acme.example')
  })

  it.each(['did:key', 'did:jwk', 'urn', 'http'])(
    'KEY-06: is not that of a %s, which lists no other, and nobody is asked',
    async (kind) => {
      const others = {
        'did:key': aKey().did,
        'did:jwk': (await aJwkWallet('P-256')).did,
        urn: 'urn:uuid:1',
        http: 'http://acme.example',
      }
      const asked = vi.spyOn(app.web, 'get')
      expect(findings(await verifyOver(app, await signedBadge(others[kind as keyof typeof others], key)))).toEqual(
        UNBOUND,
      )
      expect(asked).not.toHaveBeenCalled()
    },
  )

  it('KEY-06: is the issuer’s when it is the issuer, as did:key and as did:jwk', async () => {
    expect(findings(await verifyOver(app, await signedBadge(key.did, key)))).toEqual(['verified'])
    for (const algorithm of ['Ed25519', 'P-256', 'P-384'] as const) {
      const { did, method: verificationMethod, multikey, privateKey } = await aJwkWallet(algorithm)
      if (!multikey) throw new Error('not reached: only RSA has none')
      const sign = async (bytes: Uint8Array) => signWith(privateKey, algorithm, bytes)
      const options = {
        verificationMethod,
        publicKeyMultibase: multikey,
        sign,
        created: new Date('2026-01-05T10:00:00Z'),
      }
      expect(findings(await verifyOver(app, await rdfcProofWriter().sign(aBadgeBy(did), options)))).toEqual([
        'verified',
      ])
    }
  })

  it('KEY-07: is found in the document of a did:web, by its exact name', async () => {
    const named = `${WEB}#${key.publicKeyMultibase}`
    publish(app, { [at]: issuerDocument(WEB, [multikeyMethod(named, WEB, key)]) })
    expect(findings(await verifyOver(app, await signedBadge(WEB, key, named)))).toEqual(['verified'])
    publish(app, { [at]: issuerDocument(WEB, [multikeyMethod(`${named}x`, WEB, key)]) })
    expect(findings(await verifyOver(app, await signedBadge(WEB, key, named)))).toEqual(UNRESOLVABLE)
    publish(app, { [at]: issuerDocument('did:web:other.example', [multikeyMethod(named, WEB, key)]) })
    expect(findings(await verifyOver(app, await signedBadge(WEB, key, named)))).toEqual(UNRESOLVABLE)
  })
})

describe('a signature that cannot hold, by a key that is the issuer’s', () => {
  it.each([
    ['another purpose', { proofPurpose: 'authentication' }, 'proof fail PROOF_INVALID'],
    ['a truncated signature', { proofValue: 'z3abc' }, 'proof fail PROOF_INVALID'],
    ['a signature in another base', { proofValue: `u${'A'.repeat(86)}` }, 'proof fail PROOF_INVALID'],
    ['a suite of another kind of key', { cryptosuite: 'ecdsa-rdfc-2019' }, 'proof fail PROOF_INVALID'],
    ['the name of the suite that this one replaced', { cryptosuite: 'eddsa-2022' }, 'proof fail PROOF_INVALID'],
    ['an unknown suite', { cryptosuite: 'eddsa-rdfc-2099' }, 'proof skip PROOF_TYPE_UNKNOWN'],
    ['a proof of a type that no context defines', { type: 'MadeUpProof' }, 'conformance fail JSONLD_UNDEFINED_TERM'],
  ])('VER-06: %s', async (_, members, code) => {
    publish(app, { [ISSUER]: issuerDocument(ISSUER, [multikeyMethod(method, ISSUER, key)]) })
    const signed = await signedBadge(ISSUER, key, method)
    const [proof] = signed.proof
    const found = findings(await verifyOver(app, { ...signed, proof: [{ ...proof, ...members }] }))
    expect(found).toContain(code)
    expect(found[0]).toBe(code.includes('skip') ? 'undetermined' : 'not-verified')
  })
})

describe('a name that leads nowhere', () => {
  it.each([
    ['a bare Multikey', 'z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x'],
    ['an unknown scheme', 'xxx:z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x'],
    ['plain http', 'http://acme.example/issuers/1#key'],
    ['a DID without a fragment', 'did:web:acme.example'],
    ['a damaged Multikey behind the #', `${ISSUER}#z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi`],
    ['a did:web without a host', 'did:web:..%2f..#key'],
  ])('KEY-01: fails: %s, and nobody is asked', async (_, named) => {
    const signed = await signedBadge(ISSUER, key)
    const [proof] = signed.proof
    const asked = vi.spyOn(app.web, 'get')
    const report = await verifyOver(app, { ...signed, proof: [{ ...proof, verificationMethod: named }] })
    expect(findings(report)).toContain('issuer fail KEY_UNRESOLVABLE')
    expect(report.outcome).toBe('not-verified')
    expect(asked).not.toHaveBeenCalled()
  })

  it('KEY-06: fails for a did:key and a did:jwk that are none', async () => {
    for (const did of ['did:key:z6Mkgarbage', 'did:jwk:bm90IGEga2V5'])
      expect(findings(await verifyOver(app, await signedBadge(did, key, `${did}#0`)))).toEqual(UNRESOLVABLE)
  })

  it('KEY-01: stays open for a kind of DID not known here, and says which', async () => {
    const did = 'did:ethr:0xb9c5714089478a327f09197987f16f9e5d936e8a'
    const report = await verifyOver(app, await signedBadge(did, key, `${did}#controller`))
    expect(findings(report)).toEqual(OPEN)
    expect(sayOfKey(report)).toContain('did:ethr')
  })
})

describe('an issuer that lists thousands of keys', () => {
  const COUNT = 200
  const endorsements = Array.from({ length: COUNT }, (_, number) => ({
    '@context': aBadgeBy(ISSUER)['@context'],
    id: `https://acme.example/endorsements/${number}`,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    issuer: { id: ISSUER, type: ['Profile'] },
    validFrom: '2026-01-05T10:00:00Z',
    credentialSubject: { id: 'https://acme.example/badges/1', type: ['EndorsementSubject'] },
  }))
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    proofPurpose: 'assertionMethod',
    verificationMethod: `${ISSUER}#none`,
    proofValue: 'z1',
  }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('VER-13: is read once for all the endorsements it signed', { timeout: 20_000 }, async () => {
    const ids = Array.from({ length: 9000 }, (_, number) => `#${number}`)
    publish(app, { [ISSUER]: { id: ISSUER, verificationMethod: ids.map((id) => ({ id })), assertionMethod: ids } })
    const endorsement = endorsements.map((unsigned) => ({ ...unsigned, proof: [proof] }))
    const report = await verifyOver(app, { ...(await signedBadge(ISSUER, key)), endorsement })
    expect(report.endorsements).toHaveLength(COUNT)
    expect(report.outcome).toBe('not-verified')
  })

  it('VER-13: has its key set read once, too', { timeout: 5000 }, async () => {
    const keys = Array.from({ length: 3000 }, () => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: randomBytes(32).toString('base64url'),
    }))
    publish(app, { 'https://acme.example/.well-known/jwks.json': { keys }, [ISSUER]: {} })
    const endorsementJwt = endorsements.map((unsigned) => {
      const claims = { iss: ISSUER, sub: unsigned.credentialSubject.id, jti: unsigned.id, nbf: 1_767_607_200 }
      return [part({ alg: 'EdDSA', kid: 'none' }), part({ ...unsigned, ...claims }), 'A'.repeat(86)].join('.')
    })
    const report = await verifyOver(app, { ...(await signedBadge(ISSUER, key)), endorsementJwt })
    expect(report.endorsements).toHaveLength(COUNT)
    expect(report.outcome).toBe('not-verified')
  })
})
