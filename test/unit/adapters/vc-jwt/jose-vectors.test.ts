import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkJwsSignature, parseCompactJws } from '../../../../functions/adapters/vc-jwt/compact-jws.ts'
import { credentialJwtReader, credentialJwtWriter } from '../../../../functions/adapters/vc-jwt/credential-jwt.ts'
import { checkHeader } from '../../../../functions/adapters/vc-jwt/jose-header.ts'
import { parsePublicJwk } from '../../../../functions/domain/shared/jwk.ts'
import type { JsonObject } from '../../../../functions/ports/proofs.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

/** The verdict on a JWS and a key, by itself: whose key it is, and what is claimed, is another matter. */
async function verdictOf(text: string, jwk: unknown): Promise<string> {
  const jws = parseCompactJws(text)
  if (!jws.ok) return jws.code
  return (await checkJwsSignature(jws, jwk))?.code ?? 'ok'
}

interface WycheproofCase {
  readonly id: string
  readonly group: string
  readonly private: Jwk | { readonly keys: readonly Jwk[] }
  readonly public?: Jwk | { readonly keys: readonly Jwk[] }
  readonly jws: string
  readonly result: 'valid' | 'invalid'
  readonly comment: string
}

interface Jwk {
  readonly alg?: string
  readonly kid?: string
  readonly kty: string
}

/** Where the verdict is not the published one. */
const DIFFERENCES = new Map([
  ['jws/372', 'listed as valid for readers that skip a stray ? in the header; RFC 7515 has no such character'],
  [
    'jwk/7',
    'an RSA key of a chip that made weak ones (ROCA); its owner, not its verifier, can tell where a key was made',
  ],
])

describe('Wycheproof JOSE', () => {
  const path = 'vectors/wycheproof-jose.json'
  const cases = (readShared(path) ?? []) as readonly WycheproofCase[]
  /** The key that the header names; for shared secrets there is no public one, and none is needed to refuse them. */
  const keyOf = (entry: WycheproofCase): Jwk | undefined => {
    const held = entry.public ?? entry.private
    const keys = 'keys' in held ? held.keys : [held]
    return keys[0]
  }

  test('JWT-01, JWT-03, JWT-12: each signature holds or does not, save those explained by id', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const differing: string[] = []
    let held = 0
    for (const entry of cases) {
      const verdict = await verdictOf(entry.jws, keyOf(entry))
      // What no one may be sure of is refused before any key is looked at.
      const isAsPublished = (verdict === 'ok') === (entry.result === 'valid') || verdict === 'ALG_UNSUPPORTED'
      if (!isAsPublished) differing.push(entry.id)
      if (verdict === 'ok') held++
    }
    expect(differing).toEqual([...DIFFERENCES.keys()])
    expect(held).toBeGreaterThan(5)
  })

  test('JWT-03: refuses every algorithm but four, also where its signature is good', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const groups = ['hs256', 'rs384', 'rs512', 'ps256', 'ps384', 'ps512', 'HS384', 'HS512']
    const ofOthers = cases.filter(({ group, result }) => groups.includes(group) && result === 'valid')
    expect(ofOthers.length).toBeGreaterThan(10)
    for (const entry of ofOthers) {
      expect(`${entry.id} ${await verdictOf(entry.jws, keyOf(entry))}`).toBe(`${entry.id} ALG_UNSUPPORTED`)
    }
  })
})

interface VcJoseCase {
  readonly id: string
  readonly fn: 'issue' | 'verify'
  readonly feature: string
  readonly key: { readonly publicKeyJwk: Jwk & { readonly crv: string }; readonly secretKeyJwk?: JsonWebKey }
  readonly input: unknown
  readonly expected: 'success' | 'failure'
}

/** Features of the suite that no requirement of Open Badges asks for. */
const OUT_OF_SCOPE = new Map([
  ['credential_sdjwt', 'selective disclosure by SD-JWT'],
  ['presentation_sdjwt', 'selective disclosure by SD-JWT'],
  ['credential_cose', 'CBOR'],
  ['presentation_cose', 'CBOR'],
])

