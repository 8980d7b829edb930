import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { credentialJwtReader, credentialJwtWriter } from '../../../../functions/adapters/vc-jwt/credential-jwt.ts'
import { toDidDocument } from '../../../../functions/domain/credential/to-did-document.ts'
import { toRawPublicKey } from '../../../../functions/domain/shared/jwk.ts'
import { encodeMultikey, toDidKey } from '../../../../functions/domain/shared/multikey.ts'
import type { JwtKeySources, JwtVerdict } from '../../../../functions/ports/credential-jwt.ts'
import type { JsonObject } from '../../../../functions/ports/proofs.ts'
import { aBadge, aKey, signedEndorsements } from '../../../support/badge-shapes.ts'
import { aJws, aJwtKey, type JwtTestKey } from '../../../support/jwt-keys.ts'

const writer = credentialJwtWriter()
const reader = credentialJwtReader()
const DID = 'did:web:badges.example:communities:weavers'
const urlOf = ({ thumbprint }: JwtTestKey) => `https://badges.example/communities/weavers/keys/${thumbprint}`
const listed = (key: JwtTestKey) => ({
  verificationMethod: `${DID}#${key.thumbprint}`,
  publicKeyJwk: key.publicKeyJwk,
  url: urlOf(key),
})
const codeOf = (verdict: JwtVerdict) => (verdict.ok ? 'ok' : verdict.code)
const nowhere: JwtKeySources = { resolveDid: async () => undefined, resolveKey: async () => undefined }
const sourcesOf = (...keys: readonly JwtTestKey[]): JwtKeySources => ({
  ...nowhere,
  resolveDid: async (did) => (did === DID ? toDidDocument(DID, keys.map(listed)) : undefined),
})
const signedBy = (key: JwtTestKey, credential: JsonObject) =>
  writer.signJwt(credential, { kid: urlOf(key), publicKeyJwk: key.publicKeyJwk, sign: key.sign })
const CLAIMS = {
  iss: DID,
  jti: 'https://badges.example/credentials/01JB',
  sub: 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33',
  nbf: 1767607200,
}

let rsa: JwtTestKey
let p256: JwtTestKey
let badge: JsonObject
beforeAll(async () => {
  rsa = await aJwtKey('RSA-2048')
  p256 = await aJwtKey('P-256')
  badge = aBadge(DID, await signedEndorsements(1))
})

