import { beforeAll, describe, expect, test } from 'vitest'
import { jcsProofReader, jcsProofWriter } from '../../../../functions/adapters/data-integrity/jcs-proofs.ts'
import { openSecret, signWith } from '../../../../functions/adapters/keys/key-pair.ts'
import { decodeBase58, type Multikey } from '../../../../functions/domain/shared/multikey.ts'
import type { DataIntegrityProof, JsonObject, ProofVerdict } from '../../../../functions/ports/proofs.ts'
import { aKey } from '../../../support/badge-shapes.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const writer = jcsProofWriter()
const reader = jcsProofReader()
const nowhere = async () => undefined
const codeOf = (verdict: ProofVerdict) => (verdict.ok ? 'ok' : verdict.code)

const key = aKey()
const record = {
  id: 'https://badges.example/awards/01JB',
  type: 'AwardRecord',
  issuer: key.did,
  counted: 3,
  endorsements: [
    { endorser: 'p1', ratings: { craft: 'sound' }, text: 'ऀ é 🧺' },
    { endorser: 'p2', ratings: {}, text: '' },
  ],
}

describe('jcsProofWriter', () => {
  test('adds one proof and changes nothing else', async () => {
    const { proof, ...rest } = await writer.signJson(record, {
      ...key.options(),
      created: new Date('2026-01-05T10:00:00.999Z'),
    })
    expect(rest).toEqual(record)
    expect(proof).toEqual({
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: '2026-01-05T10:00:00Z',
      verificationMethod: key.options().verificationMethod,
      proofPurpose: 'assertionMethod',
      proofValue: expect.stringMatching(/^z/),
    })
  })

  test('refuses a document that is signed already', async () => {
    const signed = await writer.signJson(record, key.options())
    await expect(writer.signJson(signed, key.options())).rejects.toThrow(TypeError)
  })

  test.each([
    ['a number that is none', Number.NaN],
    ['half a character', '\ud83e'],
  ])('refuses %s, which JSON cannot hold', async (_, value) => {
    await expect(writer.signJson({ ...record, value }, key.options())).rejects.toThrow()
  })

  test('lets no signature out that its public key does not verify', async () => {
    const { publicKeyMultibase } = aKey()
    await expect(writer.signJson(record, { ...key.options(), publicKeyMultibase })).rejects.toThrow('does not fit')
  })
})

describe('jcsProofReader', () => {
  let signed: JsonObject & { readonly proof: DataIntegrityProof }
  beforeAll(async () => {
    signed = await writer.signJson(record, key.options())
  })

  test('accepts what the writer signed, whatever the order of members', async () => {
    expect(await reader.verifyJson(signed, key.did, nowhere)).toMatchObject({ ok: true })
    const reversed = Object.fromEntries(Object.entries(signed).reverse())
    expect(codeOf(await reader.verifyJson(reversed, key.did, nowhere))).toBe('ok')
  })

  const withProof = (members: JsonObject) => ({ ...signed, proof: { ...signed.proof, ...members } })
  const other = aKey()

  test.each([
    ['a changed value', () => ({ ...signed, counted: 4 }), 'PROOF_INVALID'],
    ['a number become text', () => ({ ...signed, counted: '3' }), 'PROOF_INVALID'],
    ['an added member', () => ({ ...signed, extra: null }), 'PROOF_INVALID'],
    ['a removed member', () => ({ ...signed, type: undefined }), 'PROOF_INVALID'],
    ['another order in a list', () => ({ ...signed, endorsements: record.endorsements.toReversed() }), 'PROOF_INVALID'],
    ['another instant', () => withProof({ created: '2026-01-05T10:00:01Z' }), 'PROOF_INVALID'],
    ['an added member of the proof', () => withProof({ domain: 'a.example' }), 'PROOF_INVALID'],
    ['another purpose', () => withProof({ proofPurpose: 'authentication' }), 'PROOF_INVALID'],
    ['a truncated signature', () => withProof({ proofValue: 'zabc' }), 'PROOF_INVALID'],
    ['contexts the proof brings along', () => withProof({ '@context': ['https://a.example/'] }), 'PROOF_INVALID'],
    ['another suite', () => withProof({ cryptosuite: 'eddsa-rdfc-2022' }), 'PROOF_TYPE_UNKNOWN'],
    ['a set of proofs', () => ({ ...signed, proof: [signed.proof, signed.proof] }), 'PROOF_TYPE_UNKNOWN'],
    ['no proof', () => ({ ...signed, proof: undefined }), 'PROOF_MISSING'],
    ['a proof that is text', () => ({ ...signed, proof: 'z' }), 'PROOF_INVALID'],
    [
      'the key of someone else',
      () => withProof({ verificationMethod: other.options().verificationMethod }),
      'ISSUER_KEY_UNBOUND',
    ],
  ])('refuses %s', async (_, document, code) => {
    expect(codeOf(await reader.verifyJson(JSON.parse(JSON.stringify(document())), key.did, nowhere))).toBe(code)
  })

  test('refuses a record that its own issuer did not sign', async () => {
    expect(codeOf(await reader.verifyJson(signed, other.did, nowhere))).toBe('ISSUER_KEY_UNBOUND')
  })

  test('accepts contexts added after those that were signed, and no others', async () => {
    const context = ['https://www.w3.org/ns/credentials/v2']
    const withContext = await writer.signJson({ '@context': context, ...record }, key.options())
    const verdict = (list: readonly string[]) =>
      reader.verifyJson({ ...withContext, '@context': list }, key.did, nowhere)
    expect(codeOf(await verdict(context))).toBe('ok')
    expect(codeOf(await verdict([...context, 'https://a.example/']))).toBe('ok')
    expect(codeOf(await verdict(['https://a.example/', ...context]))).toBe('PROOF_INVALID')
    expect(codeOf(await verdict([]))).toBe('PROOF_INVALID')
  })
})

interface SuiteVector {
  readonly id: string
  readonly keyPair: { readonly publicKeyMultibase: Multikey; readonly privateKeyMultibase: string }
  readonly unsigned: JsonObject
  readonly signed: JsonObject & { readonly proof: DataIntegrityProof }
}

describe('published vectors for eddsa-jcs-2022', () => {
  test('are reproduced byte for byte and verify', async ({ skip }) => {
    const vectors = readShared('vectors/di-eddsa.json') as readonly SuiteVector[] | undefined
    skip(!vectors, missingShared('vectors/di-eddsa.json'))
    const ours = vectors?.filter(({ id }) => id.startsWith('eddsa-jcs-2022')) ?? []
    expect(ours).toHaveLength(1)
    for (const { keyPair, unsigned, signed } of ours) {
      // A secret Multikey is two bytes of prefix and the seed.
      const seed = decodeBase58(keyPair.privateKeyMultibase.slice(1))?.slice(2) ?? new Uint8Array()
      const privateKey = openSecret(seed, { algorithm: 'Ed25519', publicKeyMultibase: keyPair.publicKeyMultibase })
      const options = {
        verificationMethod: signed.proof.verificationMethod,
        publicKeyMultibase: keyPair.publicKeyMultibase,
        sign: async (bytes: Uint8Array) => signWith(privateKey, 'Ed25519', bytes),
        created: new Date(signed.proof.created),
      }
      expect(await writer.signJson(unsigned, options)).toEqual(signed)
      const [controller = ''] = signed.proof.verificationMethod.split('#')
      expect(codeOf(await reader.verifyJson(signed, controller, nowhere))).toBe('ok')
    }
  })
})