/** Cases of JWTs that do not apply here. */
const NOT_APPLICABLE = new Map([
  ['3', 'asks for a JWT presentation to be made; none is made here'],
  ['4', 'as 3'],
  ['5', 'wants a refusal of unknown members, which JWTs carry without loss; made with P-521, which is not offered'],
])

describe('vc-jose-cose', () => {
  const path = 'vectors/vc-jose-cose.json'
  const cases = (readShared(path) ?? []) as readonly VcJoseCase[]
  const applicable = cases.filter(({ id, feature }) => !OUT_OF_SCOPE.has(feature) && !NOT_APPLICABLE.has(id))

  test('every case is of JWTs, or its feature is out of scope for a reason', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const unexplained = cases.filter(({ feature }) => !feature.endsWith('_jose') && !OUT_OF_SCOPE.has(feature))
    expect(unexplained).toEqual([])
    expect(applicable.length).toBeGreaterThan(5)
  })

  test('JWT-07: what is to be issued is issued, and verifies', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, key, input } of applicable.filter(({ fn }) => fn === 'issue')) {
      const publicKeyJwk = parsePublicJwk(key.publicKeyJwk)
      if (!publicKeyJwk || !key.secretKeyJwk) throw new Error(`case ${id} has a key of an unknown kind`)
      const privateKey = createPrivateKey({ key: { ...key.secretKeyJwk }, format: 'jwk' })
      const hash = { 'P-256': 'sha256', 'P-384': 'sha384' }[key.publicKeyJwk.crv]
      const jwt = await credentialJwtWriter().signJwt(input as JsonObject, {
        kid: 'https://example.issuer/vc-jose-cose/keys/2',
        publicKeyJwk,
        sign: async (bytes) => sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      })
      expect(`${id} ${await verdictOf(jwt, key.publicKeyJwk)}`).toBe(`${id} ok`)
    }
  })

  test('JWT-01, JWT-03, JWT-06, JWT-07: what is to be verified is, or is refused', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, key, input, expected } of applicable.filter(({ fn }) => fn === 'verify')) {
      const text = typeof input === 'string' ? input : JSON.stringify(input)
      const jws = parseCompactJws(text)
      // The suite's claims are none of Open Badges (its iat is text), so that form, header and signature are looked at.
      const bare = jws.ok ? (checkHeader(jws.header)?.code ?? (await verdictOf(text, key.publicKeyJwk))) : jws.code
      const issuerKeys = { resolveDid: async () => undefined, resolveKey: async () => ({ keys: [key.publicKeyJwk] }) }
      const whole = await credentialJwtReader().verifyJwt(text, issuerKeys)
      if (expected === 'success') expect(`${id} ${bare}`).toBe(`${id} ok`)
      else expect(`${id} ${whole.ok}`).toBe(`${id} false`)
    }
  })

  test.for([
    ['12', 'a broken signature', 'PROOF_INVALID'],
    ['13', 'typ and cty of something else', 'JWT_MALFORMED'],
  ] as const)('JWT-06: case %s, %s, is refused for that reason', async ([wanted, , code], { skip }) => {
    const entry = cases.find(({ id }) => id === wanted)
    skip(!entry, missingShared(path))
    const text = String(entry?.input)
    const jws = parseCompactJws(text)
    const unfit = jws.ok ? checkHeader(jws.header) : jws
    expect(unfit?.code ?? (await verdictOf(text, entry?.key.publicKeyJwk))).toBe(code)
  })

  test('JWT-07: case 15, vc and vp beside VCDM 2.0, is refused for that reason', async ({ skip }) => {
    const entry = cases.find(({ id }) => id === '15')
    skip(!entry, missingShared(path))
    const keys = { resolveDid: async () => undefined, resolveKey: async () => ({ keys: [entry?.key.publicKeyJwk] }) }
    expect(await credentialJwtReader().verifyJwt(String(entry?.input), keys)).toMatchObject({ code: 'JWT_MALFORMED' })
  })
})