describe('credentialJwtWriter', () => {
  test('JWT-01: writes three parts of base64url without padding', async () => {
    expect(await signedBy(rsa, badge)).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
  })

  test('JWT-02, JWT-03, JWT-04, JWT-06: names alg, kid and typ in the header, and nothing else', async () => {
    const headerOf = async (key: JwtTestKey) => decodeProtectedHeader(await signedBy(key, badge))
    expect(await headerOf(rsa)).toEqual({ alg: 'RS256', kid: urlOf(rsa), typ: 'JWT' })
    expect(await headerOf(p256)).toEqual({ alg: 'ES256', kid: urlOf(p256), typ: 'JWT' })
  })

  test('JWT-07, JWT-08, JWT-09, JWT-10: puts credential and claims at the root, no vc, iat, and no exp without an end', async () => {
    expect(decodeJwt(await signedBy(rsa, badge))).toEqual({ ...badge, ...CLAIMS })
  })

  test('JWT-09: has exp exactly when the credential ends', async () => {
    const ending = { ...badge, validUntil: '2027-01-05T12:00:00+02:00' }
    expect(decodeJwt(await signedBy(rsa, ending))).toEqual({ ...ending, ...CLAIMS, exp: 1799143200 })
  })

  test('leaves the credential as it was', async () => {
    const before = structuredClone(badge)
    await signedBy(rsa, badge)
    expect(badge).toEqual(before)
  })

  test('JWT-11: wraps a badge whose proof was embedded before; both hold', async () => {
    const key = aKey()
    const issuer = { id: key.did, type: ['Profile'] }
    const embedded = await rdfcProofWriter().sign({ ...badge, issuer }, key.options())
    const jwt = await signedBy(rsa, embedded)
    const payload = decodeJwt(jwt)
    expect(payload['proof']).toEqual(embedded.proof)
    const { iss, sub, jti, nbf, ...credential } = payload
    expect(await rdfcProofReader().verify(credential, nowhere.resolveDid)).toMatchObject({ ok: true })
    expect({ iss, sub, jti, nbf }).toEqual({ ...CLAIMS, iss: key.did })
  })

  test.each([
    ['JWT-08: no subject id', { credentialSubject: { type: ['AchievementSubject'] } }, 'CLAIM_SUB_MISSING'],
    ['JWT-08: two subjects', { credentialSubject: [{ id: 'urn:a:1' }, { id: 'urn:a:2' }] }, 'CLAIM_SUB_MISSING'],
    ['JWT-08: no id', { id: undefined }, 'CLAIM_JTI_MISSING'],
    ['JWT-08: no issuer', { issuer: undefined }, 'CLAIM_ISS_MISSING'],
    ['JWT-08: no start', { validFrom: undefined }, 'CLAIM_NBF_MISSING'],
    ['JWT-08: a start within a second', { validFrom: '2026-01-05T10:00:00.5Z' }, 'CLAIM_NBF_MISMATCH'],
    ['JWT-08: a start without a zone', { validFrom: '2026-01-05T10:00:00' }, 'CLAIM_NBF_MISMATCH'],
    ['JWT-09: an end within a second', { validUntil: '2027-01-05T10:00:00.001Z' }, 'CLAIM_EXP_MISMATCH'],
    ['JWT-09: an end that is no day', { validUntil: '2027-13-05T10:00:00Z' }, 'CLAIM_EXP_MISMATCH'],
    ['a member where a claim goes', { jti: 'urn:uuid:1' }, 'JWT_MALFORMED'],
    ['JWT-07: a member vc', { vc: {} }, 'JWT_MALFORMED'],
    ['JWT-07: VCDM 1.1', { '@context': ['https://www.w3.org/2018/credentials/v1'] }, 'JWT_MALFORMED'],
  ])('refuses %s', async (_, members, code) => {
    await expect(signedBy(rsa, { ...badge, ...members })).rejects.toMatchObject({ code })
  })

  test('lets no signature out that the key does not verify', async () => {
    const options = { kid: urlOf(rsa), publicKeyJwk: rsa.publicKeyJwk, sign: (await aJwtKey('RSA-2048')).sign }
    await expect(writer.signJwt(badge, options)).rejects.toThrow('does not fit')
  })

  test('throws on what the signer throws', async () => {
    const options = { kid: urlOf(rsa), publicKeyJwk: rsa.publicKeyJwk, sign: () => Promise.reject(new Error('away')) }
    await expect(writer.signJwt(badge, options)).rejects.toThrow('away')
  })
})

