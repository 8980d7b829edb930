import { beforeAll, describe, expect, test } from 'vitest'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { rawKeyToJwk } from '../../../../functions/adapters/data-integrity/signature.ts'
import { openSecret, signWith } from '../../../../functions/adapters/keys/key-pair.ts'
import { decodeMultikey, encodeBase58, type Multikey } from '../../../../functions/domain/shared/multikey.ts'
import type { DataIntegrityProof, JsonObject, ProofVerdict } from '../../../../functions/ports/proofs.ts'
import { aBadge, aKey, aKeyOf, signedEndorsements } from '../../../support/badge-shapes.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const writer = rdfcProofWriter()
const reader = rdfcProofReader()
const nowhere = async () => undefined
const codeOf = (verdict: ProofVerdict) => (verdict.ok ? 'ok' : verdict.code)

describe('rdfcProofWriter', () => {
  const key = aKey()

  test('DI-01, DI-03: adds one proof in an array, with whole seconds, and changes nothing else', async () => {
    const badge = aBadge(key.did)
    const before = structuredClone(badge)
    const created = new Date('2026-01-05T10:00:00.999Z')
    const { proof, ...rest } = await writer.sign(badge, { ...key.options(), created })
    expect(rest).toEqual(before)
    expect(badge).toEqual(before)
    expect(proof).toEqual([
      {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: '2026-01-05T10:00:00Z',
        verificationMethod: key.options().verificationMethod,
        proofPurpose: 'assertionMethod',
        proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{86,88}$/),
      },
    ])
  })

  test('DI-02, DI-11: hands the signer 64 bytes, which KMS takes as they are, whatever the size of the document', async () => {
    const lengths: number[] = []
    const { sign, ...options } = key.options()
    const watched = {
      ...options,
      sign: (bytes: Uint8Array) => {
        lengths.push(bytes.length)
        return sign(bytes)
      },
    }
    await writer.sign(aBadge(key.did, await signedEndorsements(5)), watched)
    expect(lengths).toEqual([64])
  })

  test.each([
    ['an undefined term', { nowhereDefined: 'x' }, 'JSONLD_UNDEFINED_TERM'],
    ['an undefined type', { type: ['VerifiableCredential', 'NowhereDefined'] }, 'JSONLD_UNDEFINED_TERM'],
    ['a relative id', { id: 'credentials/1' }, 'JSONLD_UNDEFINED_TERM'],
    [
      'endorsementJwt, which the npm copy of the context lacks',
      { endorsementJwt: ['e30.e30.'] },
      'JSONLD_UNDEFINED_TERM',
    ],
    ['jti, which the npm copy of the context lacks', { jti: 'urn:uuid:1' }, 'JSONLD_UNDEFINED_TERM'],
    [
      'a context outside the table',
      { '@context': ['https://www.w3.org/ns/credentials/v2', 'https://example.org/context'] },
      'CONTEXT_UNKNOWN',
    ],
    [
      'a context that redefines a protected term',
      { '@context': ['https://www.w3.org/ns/credentials/v2', { name: 'https://example.org/name' }] },
      'JSONLD_INVALID',
    ],
  ])('refuses %s', async (_, members, code) => {
    await expect(writer.sign({ ...aBadge(key.did), ...members }, key.options())).rejects.toMatchObject({ code })
  })

  test('refuses a document that is signed already', async () => {
    const signed = await writer.sign(aBadge(key.did), key.options())
    await expect(writer.sign(signed, key.options())).rejects.toThrow(TypeError)
  })

  test('lets no signature out that its public key does not verify', async () => {
    const { publicKeyMultibase } = aKey()
    await expect(writer.sign(aBadge(key.did), { ...key.options(), publicKeyMultibase })).rejects.toThrow('does not fit')
  })

  test('throws on what the signer throws', async () => {
    const sign = () => Promise.reject(new Error('KMS is away'))
    await expect(writer.sign(aBadge(key.did), { ...key.options(), sign })).rejects.toThrow('KMS is away')
  })
})

