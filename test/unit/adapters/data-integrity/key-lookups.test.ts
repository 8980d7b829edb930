import { describe, expect, test } from 'vitest'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject, ProofVerdict } from '../../../../functions/ports/proofs.ts'
import { Unavailable } from '../../../../functions/ports/unavailable.ts'
import { aBadge, aKey } from '../../../support/badge-shapes.ts'

const writer = rdfcProofWriter()
const reader = rdfcProofReader()
const ISSUER = 'https://acme.example/issuers/1'
const codesOf = (verdict: ProofVerdict) =>
  verdict.ok ? ['ok'] : [verdict, ...(verdict.further ?? [])].map(({ code }) => code)

/** Resolves to nothing, and remembers what it was asked for. */
function listening(documents: Readonly<Record<string, unknown>> = {}) {
  const asked: string[] = []
  const resolveDid = async (did: string) => {
    asked.push(did)
    return documents[did]
  }
  return { asked, resolveDid }
}

describe('what a document makes the verifier look up', () => {
  test('VER-05: a set of proofs under fifty hosts of the signer’s makes it ask the issuer’s only', async () => {
    const signed = await writer.sign(aBadge(ISSUER), aKey().options('https://evil.example/0#key'))
    const proof = Array.from({ length: 50 }, (_, n) => ({
      ...signed.proof[0],
      verificationMethod: `https://evil-${n}.example/#key`,
    }))
    const { asked, resolveDid } = listening()
    expect(codesOf(await reader.verify({ ...signed, proof }, resolveDid))).toEqual(['ISSUER_KEY_UNBOUND'])
    expect(asked).toEqual([ISSUER])
  })

  test('VER-05: it ends with the first proof that does not hold', async () => {
    const key = aKey()
    const signed = await writer.sign(aBadge(key.did), key.options())
    const witnesses = Array.from({ length: 49 }, (_, n) => ({
      ...signed.proof[0],
      verificationMethod: `https://evil-${n}.example/#key`,
    }))
    const { asked, resolveDid } = listening()
    const verdict = await reader.verify({ ...signed, proof: [...signed.proof, ...witnesses] }, resolveDid)
    expect(codesOf(verdict)).toEqual(['KEY_UNRESOLVABLE'])
    expect(asked).toEqual(['https://evil-0.example/'])
  })

  test('KEY-06: nothing is asked on behalf of an issuer that lists no keys of others', async () => {
    const { asked, resolveDid } = listening()
    for (const issuer of [aKey().did, 'urn:uuid:1', 'did:example:other']) {
      const signed = await writer.sign(aBadge(issuer), aKey().options('https://evil.example/#key'))
      expect(codesOf(await reader.verify(signed, resolveDid))).toEqual(['ISSUER_KEY_UNBOUND'])
    }
    expect(asked).toEqual([])
  })

  test('KEY-02: a witness may sign beside the issuer with a key under an address of its own', async () => {
    const issuer = aKey()
    const witness = aKey()
    const method = 'https://witness.example/me#key'
    const described = {
      id: method,
      type: 'Multikey',
      controller: 'https://witness.example/me',
      publicKeyMultibase: witness.publicKeyMultibase,
    }
    const set = await writer.addProof(await writer.sign(aBadge(issuer.did), issuer.options()), witness.options(method))
    const document = { id: 'https://witness.example/me', verificationMethod: [described], assertionMethod: [method] }
    const served = listening({ 'https://witness.example/me': document })
    expect(codesOf(await reader.verify(set, served.resolveDid))).toEqual(['ok'])
    const unlisted = listening({ 'https://witness.example/me': { ...document, assertionMethod: [] } })
    expect(codesOf(await reader.verify(set, unlisted.resolveDid))).toEqual(['ISSUER_KEY_UNBOUND'])
  })
})

describe('what is said of a document with more than one fault', () => {
  const key = aKey()
  const away = async () => {
    throw new Unavailable(ISSUER, 'timed_out')
  }
  const signed = (changes: JsonObject = {}, method = `${ISSUER}#key`) =>
    writer.sign(aBadge(ISSUER), key.options(method)).then((document) => ({ ...document, ...changes }))

  test('VER-07: an undefined term leaves no signature that could hold, whatever becomes of the key', async () => {
    const { resolveDid } = listening()
    expect(codesOf(await reader.verify(await signed({ madeUp: 'x' }), resolveDid))).toEqual([
      'JSONLD_UNDEFINED_TERM',
      'PROOF_INVALID',
      'KEY_UNRESOLVABLE',
    ])
    expect(codesOf(await reader.verify(await signed({ madeUp: 'x' }), away))).toEqual([
      'JSONLD_UNDEFINED_TERM',
      'PROOF_INVALID',
      'KEY_UNRESOLVABLE',
    ])
  })

  test('KEY-01: what could not be had is thrown when nothing else is wrong', async () => {
    await expect(reader.verify(await signed(), away)).rejects.toThrow(Unavailable)
  })

  test('VER-06: a key that leads nowhere and a proof that is no JSON-LD are both named', async () => {
    const document = await signed()
    const [proof] = document.proof
    const broken = { ...document, proof: [{ ...proof, verificationMethod: key.publicKeyMultibase }] }
    expect(codesOf(await reader.verify(broken, away))).toEqual(['JSONLD_UNDEFINED_TERM', 'KEY_UNRESOLVABLE'])
  })
})
