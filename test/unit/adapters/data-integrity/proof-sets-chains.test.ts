import { beforeAll, describe, expect, test } from 'vitest'
import { jcsProofWriter } from '../../../../functions/adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject, ProofExpectations, ProofVerdict } from '../../../../functions/ports/proofs.ts'
import { aBadge, aKey, aKeyOf, signedEndorsements, type TestKey } from '../../../support/badge-shapes.ts'

const NOW = '2026-06-01T00:00:00.000Z'
const writer = rdfcProofWriter()
const reader = rdfcProofReader({ now: () => NOW })
const nowhere = async () => undefined
const codeOf = (verdict: ProofVerdict) => (verdict.ok ? 'ok' : verdict.code)
const verify = async (document: JsonObject, expectations?: ProofExpectations) =>
  // What arrives over the wire has no undefined members.
  codeOf(await reader.verify(JSON.parse(JSON.stringify(document)), nowhere, expectations))
const proofsOf = (document: JsonObject) => document['proof'] as readonly JsonObject[]

const issuer = aKey()
const witness = aKey()
const FIRST = 'urn:uuid:7c2c1f3e-0101-4000-8000-000000000101'
const SECOND = 'urn:uuid:7c2c1f3e-0102-4000-8000-000000000102'

describe('ecdsa-rdfc-2019', () => {
  test.each([
    ['P-256', 64, 64],
    ['P-384', 96, 96],
  ] as const)('signs with %s over hashes of the curve’s size, and verifies', async (algorithm, hashes, bytes) => {
    const key = await aKeyOf(algorithm)
    const lengths: number[] = []
    const { sign, ...options } = key.options()
    const watched = {
      ...options,
      sign: async (input: Uint8Array) => {
        const signature = await sign(input)
        lengths.push(input.length, signature.length)
        return signature
      },
    }
    const signed = await writer.sign(aBadge(key.did, await signedEndorsements(2)), watched)
    expect(signed.proof).toMatchObject([{ type: 'DataIntegrityProof', cryptosuite: 'ecdsa-rdfc-2019' }])
    expect(lengths).toEqual([hashes, bytes])
    expect(await verify(signed)).toBe('ok')
    expect(await verify({ ...signed, name: 'Another' })).toBe('PROOF_INVALID')
  })

  test('refuses a proof whose suite and key do not go together', async () => {
    const key = await aKeyOf('P-256')
    const signed = await writer.sign(aBadge(key.did), key.options())
    for (const cryptosuite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-jcs-2019']) {
      expect(await verify({ ...signed, proof: [{ ...signed.proof[0], cryptosuite }] })).toBe('PROOF_INVALID')
    }
  })
})

describe('proof sets (DI-10)', () => {
  let set: JsonObject
  beforeAll(async () => {
    const first = await writer.sign(aBadge(issuer.did), issuer.options())
    set = await writer.addProof(first, (await aKeyOf('P-384')).options())
  })

  test('hold when every proof holds by its own key and one is the issuer’s', async () => {
    expect(proofsOf(set)).toHaveLength(2)
    expect(await verify(set)).toBe('ok')
    expect(await verify({ ...set, proof: proofsOf(set).toReversed() })).toBe('ok')
  })

  test('leave earlier proofs as they were', async () => {
    const first = await writer.sign(aBadge(issuer.did), issuer.options())
    const second = await writer.addProof(first, witness.options())
    expect(proofsOf(second)[0]).toEqual(first.proof[0])
    const [single] = first.proof
    expect(proofsOf(await writer.addProof({ ...first, proof: single }, witness.options()))[0]).toEqual(single)
  })

  test('do not hold without a proof by the issuer', async () => {
    const [, others] = proofsOf(set)
    expect(await verify({ ...set, proof: [others] })).toBe('ISSUER_KEY_UNBOUND')
    expect(await verify({ ...set, proof: [others] }, { binding: 'none' })).toBe('ok')
  })

  test('do not hold when one of two known proofs does not, whoever made it', async () => {
    const [own, others] = proofsOf(set)
    const stale = (proof: JsonObject | undefined) => ({ ...proof, created: '2026-01-05T10:00:01Z' })
    expect(await verify({ ...set, proof: [stale(own), others] })).toBe('PROOF_INVALID')
    expect(await verify({ ...set, proof: [own, stale(others)] })).toBe('PROOF_INVALID')
  })

  test('do not hold when two proofs share an id', async () => {
    const first = await writer.sign(aBadge(issuer.did), { ...issuer.options(), id: FIRST })
    const second = await writer.sign(aBadge(issuer.did), { ...witness.options(), id: FIRST })
    expect(await verify({ ...first, proof: [...first.proof, ...second.proof] })).toBe('PROOF_INVALID')
    await expect(writer.addProof(first, { ...witness.options(), id: FIRST })).rejects.toThrow(TypeError)
  })

  test('are refused when they hold more proofs than anyone needs', async () => {
    const [own] = proofsOf(set)
    expect(await verify({ ...set, proof: Array.from({ length: 51 }, () => own) })).toBe('DOCUMENT_TOO_COMPLEX')
  })
})

