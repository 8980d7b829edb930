import { createHash } from 'node:crypto'
import { createVerifyCryptosuite } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { securedDocument } from '../../../../functions/adapters/data-integrity/bytes-to-sign.ts'
import { jcsProofReader } from '../../../../functions/adapters/data-integrity/jcs-proofs.ts'
import { rdfcCanonizer } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { openSecret, signWith } from '../../../../functions/adapters/keys/key-pair.ts'
import {
  decodeBase58,
  decodeMultikey,
  encodeBase58,
  type Multikey,
} from '../../../../functions/domain/shared/multikey.ts'
import type { DataIntegrityProof, JsonObject, ProofVerdict } from '../../../../functions/ports/proofs.ts'
import { type ContextDocument, VERIFYING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { aKey } from '../../../support/badge-shapes.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const read = <Case>(path: string) => (readShared(path) ?? []) as readonly Case[]
const contexts = new Map([
  ...VERIFYING_CONTEXTS,
  ...Object.entries((readShared('vectors/contexts.json') ?? {}) as Record<string, ContextDocument>),
])
const canonizer = rdfcCanonizer(contexts)
const reader = rdfcProofReader({ contexts })
const nowhere = async () => undefined
const codeOf = (verdict: ProofVerdict) => (verdict.ok ? 'ok' : verdict.code)
const byItself = async (document: JsonObject) => codeOf(await reader.verify(document, nowhere, { binding: 'none' }))

interface SuiteCase {
  readonly id: string
  readonly cryptosuite: string
  readonly keyPair: { readonly publicKeyMultibase: Multikey; readonly privateKeyMultibase?: string }
  readonly unsigned: JsonObject
  readonly proofConfig: JsonObject
  readonly canonicalDocument: string
  readonly canonicalProofConfig: string
  readonly documentHashHex: string
  readonly proofHashHex: string
  readonly combinedHashHex: string
  readonly signatureHex: string
  readonly proofValue: string
  readonly signed: JsonObject & { readonly proof: DataIntegrityProof }
}

describe.each(['vectors/di-eddsa.json', 'vectors/di-ecdsa.json'])('every step of %s', (path) => {
  const cases = read<SuiteCase>(path)
  const algorithmOf = ({ keyPair }: SuiteCase) => decodeMultikey(keyPair.publicKeyMultibase)?.algorithm ?? 'Ed25519'
  const hashOf = (entry: SuiteCase) => (algorithmOf(entry) === 'P-384' ? 'sha384' : 'sha256')
  const isJcs = ({ cryptosuite }: SuiteCase) => cryptosuite.includes('-jcs-')

  test('DI-02: canonical document and proof config, their hashes and the bytes to sign', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const entry of cases) {
      const canonicalOf = async (document: JsonObject) =>
        isJcs(entry) ? canonicalize(document) : canonizer.canonize(await canonizer.toDataset(document), hashOf(entry))
      const hexOf = (text: string | undefined) =>
        createHash(hashOf(entry))
          .update(text ?? '')
          .digest('hex')
      const canonicalDocument = await canonicalOf(entry.unsigned)
      const canonicalProofConfig = await canonicalOf(entry.proofConfig)
      const transform = isJcs(entry) ? 'jcs' : 'rdfc'
      const secured = securedDocument(canonizer, entry.unsigned)
      const bytes = await secured.bytesToSign(transform, algorithmOf(entry), entry.proofConfig, [])
      const { id, documentHashHex, proofHashHex, combinedHashHex } = entry
      expect({
        id,
        canonicalDocument,
        canonicalProofConfig,
        documentHashHex: hexOf(canonicalDocument),
        proofHashHex: hexOf(canonicalProofConfig),
        combinedHashHex: Buffer.from(bytes ?? []).toString('hex'),
      }).toEqual({
        id,
        canonicalDocument: entry.canonicalDocument,
        canonicalProofConfig: entry.canonicalProofConfig,
        documentHashHex,
        proofHashHex,
        combinedHashHex,
      })
    }
  })

  test('DI-03, DI-04: the signature verifies, and a changed document does not', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, signed, signatureHex } of cases) {
      const bytes = Buffer.from(decodeBase58(signed.proof.proofValue.slice(1)) ?? []).toString('hex')
      expect(`${id} ${bytes}`).toBe(`${id} ${signatureHex}`)
      expect(`${id} ${await byItself(signed)}`).toBe(`${id} ok`)
      expect(`${id} ${await byItself({ ...signed, name: 'Another' })}`).toBe(`${id} PROOF_INVALID`)
    }
  })

  test('plain JSON verifies as plain JSON too', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, signed } of cases.filter(isJcs)) {
      const [controller = ''] = signed.proof.verificationMethod.split('#')
      expect(`${id} ${codeOf(await jcsProofReader().verifyJson(signed, controller, nowhere))}`).toBe(`${id} ok`)
    }
  })
})