describe('credentialJwtReader', () => {
  test.each(['RSA-2048', 'P-256', 'P-384', 'Ed25519'] as const)(
    'JWT-13: accepts a key of %s that the issuer lists, and gives the credential back without claims',
    async (algorithm) => {
      const key = await aJwtKey(algorithm)
      const jwt = await signedBy(key, badge)
      const header = decodeProtectedHeader(jwt)
      const verdict = await reader.verifyJwt(jwt, sourcesOf(key))
      expect(verdict).toEqual({ ok: true, credential: badge, header, thumbprint: key.thumbprint })
      expect(await compactVerify(jwt, await importJWK({ ...key.publicKeyJwk }, header.alg ?? ''))).toBeTruthy()
    },
  )

  const withHeader = async (members: object, key = rsa) =>
    aJws({ alg: 'RS256', kid: urlOf(key), typ: 'JWT', ...members }, { ...badge, ...CLAIMS }, key.sign)

  test.each([
    ['JWT-06: no typ', () => ({ typ: undefined })],
    ['JWT-06: vc+jwt', () => ({ typ: 'vc+jwt', cty: 'vc' })],
    ['the id of the method as kid', () => ({ kid: `${DID}#${rsa.thumbprint}` })],
    ['the thumbprint as kid', () => ({ kid: rsa.thumbprint })],
    ['a jwk in the header alone, if the issuer lists it', () => ({ kid: undefined, jwk: rsa.publicKeyJwk })],
    ['kid and jwk that agree', () => ({ jwk: rsa.publicKeyJwk })],
  ])('accepts %s', async (_, members) => {
    expect(codeOf(await reader.verifyJwt(await withHeader(members()), sourcesOf(rsa)))).toBe('ok')
  })

  test('JWT-04: looks at the address that kid names, and wants one of the issuer’s keys there', async () => {
    const kid = 'https://elsewhere.example/key'
    const jwt = await withHeader({ kid })
    const sources = (served: unknown): JwtKeySources => ({ ...sourcesOf(rsa), resolveKey: async () => served })
    expect(codeOf(await reader.verifyJwt(jwt, sources(rsa.publicKeyJwk)))).toBe('ok')
    expect(codeOf(await reader.verifyJwt(jwt, sources(p256.publicKeyJwk)))).toBe('ISSUER_KEY_UNBOUND')
    expect(codeOf(await reader.verifyJwt(jwt, sources({ keys: [rsa.publicKeyJwk] })))).toBe('KEY_UNRESOLVABLE')
    expect(codeOf(await reader.verifyJwt(jwt, sources(undefined)))).toBe('KEY_UNRESOLVABLE')
  })

  test.each([
    ['JWT-02: a further header member', { jku: 'https://a.example/' }, 'JWT_MALFORMED'],
    ['JWT-02: x5c', { x5c: [] }, 'JWT_MALFORMED'],
    ['JWT-03, VER-03: crit', { crit: ['b64'], b64: true }, 'JWT_MALFORMED'],
    ['JWT-03: no alg', { alg: undefined }, 'JWT_MALFORMED'],
    ['JWT-03, VER-03: alg none', { alg: 'none' }, 'ALG_UNSUPPORTED'],
    ['JWT-03: PS256', { alg: 'PS256' }, 'ALG_UNSUPPORTED'],
    ['JWT-03, VER-03: an alg of another kind of key', { alg: 'ES256' }, 'KEY_UNFIT'],
    ['JWT-04: neither kid nor jwk', { kid: undefined }, 'KEY_MISSING'],
    ['JWT-04: a kid that is no text', { kid: 7 }, 'JWT_MALFORMED'],
    ['JWT-04: a kid that nobody has', { kid: 'nobody' }, 'KEY_UNRESOLVABLE'],
    ['a kid by plain http', { kid: 'http://a.example/key' }, 'KEY_UNRESOLVABLE'],
    ['VER-05: the method of another DID', { kid: 'did:web:a.example#key' }, 'ISSUER_KEY_UNBOUND'],
    ['JWT-06: another typ', { typ: 'at+jwt' }, 'JWT_MALFORMED'],
    ['JWT-06: another cty', { cty: 'vp' }, 'JWT_MALFORMED'],
    ['a jwk that is no key', { jwk: { kty: 'RSA' } }, 'JWT_MALFORMED'],
  ])('refuses %s', async (_, members, code) => {
    expect(codeOf(await reader.verifyJwt(await withHeader(members), sourcesOf(rsa, p256)))).toBe(code)
  })

  test('JWT-03, VER-03: refuses an HMAC keyed with the public key', async () => {
    const hmac = async (bytes: Uint8Array) =>
      createHmac('sha256', JSON.stringify(rsa.publicKeyJwk)).update(bytes).digest()
    const jwt = await aJws({ alg: 'HS256', kid: urlOf(rsa), typ: 'JWT' }, { ...badge, ...CLAIMS }, hmac)
    expect(codeOf(await reader.verifyJwt(jwt, sourcesOf(rsa)))).toBe('ALG_UNSUPPORTED')
  })

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi'])('JWT-05: refuses a jwk with the private member %s', async (member) => {
    const jwt = await withHeader({ jwk: { ...rsa.publicKeyJwk, [member]: 'AQ' } })
    expect(codeOf(await reader.verifyJwt(jwt, sourcesOf(rsa)))).toBe('JWT_MALFORMED')
  })

  test('VER-03: refuses a kid and a jwk that mean different keys', async () => {
    const jwt = await withHeader({ jwk: p256.publicKeyJwk })
    expect(codeOf(await reader.verifyJwt(jwt, sourcesOf(rsa, p256)))).toBe('KEY_MISMATCH')
  })

  test('JWT-13, VER-04: refuses a self-made key under somebody else’s name', async () => {
    const own = await aJwtKey('P-256')
    const forged = (header: object) => aJws({ alg: 'ES256', ...header }, { ...badge, ...CLAIMS }, own.sign)
    const verdict = async (header: object, keys = nowhere) => {
      const sources = { ...sourcesOf(rsa), resolveKey: keys.resolveKey }
      return codeOf(await reader.verifyJwt(await forged(header), sources))
    }
    expect(await verdict({ jwk: own.publicKeyJwk })).toBe('ISSUER_KEY_UNBOUND')
    const served = { ...nowhere, resolveKey: async () => own.publicKeyJwk }
    expect(await verdict({ kid: 'https://evil.example/key' }, served)).toBe('ISSUER_KEY_UNBOUND')
    expect(await verdict({ kid: urlOf(rsa) })).toBe('KEY_UNFIT')
  })

  test('refuses a key that the issuer’s document describes and does not list', async () => {
    const document = { ...toDidDocument(DID, [listed(rsa)]), assertionMethod: [] }
    const sources = { ...nowhere, resolveDid: async () => document }
    expect(codeOf(await reader.verifyJwt(await signedBy(rsa, badge), sources))).toBe('ISSUER_KEY_UNBOUND')
    const [method] = toDidDocument(DID, [listed(rsa)]).verificationMethod
    const others = { ...toDidDocument(DID, []), verificationMethod: [{ ...method, controller: 'did:web:a.example' }] }
    const foreign = { ...nowhere, resolveDid: async () => others }
    expect(codeOf(await reader.verifyJwt(await signedBy(rsa, badge), foreign))).toBe('ISSUER_KEY_UNBOUND')
  })

  test('refuses a DID that does not resolve, and throws on what the resolver throws', async () => {
    expect(codeOf(await reader.verifyJwt(await signedBy(rsa, badge), nowhere))).toBe('KEY_UNRESOLVABLE')
    const away = { ...nowhere, resolveDid: () => Promise.reject(new Error('no network')) }
    await expect(reader.verifyJwt(await signedBy(rsa, badge), away)).rejects.toThrow('no network')
  })

  test('JWT-12: refuses RSA of fewer than 2048 bits', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const { kty, n, e } = publicKey.export({ format: 'jwk' })
    const document = {
      id: DID,
      verificationMethod: [{ id: `${DID}#k`, type: 'JsonWebKey', controller: DID, publicKeyJwk: { kty, n, e } }],
      assertionMethod: [`${DID}#k`],
    }
    const jwt = await aJws({ alg: 'RS256', kid: `${DID}#k` }, { ...badge, ...CLAIMS }, async (bytes) =>
      sign('sha256', bytes, privateKey),
    )
    const verdict = await reader.verifyJwt(jwt, { ...nowhere, resolveDid: async () => document })
    expect(codeOf(verdict)).toBe('KEY_UNFIT')
  })

  test.each(['RSA-2048', 'P-256', 'Ed25519'] as const)(
    'refuses one flipped bit in the signature of %s',
    async (kind) => {
      const key = await aJwtKey(kind)
      const [header, payload, signature = ''] = (await signedBy(key, badge)).split('.')
      const bytes = Buffer.from(signature, 'base64url')
      bytes[20] = (bytes[20] ?? 0) ^ 1
      const jwt = [header, payload, bytes.toString('base64url')].join('.')
      expect(codeOf(await reader.verifyJwt(jwt, sourcesOf(key)))).toBe('PROOF_INVALID')
    },
  )

  test('refuses a changed comment of an embedded endorsement (END-09 does not reach a JWT)', async () => {
    const [header, , signature] = (await signedBy(rsa, badge)).split('.')
    const changed = JSON.stringify({ ...badge, ...CLAIMS }).replace('hold water', 'leak')
    const jwt = [header, Buffer.from(changed).toString('base64url'), signature].join('.')
    expect(codeOf(await reader.verifyJwt(jwt, sourcesOf(rsa)))).toBe('PROOF_INVALID')
  })

  const withPayload = async (payload: object | string) =>
    codeOf(await reader.verifyJwt(await aJws({ alg: 'RS256', kid: urlOf(rsa) }, payload, rsa.sign), sourcesOf(rsa)))

  test.each([
    ['VER-01: iss', { iss: 'did:web:a.example' }, 'CLAIM_ISS_MISMATCH'],
    ['VER-01: sub', { sub: 'urn:uuid:2' }, 'CLAIM_SUB_MISMATCH'],
    ['VER-01: jti', { jti: 'urn:uuid:2' }, 'CLAIM_JTI_MISMATCH'],
    ['VER-01: nbf', { nbf: CLAIMS.nbf + 1 }, 'CLAIM_NBF_MISMATCH'],
    ['VER-01: exp', { validUntil: '2027-01-05T10:00:00Z', exp: 1 }, 'CLAIM_EXP_MISMATCH'],
    ['VER-01: nbf as text', { nbf: String(CLAIMS.nbf) }, 'CLAIM_NBF_MISMATCH'],
    ['VER-01: exp beyond all years', { validUntil: '2027-01-05T10:00:00Z', exp: 1e300 }, 'CLAIM_EXP_MISMATCH'],
    ['VER-01: a subject without id', { credentialSubject: {} }, 'CLAIM_SUB_MISMATCH'],
    ['VER-02: no iss', { iss: undefined }, 'CLAIM_ISS_MISSING'],
    ['VER-02: no sub', { sub: undefined }, 'CLAIM_SUB_MISSING'],
    ['VER-02: no jti', { jti: undefined }, 'CLAIM_JTI_MISSING'],
    ['VER-02: no nbf', { nbf: undefined }, 'CLAIM_NBF_MISSING'],
    ['VER-02: no exp while there is an end', { validUntil: '2027-01-05T10:00:00Z' }, 'CLAIM_EXP_MISSING'],
    ['JWT-07: vc beside VCDM 2.0', { vc: {} }, 'JWT_MALFORMED'],
    ['JWT-07: vp', { vp: {} }, 'JWT_MALFORMED'],
    [
      'JWT-07: the context of VCDM 1.1 at the root',
      { '@context': ['https://www.w3.org/2018/credentials/v1'] },
      'JWT_MALFORMED',
    ],
  ])('refuses %s', async (_, members, code) => {
    expect(await withPayload({ ...badge, ...CLAIMS, ...members })).toBe(code)
  })

  test('JWT-10: accepts iat and other registered claims, and leaves them out of the credential', async () => {
    const jwt = await aJws({ alg: 'RS256', kid: urlOf(rsa) }, { ...badge, ...CLAIMS, iat: 1, aud: 'x' }, rsa.sign)
    expect(await reader.verifyJwt(jwt, sourcesOf(rsa))).toMatchObject({ ok: true, credential: badge })
    const verdict = await reader.verifyJwt(jwt, sourcesOf(rsa))
    expect(verdict.ok && Object.keys(verdict.credential)).toEqual(Object.keys(badge))
  })

  test('takes the end from exp when the credential itself names none', async () => {
    const jwt = await aJws({ alg: 'RS256', kid: urlOf(rsa) }, { ...badge, ...CLAIMS, exp: 1799143200 }, rsa.sign)
    const verdict = await reader.verifyJwt(jwt, sourcesOf(rsa))
    expect(verdict).toMatchObject({ ok: true, credential: { validUntil: '2027-01-05T10:00:00Z' } })
  })

  describe('VCDM 1.1 (JWT-07)', () => {
    const V1 = 'https://www.w3.org/2018/credentials/v1'
    const first = (): JsonObject => {
      const { validFrom, ...rest } = badge
      return {
        ...rest,
        '@context': [V1, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
        issuanceDate: validFrom,
      }
    }

    test('is read from vc', async () => {
      const jwt = await aJws({ alg: 'RS256', kid: urlOf(rsa) }, { vc: first(), ...CLAIMS }, rsa.sign)
      expect(await reader.verifyJwt(jwt, sourcesOf(rsa))).toMatchObject({ ok: true, credential: first() })
    })

    test('lets claims stand for members that are left out', async () => {
      const { id, issuanceDate, ...rest }: JsonObject = first()
      const jwt = await aJws({ alg: 'RS256', kid: urlOf(rsa) }, { vc: rest, ...CLAIMS }, rsa.sign)
      expect(await reader.verifyJwt(jwt, sourcesOf(rsa))).toMatchObject({ ok: true, credential: { id, issuanceDate } })
    })

    test.each([
      [
        'VER-01: another issuer',
        () => ({ vc: { ...first(), issuer: 'did:web:a.example' }, ...CLAIMS }),
        'CLAIM_ISS_MISMATCH',
      ],
      [
        'VER-01: another date',
        () => ({ vc: { ...first(), issuanceDate: '2020-01-01T00:00:00Z' }, ...CLAIMS }),
        'CLAIM_NBF_MISMATCH',
      ],
      ['VER-02: no nbf', () => ({ vc: first(), ...CLAIMS, nbf: undefined }), 'CLAIM_NBF_MISSING'],
      [
        'VER-02: no exp while there is an end',
        () => ({ vc: { ...first(), expirationDate: '2027-01-05T10:00:00Z' }, ...CLAIMS }),
        'CLAIM_EXP_MISSING',
      ],
      ['VCDM 2.0 under vc', () => ({ vc: badge, ...CLAIMS }), 'JWT_MALFORMED'],
      ['a vc that is text', () => ({ vc: 'x', ...CLAIMS }), 'JWT_MALFORMED'],
    ])('refuses %s', async (_, payload, code) => {
      expect(await withPayload(payload())).toBe(code)
    })
  })

  describe('form (JWT-01)', () => {
    let jwt = ''
    beforeAll(async () => {
      jwt = await signedBy(rsa, badge)
    })
    const verdictOf = async (text: string) => codeOf(await reader.verifyJwt(text, sourcesOf(rsa)))

    test.each([
      ['nothing', () => ''],
      ['two parts', () => jwt.split('.').slice(0, 2).join('.')],
      ['four parts', () => `${jwt}.AA`],
      ['an SD-JWT', () => `${jwt}~`],
      ['padding', () => `${jwt}==`],
      ['a space', () => jwt.replace('.', ' .')],
      ['a line break at the end', () => `${jwt}\n`],
      ['plus and slash', () => jwt.replace(/\.[^.]{4}/, '.+/+/')],
      ['no JSON', () => jwt.replace(/^[^.]+/, 'AAAA')],
      ['a header that is a list', () => jwt.replace(/^[^.]+/, Buffer.from('[]').toString('base64url'))],
    ])('refuses %s', async (_, text) => {
      expect(await verdictOf(text())).toBe('JWT_MALFORMED')
    })

    test('refuses a payload that is no JSON object, and one nested too deep', async () => {
      expect(await withPayload('[]')).toBe('JWT_MALFORMED')
      const nested = Array.from({ length: 500 }).reduce((inner) => [inner], 'x')
      expect(await withPayload({ ...badge, ...CLAIMS, name: nested })).toBe('DOCUMENT_TOO_COMPLEX')
    })
  })

  describe('issuers that are no did:web', () => {
    test('KEY-06: accepts the one key of a did:key, by its method, its DID or the key itself', async () => {
      const raw = toRawPublicKey(p256.publicKeyJwk)
      const did = raw ? toDidKey(encodeMultikey(raw)) : ''
      const own = { ...badge, issuer: did }
      for (const header of [
        { kid: `${did}#${did.slice('did:key:'.length)}` },
        { kid: did },
        { jwk: p256.publicKeyJwk },
      ]) {
        const jwt = await aJws({ alg: 'ES256', ...header }, { ...own, ...CLAIMS, iss: did }, p256.sign)
        expect(codeOf(await reader.verifyJwt(jwt, nowhere))).toBe('ok')
      }
      const forged = await aJws({ alg: 'RS256', jwk: rsa.publicKeyJwk }, { ...own, ...CLAIMS, iss: did }, rsa.sign)
      expect(codeOf(await reader.verifyJwt(forged, nowhere))).toBe('ISSUER_KEY_UNBOUND')
    })

    const issuer = 'https://issuer.example/profiles/1'
    const serve =
      (documents: Readonly<Record<string, unknown>>): JwtKeySources['resolveKey'] =>
      async (url) =>
        documents[url]
    const verdictOf = async (documents: Readonly<Record<string, unknown>>, header: object = { kid: 'k1' }) => {
      const payload = { ...badge, issuer, ...CLAIMS, iss: issuer }
      const jwt = await aJws({ alg: 'RS256', ...header }, payload, rsa.sign)
      return codeOf(await reader.verifyJwt(jwt, { ...nowhere, resolveKey: serve(documents) }))
    }
    const SET = 'https://issuer.example/.well-known/jwks.json'
    const key = () => ({ ...rsa.publicKeyJwk, kid: 'k1' })

    test('KEY-03: accepts a key of the JWK set of an https issuer’s authority', async () => {
      expect(await verdictOf({ [SET]: { keys: [p256.publicKeyJwk, key()] } })).toBe('ok')
      expect(await verdictOf({ [SET]: { iss: issuer, keys: [key()] } })).toBe('ok')
      const method = { id: `${issuer}#k1`, type: 'JsonWebKey', controller: issuer, publicKeyJwk: key() }
      const own = { id: issuer, verificationMethod: [method], assertionMethod: [method.id] }
      expect(await verdictOf({ [issuer]: own })).toBe('ok')
    })

    test('KEY-03: refuses keys that are traced nowhere', async () => {
      expect(await verdictOf({})).toBe('KEY_UNRESOLVABLE')
      expect(await verdictOf({ [SET]: { iss: 'https://other.example', keys: [key()] } })).toBe('KEY_UNRESOLVABLE')
      expect(await verdictOf({ [SET]: { keys: [p256.publicKeyJwk] } })).toBe('KEY_UNRESOLVABLE')
      const jwk = { jwk: rsa.publicKeyJwk }
      expect(await verdictOf({ [SET]: { keys: [p256.publicKeyJwk] } }, jwk)).toBe('ISSUER_KEY_UNBOUND')
      expect(await verdictOf({ [SET]: { keys: [{ ...key(), use: 'enc' }] } })).toBe('KEY_UNFIT')
    })
  })
})