describe('rdfcProofReader', () => {
  const key = aKey()
  let badge: JsonObject
  beforeAll(async () => {
    badge = await writer.sign(aBadge(key.did, await signedEndorsements(3)), key.options())
  })

  test('accepts what the writer signed, with proof as array or as object', async () => {
    const proofs = [{ verificationMethod: key.options().verificationMethod, created: '2026-01-05T10:00:00Z' }]
    expect(await reader.verify(badge, nowhere)).toEqual({ ok: true, proofs, skipped: [] })
    const [proof] = badge['proof'] as readonly unknown[]
    expect(codeOf(await reader.verify({ ...badge, proof }, nowhere))).toBe('ok')
  })

  test('accepts an issuer given as text', async () => {
    const signed = await writer.sign({ ...aBadge(key.did), issuer: key.did }, key.options())
    expect(codeOf(await reader.verify(signed, nowhere))).toBe('ok')
  })

  test('accepts endorsementJwt and jti from others (CTX-07)', async () => {
    const verdict = await reader.verify({ ...badge, jti: 'urn:uuid:1', endorsementJwt: ['e30.e30.'] }, nowhere)
    // The terms are known, so that it is the signature that gives the addition away.
    expect(codeOf(verdict)).toBe('PROOF_INVALID')
  })

  const leaves = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]))
      : [path]
  const changedAt = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return `${String(value)}x`
    const copy: Record<string, unknown> | unknown[] = structuredClone(value) as Record<string, unknown>
    copy[name] = changedAt(copy[name], rest)
    return Array.isArray(value) ? Object.values(copy) : copy
  }

  test('notices a change of any one value, also deep inside (DI-06)', async () => {
    const paths = leaves(badge)
    expect(paths.length).toBeGreaterThan(100)
    const unnoticed: string[] = []
    for (const path of paths) {
      // As objects with numbered members JSON-LD sees the same arrays.
      const changed = changedAt(badge, path) as JsonObject
      if ((await reader.verify(changed, nowhere)).ok) unnoticed.push(path.join('/'))
    }
    expect(unnoticed).toEqual([])
  })

  test('notices a removed and an injected endorsement', async () => {
    const [first, ...others] = badge['endorsement'] as readonly JsonObject[]
    expect(codeOf(await reader.verify({ ...badge, endorsement: others }, nowhere))).toBe('PROOF_INVALID')
    const more = [first, ...others, ...(await signedEndorsements(1))]
    expect(codeOf(await reader.verify({ ...badge, endorsement: more }, nowhere))).toBe('PROOF_INVALID')
  })

  const withProof = (members: JsonObject) => {
    const [proof] = badge['proof'] as readonly JsonObject[]
    return { ...badge, proof: [{ ...proof, ...members }] }
  }
  const other = aKey()

  test.each([
    ['no proof', () => ({ ...badge, proof: [] }), 'PROOF_MISSING'],
    ['a proof that is text', () => ({ ...badge, proof: 'z123' }), 'PROOF_INVALID'],
    ['a proof that is null', () => ({ ...badge, proof: [null] }), 'PROOF_INVALID'],
    ['another purpose', () => withProof({ proofPurpose: 'authentication' }), 'PROOF_INVALID'],
    ['an unknown cryptosuite', () => withProof({ cryptosuite: 'eddsa-rdfc-2099' }), 'PROOF_TYPE_UNKNOWN'],
    ['an undefined proof type', () => withProof({ type: 'MadeUpProof' }), 'JSONLD_UNDEFINED_TERM'],
    ['an undefined proof member', () => withProof({ madeUp: 'x' }), 'JSONLD_UNDEFINED_TERM'],
    ['a chain to a proof that is not there', () => withProof({ previousProof: 'urn:uuid:1' }), 'PROOF_INVALID'],
    ['a truncated proofValue', () => withProof({ proofValue: 'z3abc' }), 'PROOF_INVALID'],
    ['a proofValue in another base', () => withProof({ proofValue: `u${'A'.repeat(86)}` }), 'PROOF_INVALID'],
    ['a proofValue that is a number', () => withProof({ proofValue: 7 }), 'PROOF_INVALID'],
    ['an endless proofValue', () => withProof({ proofValue: `z${'1'.repeat(100_000)}` }), 'PROOF_INVALID'],
    ['an instant without a zone', () => withProof({ created: '2026-01-05T10:00:00' }), 'PROOF_INVALID'],
    ['another instant', () => withProof({ created: '2026-01-05T10:00:01Z' }), 'PROOF_INVALID'],
    ['no verification method', () => withProof({ verificationMethod: undefined }), 'KEY_UNRESOLVABLE'],
    [
      'a key that is only a hint in a URL',
      () => withProof({ verificationMethod: 'https://a.example/#z6Mk' }),
      'ISSUER_KEY_UNBOUND',
    ],
    [
      'the key of someone else',
      () => withProof({ verificationMethod: other.options().verificationMethod }),
      'ISSUER_KEY_UNBOUND',
    ],
    ['no issuer', () => ({ ...badge, issuer: undefined }), 'ISSUER_MISSING'],
    ['another issuer', () => ({ ...badge, issuer: other.did }), 'ISSUER_KEY_UNBOUND'],
    ['an unknown context', () => ({ ...badge, '@context': ['https://a.example/'] }), 'CONTEXT_UNKNOWN'],
    ['a number as context', () => ({ ...badge, '@context': 7 }), 'JSONLD_INVALID'],
    ['no context', () => ({ ...badge, '@context': undefined }), 'JSONLD_UNDEFINED_TERM'],
  ])('refuses %s', async (_, document, code) => {
    // What arrives over the wire has no undefined members.
    expect(codeOf(await reader.verify(JSON.parse(JSON.stringify(document())), nowhere))).toBe(code)
  })

  test('skips a proof of an unknown suite beside one that holds, and says so (DI-10)', async () => {
    const [proof] = badge['proof'] as readonly JsonObject[]
    const verdict = await reader.verify(
      { ...badge, proof: [proof, { ...proof, cryptosuite: 'eddsa-rdfc-2099' }] },
      nowhere,
    )
    expect(verdict).toMatchObject({
      ok: true,
      skipped: [{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2099' }],
    })
  })

  test('refuses a set in which one proof of a known suite does not hold (DI-10)', async () => {
    const [proof] = badge['proof'] as readonly JsonObject[]
    const stale = { ...proof, created: '2026-01-05T10:00:01Z' }
    expect(codeOf(await reader.verify({ ...badge, proof: [proof, stale] }, nowhere))).toBe('PROOF_INVALID')
    expect(codeOf(await reader.verify({ ...badge, proof: [stale, proof] }, nowhere))).toBe('PROOF_INVALID')
  })

  test('refuses a document nested beyond its limit', async () => {
    const nested = Array.from({ length: 5000 }).reduce((inner) => [inner], 'x')
    expect(codeOf(await reader.verify({ ...badge, name: nested }, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
  })

  test('refuses a document with too many values', async () => {
    const values = Array.from({ length: 50_001 }, () => 'x')
    expect(codeOf(await reader.verify({ ...badge, name: values }, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
  })

  test('refuses blank nodes made to take for ever to tell apart (DI-07)', async () => {
    const related = 'https://example.org/related'
    const nodes = Array.from({ length: 12 }, (_, i) => ({
      '@id': `_:n${i}`,
      [related]: Array.from({ length: 12 }, (__, j) => ({ '@id': `_:n${j}` })).filter(
        (node) => node['@id'] !== `_:n${i}`,
      ),
    }))
    const poisoned = { ...badge, [related]: nodes }
    expect(codeOf(await reader.verify(poisoned, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
  })

  const related = 'https://example.org/related'
  const labelled = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ '@id': `_:${prefix}${i}` }))

  test.each([
    [
      'hubs with many neighbours alike',
      () => labelled('h', 20).map((hub) => ({ ...hub, [related]: labelled('l', 800) })),
    ],
    ['a long list of like entries', () => ({ '@list': Array.from({ length: 15_000 }, () => ({ '@id': '_:x' })) })],
    ['many values of one property', () => Array.from({ length: 24_000 }, (_, i) => ({ [related]: String(i) }))],
    [
      'many values of one property of one node, scattered over the document',
      () => Array.from({ length: 12_000 }, (_, i) => ({ '@graph': [{ '@id': 'urn:x', [related]: String(i) }] })),
    ],
  ])('DI-07: refuses %s within seconds', async (_, value) => {
    const started = performance.now()
    expect(codeOf(await reader.verify({ ...badge, [related]: value() }, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('refuses a document whose contexts take too much work', async () => {
    const item = (i: number) => ({
      '@context': [{ [`term${i}`]: 'https://example.org/term' }, 'https://www.w3.org/ns/credentials/v2'],
      type: ['Evidence'],
    })
    const evidence = Array.from({ length: 5000 }, (_, i) => item(i))
    expect(codeOf(await reader.verify({ ...badge, evidence }, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
  })

  test('refuses contexts that define more terms than anyone needs', async () => {
    const terms = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`term${i}`, `https://example.org/${i}`]))
    const context = [...(badge['@context'] as readonly unknown[]), terms]
    expect(codeOf(await reader.verify({ ...badge, '@context': context }, nowhere))).toBe('DOCUMENT_TOO_COMPLEX')
  })

  test('still accepts honest badges after all of that', async () => {
    expect(codeOf(await reader.verify(badge, nowhere))).toBe('ok')
  })
})

describe('rdfcProofReader and did:web', () => {
  const key = aKey()
  const did = 'did:web:badges.example:communities:weavers'
  const methodId = `${did}#${key.publicKeyMultibase}`
  const method = { id: methodId, type: 'Multikey', controller: did, publicKeyMultibase: key.publicKeyMultibase }
  const document = { id: did, verificationMethod: [method], assertionMethod: [methodId] }

  test('asks for the issuer’s DID document once a proof and accepts the key it lists', async () => {
    const asked: string[] = []
    const signed = await writer.sign(aBadge(did), key.options(methodId))
    const verdict = await reader.verify(signed, async (wanted) => {
      asked.push(wanted)
      return document
    })
    expect(codeOf(verdict)).toBe('ok')
    expect(asked).toEqual([did])
  })

  test.each([
    ['does not resolve', undefined, 'KEY_UNRESOLVABLE'],
    ['is not an object', 'weavers', 'KEY_UNRESOLVABLE'],
    ['describes another DID', { ...document, id: `${did}2` }, 'KEY_UNRESOLVABLE'],
    ['does not hold the key', { ...document, verificationMethod: [] }, 'KEY_UNRESOLVABLE'],
    [
      'holds the key as another type',
      { ...document, verificationMethod: [{ ...method, type: 'JsonWebKey' }] },
      'KEY_UNRESOLVABLE',
    ],
    [
      'holds something that is no key',
      { ...document, verificationMethod: [{ ...method, publicKeyMultibase: 'z6Mk' }] },
      'KEY_UNRESOLVABLE',
    ],
    [
      'gives the key another controller',
      { ...document, verificationMethod: [{ ...method, controller: `${did}2` }] },
      'ISSUER_KEY_UNBOUND',
    ],
    ['lists the key for nothing', { ...document, assertionMethod: undefined }, 'ISSUER_KEY_UNBOUND'],
    [
      'lists it for authentication only',
      { ...document, assertionMethod: [], authentication: [methodId] },
      'ISSUER_KEY_UNBOUND',
    ],
    [
      'holds another key under that id',
      { ...document, verificationMethod: [{ ...method, publicKeyMultibase: aKey().publicKeyMultibase }] },
      'PROOF_INVALID',
    ],
  ])('refuses when the DID document %s', async (_, served, code) => {
    const signed = await writer.sign(aBadge(did), key.options(methodId))
    expect(codeOf(await reader.verify(signed, async () => served))).toBe(code)
  })

  test('accepts methods named by their fragment, and methods described right where they are used', async () => {
    const signed = await writer.sign(aBadge(did), key.options(methodId))
    const fragment = `#${key.publicKeyMultibase}`
    const byFragment = { id: did, verificationMethod: [{ ...method, id: fragment }], assertionMethod: [fragment] }
    expect(codeOf(await reader.verify(signed, async () => byFragment))).toBe('ok')
    expect(codeOf(await reader.verify(signed, async () => ({ id: did, assertionMethod: [method] })))).toBe('ok')
    const elsewhere = { id: did, assertionMethod: [], authentication: [method] }
    expect(codeOf(await reader.verify(signed, async () => elsewhere))).toBe('KEY_UNRESOLVABLE')
  })

  test.each(['Ed25519', 'P-256', 'P-384'] as const)(
    'DI-04: accepts a %s key as Multikey and as JWK',
    async (algorithm) => {
      const kept = await aKeyOf(algorithm)
      const { publicKeyMultibase } = kept
      const id = `${did}#key`
      const raw = decodeMultikey(publicKeyMultibase)
      const publicKeyJwk = raw && rawKeyToJwk(raw)
      const signed = await writer.sign(aBadge(did), kept.options(id))
      const verdictFor = async (described: object) => {
        const served = { id: did, verificationMethod: [{ id, controller: did, ...described }], assertionMethod: [id] }
        return codeOf(await reader.verify(signed, async () => served))
      }
      expect(await verdictFor({ type: 'Multikey', publicKeyMultibase })).toBe('ok')
      expect(await verdictFor({ type: 'JsonWebKey', publicKeyJwk })).toBe('ok')
      expect(await verdictFor({ type: 'JsonWebKey', publicKeyMultibase })).toBe('KEY_UNRESOLVABLE')
      expect(await verdictFor({ type: 'JsonWebKey', publicKeyJwk: { ...publicKeyJwk, d: 'AQ' } })).toBe(
        'KEY_UNRESOLVABLE',
      )
      expect(await verdictFor({ type: 'JsonWebKey2020', publicKeyJwk })).toBe('ok')
      const ofItsTime = algorithm === 'Ed25519' ? 'ok' : 'KEY_UNRESOLVABLE'
      expect(await verdictFor({ type: 'Ed25519VerificationKey2020', publicKeyMultibase })).toBe(ofItsTime)
      const publicKeyBase58 = encodeBase58(raw?.bytes ?? new Uint8Array())
      expect(await verdictFor({ type: 'Ed25519VerificationKey2018', publicKeyBase58 })).toBe(ofItsTime)
      expect(await verdictFor({ type: 'Ed25519VerificationKey2018', publicKeyMultibase })).toBe('KEY_UNRESOLVABLE')
      expect(await verdictFor({ type: 'EcdsaSecp256k1VerificationKey2019', publicKeyMultibase })).toBe(
        'KEY_UNRESOLVABLE',
      )
      const offCurve = { ...publicKeyJwk, y: 'A'.repeat(algorithm === 'P-384' ? 64 : 43) }
      if (algorithm !== 'Ed25519') {
        expect(await verdictFor({ type: 'JsonWebKey', publicKeyJwk: offCurve })).toBe('KEY_UNRESOLVABLE')
      }
    },
  )

  test('throws on what the resolver throws', async () => {
    const signed = await writer.sign(aBadge(did), key.options(methodId))
    const resolve = () => Promise.reject(new Error('the network is away'))
    await expect(reader.verify(signed, resolve)).rejects.toThrow('the network is away')
  })
})

interface ExampleVector {
  readonly testKey: { readonly seedHex: string; readonly publicKeyMultibase: Multikey }
  readonly signedCredential: JsonObject & { readonly proof: DataIntegrityProof | readonly DataIntegrityProof[] }
}

describe('published vectors for eddsa-rdfc-2022', () => {
  test('the writer reproduces the Open Badges example byte for byte (DI-05)', async ({ skip }) => {
    const path = 'spec/samples/vectors/eddsa-rdfc-2022.json'
    skip(missingShared(path) !== undefined, missingShared(path))
    const { testKey, signedCredential } = readShared(path) as ExampleVector
    const { proof, ...unsigned } = signedCredential
    const publicKeyMultibase = testKey.publicKeyMultibase
    const privateKey = openSecret(Buffer.from(testKey.seedHex, 'hex'), { algorithm: 'Ed25519', publicKeyMultibase })
    const [published] = [proof].flat()
    const signed = await writer.sign(unsigned, {
      verificationMethod: published?.verificationMethod ?? '',
      publicKeyMultibase,
      sign: async (bytes) => signWith(privateKey, 'Ed25519', bytes),
      created: new Date(published?.created ?? ''),
    })
    expect(signed.proof).toEqual([published])
  })

  test('the reader says of badges by others what it should', async ({ skip }) => {
    const cases = readShared('vectors/peer-signed-badges.json') as
      | readonly { id: string; suite: string; credential: JsonObject; proofVerifies: boolean }[]
      | undefined
    skip(!cases, missingShared('vectors/peer-signed-badges.json'))
    const ours = cases?.filter(({ suite }) => suite === 'eddsa-rdfc-2022') ?? []
    expect(ours.length).toBeGreaterThan(10)
    for (const { id, credential, proofVerifies } of ours) {
      expect(`${id} ${(await reader.verify(credential, nowhere)).ok}`).toBe(`${id} ${proofVerifies}`)
    }
  })
})