describe('the Ed25519 vectors', () => {
  test('DI-05: are reproduced byte for byte', async ({ skip }) => {
    const path = 'vectors/di-eddsa.json'
    const cases = read<SuiteCase>(path).filter(({ cryptosuite }) => cryptosuite === 'eddsa-rdfc-2022')
    skip(cases.length === 0, missingShared(path))
    for (const { keyPair, unsigned, signed } of cases) {
      const { publicKeyMultibase, privateKeyMultibase = '' } = keyPair
      // A secret Multikey is two bytes of prefix and the seed.
      const seed = decodeBase58(privateKeyMultibase.slice(1))?.slice(2) ?? new Uint8Array()
      const privateKey = openSecret(seed, { algorithm: 'Ed25519', publicKeyMultibase })
      const { proof } = await rdfcProofWriter({ contexts }).sign(unsigned, {
        verificationMethod: signed.proof.verificationMethod,
        publicKeyMultibase,
        sign: async (bytes) => signWith(privateKey, 'Ed25519', bytes),
        created: new Date(signed.proof.created),
      })
      expect(proof).toEqual([signed.proof])
    }
  })
})

describe.each(['vectors/di-proof-sets-chains.json', 'vectors/own-proof-sets-chains.json'])('%s', (path) => {
  const cases = read<{ readonly id: string; readonly signed: JsonObject; readonly expectVerified: boolean }>(path)

  test('DI-10: sets and chains hold or do not as each case expects', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, signed, expectVerified } of cases) {
      const expected = expectVerified ? 'ok' : 'PROOF_INVALID'
      expect(`${id} ${await byItself(signed)}`).toBe(`${id} ${expected}`)
    }
  })
})

describe('badges signed with Digital Bazaar’s libraries', () => {
  const path = 'vectors/peer-signed-badges.json'
  const cases = read<{
    readonly id: string
    readonly variant: string
    readonly credential: JsonObject
    readonly proofVerifies: boolean
    readonly acceptable: boolean
  }>(path)

  test('DI-06, DI-08, DI-09: each signature, in all five suites, holds or does not by itself', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, credential, proofVerifies } of cases) {
      expect(`${id} ${(await byItself(credential)) === 'ok'}`).toBe(`${id} ${proofVerifies}`)
    }
    expect(new Set(cases.map(({ id }) => id.split('/')[0])).size).toBe(5)
  })

  test('KEY-06: those that are acceptable are also their issuer’s; dates are looked at elsewhere', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const dated = ['expired', 'not-yet-valid']
    for (const { id, variant, credential, acceptable } of cases) {
      const code = codeOf(await reader.verify(credential, nowhere))
      expect(`${id} ${code === 'ok'}`).toBe(`${id} ${acceptable || dated.includes(variant)}`)
      if (variant === 'issuer-not-controller') expect(code).toBe('ISSUER_KEY_UNBOUND')
      if (variant === 'undefined-term-added') expect(code).toBe('JSONLD_UNDEFINED_TERM')
      if (variant === 'no-proof') expect(code).toBe('PROOF_MISSING')
    }
  })
})

describe('Ed25519Signature2020 (DI-08)', () => {
  const path = 'vectors/peer-signed-badges.json'
  const cases = read<{ readonly id: string; readonly credential: JsonObject & { readonly proof: DataIntegrityProof } }>(
    path,
  )

  test('DI-08: takes its key described as it was in 2020, or as a Multikey', async ({ skip }) => {
    const [entry] = cases.filter(({ id }) => id === 'Ed25519Signature2020/minimal/issuer-not-controller')
    skip(!entry, missingShared(path))
    const { proof, ...credential } = entry?.credential ?? {}
    const did = 'did:web:issuer.example'
    const key = aKey()
    const id = `${did}#key`
    const legacy = {
      type: 'Ed25519Signature2020',
      created: '2026-01-05T10:00:00Z',
      verificationMethod: id,
      proofPurpose: 'assertionMethod',
    }
    const unsigned = { ...credential, issuer: did }
    const bytes = await securedDocument(canonizer, unsigned).bytesToSign('rdfc', 'Ed25519', legacy, [])
    const signature = await key.options().sign(bytes ?? new Uint8Array())
    const signed = { ...unsigned, proof: { ...legacy, proofValue: `z${encodeBase58(signature)}` } }
    const verdictFor = async (type: string) => {
      const method = { id, type, controller: did, publicKeyMultibase: key.publicKeyMultibase }
      const served = { id: did, verificationMethod: [method], assertionMethod: [id] }
      return codeOf(await reader.verify(signed, async () => served))
    }
    expect(proof?.verificationMethod).toContain('did:key:z6Mk')
    expect(await verdictFor('Ed25519VerificationKey2020')).toBe('ok')
    expect(await verdictFor('Multikey')).toBe('ok')
    expect(await verdictFor('Ed25519VerificationKey2018')).toBe('KEY_UNRESOLVABLE')
  })
})