describe('proof chains', () => {
  let chain: JsonObject
  beforeAll(async () => {
    const first = await writer.sign(aBadge(issuer.did), { ...issuer.options(), id: FIRST })
    const second = await writer.addProof(first, { ...witness.options(), id: SECOND, previousProof: FIRST })
    chain = await writer.addProof(second, { ...(await aKeyOf('P-256')).options(), previousProof: [FIRST, SECOND] })
  })

  test('hold, in whatever order their proofs stand', async () => {
    expect(await verify(chain)).toBe('ok')
    expect(await verify({ ...chain, proof: proofsOf(chain).toReversed() })).toBe('ok')
  })

  test('may lose what nothing builds on, and nothing else', async () => {
    const [first, second, third] = proofsOf(chain)
    expect(await verify({ ...chain, proof: [first, second] })).toBe('ok')
    expect(await verify({ ...chain, proof: [first, third] })).toBe('PROOF_INVALID')
    expect(await verify({ ...chain, proof: [second, third] })).not.toBe('ok')
  })

  test('do not hold with a link changed, exchanged or taken away', async () => {
    const [first, second, third] = proofsOf(chain)
    const relinked = (previousProof: unknown) => ({ ...chain, proof: [first, { ...second, previousProof }, third] })
    expect(await verify(relinked(undefined))).toBe('PROOF_INVALID')
    expect(await verify(relinked([FIRST]))).toBe('ok') // one, or a list of one, is the same statement
    const others = await writer.sign(aBadge(issuer.did), { ...issuer.options(), id: FIRST, created: new Date(NOW) })
    expect(await verify({ ...chain, proof: [...others.proof, second, third] })).toBe('PROOF_INVALID')
  })

  test.each([
    ['names a proof that is not there', 'urn:uuid:7c2c1f3e-0109-4000-8000-000000000109'],
    ['names one that is there and one that is not', [FIRST, 'urn:uuid:7c2c1f3e-0109-4000-8000-000000000109']],
    ['names itself', SECOND],
    ['names one twice', [FIRST, FIRST]],
    ['names none', []],
    ['is a number', 7],
    ['holds a number', [FIRST, 7]],
  ])('do not hold when previousProof %s', async (_, previousProof) => {
    const [first, second] = proofsOf(chain)
    expect(await verify({ ...chain, proof: [first, { ...second, previousProof }] })).toBe('PROOF_INVALID')
  })

  test('do not hold when they go round in a circle', async () => {
    const [first, second] = proofsOf(chain)
    expect(await verify({ ...chain, proof: [{ ...first, previousProof: SECOND }, second] })).toBe('PROOF_INVALID')
  })

  test('say nothing when a proof builds on one of an unknown kind, and fail when it does not even fit', async () => {
    const first = await writer.sign(aBadge(issuer.did), { ...witness.options(), id: FIRST })
    const unknown = { ...first, proof: [{ ...first.proof[0], cryptosuite: 'eddsa-rdfc-2099' }] }
    const second = await writer.addProof(unknown, { ...issuer.options(), previousProof: FIRST })
    expect(await verify(second)).toBe('PROOF_TYPE_UNKNOWN')
    expect(await verify({ ...second, name: 'Another' })).toBe('PROOF_INVALID')
  })

  test.each([
    ['a proof that is not there', 'urn:uuid:7c2c1f3e-0109-4000-8000-000000000109'],
    ['nothing', []],
    ['one proof twice', [FIRST, FIRST]],
  ])('cannot be made over %s', async (_, previousProof) => {
    const first = await writer.sign(aBadge(issuer.did), { ...issuer.options(), id: FIRST })
    await expect(writer.addProof(first, { ...witness.options(), previousProof })).rejects.toThrow(TypeError)
  })

  test('are refused when they make a large document be hashed again and again', async () => {
    const { credentialSubject, ...rest } = aBadge(issuer.did)
    const achievement = { ...credentialSubject.achievement, tag: Array.from({ length: 4900 }, () => 'x') }
    const large = { ...rest, credentialSubject: { ...credentialSubject, achievement } }
    let signed: JsonObject = await writer.sign(large, { ...issuer.options(), id: 'urn:p:0' })
    for (let link = 1; link <= 20; link++) {
      const options = { ...witness.options(), id: `urn:p:${link}`, previousProof: `urn:p:${link - 1}` }
      signed = await writer.addProof(signed, options)
      if (link === 18) expect(await verify(signed)).toBe('ok')
    }
    expect(await verify(signed)).toBe('DOCUMENT_TOO_COMPLEX')
  })
})