describe('ecdsa-sd-2023 (DI-09)', () => {
  const path = 'vectors/di-ecdsa-sd-2023.json'
  const cases = read<{
    readonly id: string
    readonly unsigned: JsonObject
    readonly steps: {
      readonly addProofConfigCanon: string
      readonly addSignedSDBase: JsonObject
      readonly derivedRevealDocument: JsonObject & { readonly proof: DataIntegrityProof }
      readonly verifyCreateVerifyData: {
        readonly baseSignature: string
        readonly proofHash: string
        readonly mandatoryHash: string
        readonly nonMandatory: readonly string[]
        readonly signatures: readonly string[]
      }
    }
  }>(path)

  test('DI-09: a derived proof verifies, and its parts are those of the vector', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { steps } of cases) {
      const { proof, ...document } = steps.derivedRevealDocument
      expect(await byItself(steps.derivedRevealDocument)).toBe('ok')

      const [node] = await canonizer.expand(document)
      const { proofValue, ...config } = proof
      const underContexts = { ...config, '@context': document['@context'] }
      const canonicalConfig = await canonizer.canonize(await canonizer.toDataset(underContexts), 'sha256')
      expect(canonicalConfig).toBe(steps.addProofConfigCanon)
      const [proofNode] = await canonizer.expand(underContexts)
      const cryptosuite = createVerifyCryptosuite()
      const data = (await cryptosuite.createVerifyData({
        cryptosuite,
        document: { '@context': [], ...node },
        proof: { ...proofNode, proofValue },
        documentLoader: () => Promise.reject(new Error('nothing is loaded')),
      })) as Readonly<Record<string, Uint8Array & Uint8Array[]>>
      const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')
      const expected = steps.verifyCreateVerifyData
      expect(hex(data['baseSignature'])).toBe(expected.baseSignature)
      expect(hex(data['proofHash'])).toBe(expected.proofHash)
      expect(hex(data['mandatoryHash'])).toBe(expected.mandatoryHash)
      expect(data['nonMandatory']).toEqual(expected.nonMandatory)
      expect(data['signatures']?.map(hex)).toEqual(expected.signatures)
    }
  })

  test('DI-09: neither a base proof nor a changed, added or withheld statement verifies', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { steps } of cases) {
      const document = steps.derivedRevealDocument
      const { validUntil: _, ...less } = document
      expect(await byItself(steps.addSignedSDBase)).toBe('PROOF_INVALID')
      expect(await byItself({ ...document, validUntil: '2035-12-16T23:59:59Z' })).toBe('PROOF_INVALID')
      expect(await byItself({ ...document, name: 'Another' })).toBe('PROOF_INVALID')
      expect(await byItself(less)).toBe('PROOF_INVALID')
    }
  })

  test('DI-07: refuses proof values and documents made to take long', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const [document] = cases.map(({ steps }) => steps.derivedRevealDocument)
    const withValue = (proofValue: unknown) => byItself({ ...document, proof: { ...document?.proof, proofValue } })
    expect(await withValue(`u${'A'.repeat(1_000_000)}`)).toBe('PROOF_INVALID')
    expect(await withValue('u')).toBe('PROOF_INVALID')
    expect(await withValue('z123')).toBe('PROOF_INVALID')
    expect(await withValue(7)).toBe('PROOF_INVALID')
    const evidence = Array.from({ length: 2001 }, (_, i) => ({
      id: `urn:e:${i}`,
      type: 'https://example.org/Evidence',
    }))
    expect(await byItself({ ...document, evidence })).toBe('DOCUMENT_TOO_COMPLEX')
  })
})