describe('proofs over plain JSON in a credential', () => {
  const jcs = async (key: TestKey, document: JsonObject) => {
    const { proof, ...rest } = await jcsProofWriter().signJson(document, key.options())
    return { ...rest, proof: [proof] }
  }

  test.each(['Ed25519', 'P-256', 'P-384'] as const)(
    'hold with %s, alone and beside one over RDF',
    async (algorithm) => {
      const key = await aKeyOf(algorithm)
      const signed = await jcs(key, aBadge(key.did))
      expect(await verify(signed)).toBe('ok')
      expect(await verify(await writer.addProof(signed, key.options()))).toBe('ok')
      expect(await verify({ ...signed, type: [...aBadge(key.did).type].reverse() })).toBe('PROOF_INVALID')
    },
  )

  test('do not make up for terms that no context defines', async () => {
    expect(await verify(await jcs(issuer, { ...aBadge(issuer.did), madeUp: 'x' }))).toBe('JSONLD_UNDEFINED_TERM')
    const signed = await jcs(issuer, aBadge(issuer.did))
    expect(await verify({ ...signed, proof: [{ ...signed.proof[0], madeUp: 'x' }] })).toBe('JSONLD_UNDEFINED_TERM')
  })

  test.each([
    ['a number beyond all numbers', '1e400'],
    ['half a character', '"\\ud83e"'],
  ])('do not hold over %s', async (_, value) => {
    const signed = await jcs(issuer, aBadge(issuer.did))
    const text = JSON.stringify({ ...signed, name: 'REPLACED' }).replace('"REPLACED"', value)
    expect(codeOf(await reader.verify(JSON.parse(text), nowhere))).not.toBe('ok')
  })
})

describe('expectations', () => {
  const CHALLENGE = 'c-1'
  const authentication = { proofPurpose: 'authentication', challenge: CHALLENGE, domain: 'badges.example' } as const
  const aPresentation = (holder?: string) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiablePresentation'],
    ...(holder === undefined ? {} : { holder }),
  })
  const present = (key: TestKey, holder?: string) =>
    writer.sign(aPresentation(holder), { ...key.options(), ...authentication })

  test('a presentation holds by its holder’s key, or by whose it is when it names no holder', async () => {
    expect(await verify(await present(issuer, issuer.did), { binding: 'holder', ...authentication })).toBe('ok')
    expect(await verify(await present(issuer), { binding: 'holder', ...authentication })).toBe('ok')
    const other = await present(witness, issuer.did)
    expect(await verify(other, { binding: 'holder', ...authentication })).toBe('ISSUER_KEY_UNBOUND')
    expect(await verify({ ...other, holder: 7 }, { binding: 'holder', ...authentication })).toBe('ISSUER_MISSING')
  })

  test.each([
    ['another purpose', { proofPurpose: 'assertionMethod' }],
    ['another challenge', { challenge: 'c-2' }],
    ['another domain', { domain: 'elsewhere.example' }],
  ] as const)('refuses %s', async (_, expected) => {
    const presentation = await present(issuer, issuer.did)
    const expectations = { binding: 'holder', ...authentication, ...expected } as const
    expect(await verify(presentation, expectations)).toBe('PROOF_INVALID')
  })

  test('covers challenge and domain with the signature', async () => {
    const presentation = await present(issuer, issuer.did)
    const [proof] = presentation.proof
    for (const members of [{ challenge: 'c-2' }, { domain: 'elsewhere.example' }, { domain: undefined }]) {
      const changed = { ...presentation, proof: [{ ...proof, ...members }] }
      expect(await verify(changed, { binding: 'holder', proofPurpose: 'authentication' })).toBe('PROOF_INVALID')
    }
  })

  test('refuses a proof that has ended, and reads its end with a zone', async () => {
    const signed = await writer.sign(aBadge(issuer.did), issuer.options())
    const ending = (expires: unknown) => verify({ ...signed, proof: [{ ...signed.proof[0], expires }] })
    expect(await ending('2026-05-31T23:59:59Z')).toBe('PROOF_EXPIRED')
    expect(await ending('2026-06-01T01:00:00+02:00')).toBe('PROOF_EXPIRED')
    // Not ended, but not covered by the signature either.
    expect(await ending('2026-06-01T00:00:00Z')).toBe('PROOF_INVALID')
    expect(await ending('2026-06-01T00:00:00')).toBe('PROOF_INVALID')
    expect(await ending(7)).toBe('PROOF_INVALID')
  })

  test('KEY-01: takes the key from the document of an https address, if there is one', async () => {
    const controller = 'https://issuer.example/profiles/1'
    const id = `${controller}#key`
    const document = {
      id: controller,
      verificationMethod: [{ id, type: 'Multikey', controller, publicKeyMultibase: issuer.publicKeyMultibase }],
      assertionMethod: [id],
    }
    const signed = await writer.sign(aBadge(controller), issuer.options(id))
    const codeFor = async (served: unknown, binding: 'none' | 'issuer') =>
      codeOf(await reader.verify(signed, async (url) => (url === controller ? served : undefined), { binding }))
    expect(await codeFor(document, 'none')).toBe('ok')
    expect(await codeFor(undefined, 'none')).toBe('KEY_UNRESOLVABLE')
    expect(await codeFor({ ...document, assertionMethod: [] }, 'none')).toBe('ISSUER_KEY_UNBOUND')
    expect(await codeFor(document, 'issuer')).toBe('ok')
  })
})
