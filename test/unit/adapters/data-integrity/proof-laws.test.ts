import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { credentialJwtReader, credentialJwtWriter } from '../../../../functions/adapters/vc-jwt/credential-jwt.ts'
import { toDidDocument } from '../../../../functions/domain/credential/to-did-document.ts'
import { decodeBase58, encodeBase58, type MultikeyAlgorithm } from '../../../../functions/domain/shared/multikey.ts'
import type { JsonObject } from '../../../../functions/ports/proofs.ts'
import { aBadge, aKeyOf, signedEndorsements, type TestKey } from '../../../support/badge-shapes.ts'
import { aJwtKey, type JwtTestKey } from '../../../support/jwt-keys.ts'

const writer = rdfcProofWriter()
const reader = rdfcProofReader()
const nowhere = async () => undefined
const holds = async (document: JsonObject) => (await reader.verify(document, nowhere)).ok
const withFlipped = (text: string, bit: number) => {
  const bytes = Buffer.from(text, 'base64url')
  const at = bit % (bytes.length * 8)
  bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7))
  return bytes.toString('base64url')
}

/** Text as people type it: whole characters of every plane. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => value.isWellFormed())
/** A badge with whatever its issuer may write into it. */
const aWrittenBadge = (issuer: string) =>
  fc
    .record({
      name: text,
      narrative: text,
      tag: fc.uniqueArray(text, { maxLength: 4 }),
      evidence: fc.array(fc.record({ type: fc.constant(['Evidence']), name: text, narrative: text }), { maxLength: 3 }),
      creditsAvailable: fc.integer({ min: 0, max: 1000 }),
    })
    .map(({ name, narrative, tag, evidence, creditsAvailable }): JsonObject => {
      const { credentialSubject, ...rest } = aBadge(issuer)
      const achievement = { ...credentialSubject.achievement, name, criteria: { narrative }, tag, creditsAvailable }
      return { ...rest, name, evidence, credentialSubject: { ...credentialSubject, achievement } }
    })

describe.each(['Ed25519', 'P-256', 'P-384'] as const)('proofs with %s', (algorithm: MultikeyAlgorithm) => {
  let key: TestKey
  beforeAll(async () => {
    key = await aKeyOf(algorithm)
  })

  test('DI-02, DI-03: whatever is signed verifies', async () => {
    await fc.assert(
      fc.asyncProperty(aWrittenBadge(key.did), async (badge) => {
        // Over the wire and back, as everyone else gets it.
        const signed = JSON.parse(JSON.stringify(await writer.sign(badge, key.options())))
        expect(await holds(signed)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('DI-06: no flipped bit of proofValue goes unnoticed', async () => {
    const signed = await writer.sign(aBadge(key.did), key.options())
    const [proof] = signed.proof
    const signature = decodeBase58(proof.proofValue.slice(1)) ?? new Uint8Array()
    await fc.assert(
      fc.asyncProperty(fc.nat(signature.length * 8 - 1), async (bit) => {
        const flipped = Uint8Array.from(signature)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(await holds({ ...signed, proof: [{ ...proof, proofValue: `z${encodeBase58(flipped)}` }] })).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})

describe('chains', () => {
  const IDS = ['urn:p:0', 'urn:p:1', 'urn:p:2', 'urn:p:3']
  let chain: JsonObject & { readonly proof: readonly unknown[] }
  beforeAll(async () => {
    const issuer = await aKeyOf('Ed25519')
    chain = await writer.sign(aBadge(issuer.did), { ...issuer.options(), id: 'urn:p:0' })
    for (const [link, id] of IDS.entries()) {
      if (link === 0) continue
      const { options } = await aKeyOf(link % 2 === 0 ? 'Ed25519' : 'P-256')
      chain = await writer.addProof(chain, { ...options(), id, previousProof: IDS[link - 1] })
    }
  })

  test('DI-10: hold exactly when nothing that a proof builds on was taken away, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), async (kept) => {
        const whole = kept.every((link) => link < kept.length)
        const proof = kept.map((link) => chain.proof[link])
        expect(await holds({ ...chain, proof })).toBe(whole)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a signature over RDF does not cover (DI-12, END-09)', () => {
  test('DI-12: the order of plain sets, and whether a typed number is text; the order of allowedValue it covers', async () => {
    const key = await aKeyOf('Ed25519')
    const { credentialSubject, ...rest } = aBadge(key.did)
    const description = {
      id: 'urn:uuid:7c2c1f3e-0201-4000-8000-000000000201',
      type: ['ResultDescription'],
      name: 'Level',
      resultType: 'RubricCriterionLevel',
      allowedValue: ['low', 'middle', 'high'],
      rubricCriterionLevel: ['one', 'two'].map((level) => ({
        id: `urn:level:${level}`,
        type: ['RubricCriterionLevel'],
        name: level,
      })),
    }
    const achievement = { ...credentialSubject.achievement, tag: ['a', 'b'], resultDescription: [description] }
    const written = (members: JsonObject, changed: JsonObject = {}, credits: unknown = 42) => ({
      ...rest,
      credentialSubject: { ...credentialSubject, creditsEarned: credits, achievement: { ...achievement, ...changed } },
      ...members,
    })
    const signed = await writer.sign(written({}), key.options())
    const { proof } = signed
    const still = (members: JsonObject, changed?: JsonObject, credits?: unknown) =>
      holds({ ...written(members, changed, credits), proof })
    const levels = { ...description, rubricCriterionLevel: description.rubricCriterionLevel.toReversed() }
    const values = { ...description, allowedValue: description.allowedValue.toReversed() }
    expect(await still({ type: rest.type.toReversed() })).toBe(true)
    expect(await still({}, { tag: ['b', 'a'] })).toBe(true)
    expect(await still({}, { resultDescription: [levels] })).toBe(true)
    expect(await still({}, {}, '42')).toBe(true)
    expect(await still({}, {}, 43)).toBe(false)
    expect(await still({}, { tag: ['b'] })).toBe(false)
    expect(await still({}, { resultDescription: [values] })).toBe(false)
  })

  test('END-09: comments exchanged between two endorsements; their own proofs notice it', async () => {
    const key = await aKeyOf('Ed25519')
    const [first, second] = await signedEndorsements(2)
    if (!first || !second) throw new Error('two were asked for')
    const signed = await writer.sign(aBadge(key.did, [first, second]), key.options())
    const commentOf = (endorsement: JsonObject) => Object(endorsement['credentialSubject']).endorsementComment
    const withComment = (endorsement: JsonObject, endorsementComment: unknown): JsonObject => ({
      ...endorsement,
      credentialSubject: { ...Object(endorsement['credentialSubject']), endorsementComment },
    })
    const exchanged = [withComment(first, commentOf(second)), withComment(second, commentOf(first))]
    expect(commentOf(first)).not.toBe(commentOf(second))
    expect(await holds({ ...signed, endorsement: exchanged })).toBe(true)
    for (const endorsement of exchanged) expect(await holds(endorsement)).toBe(false)
  })
})

describe('VC-JWTs', () => {
  const DID = 'did:web:badges.example:communities:weavers'
  const url = 'https://badges.example/communities/weavers/keys/1'
  let key: JwtTestKey
  beforeAll(async () => {
    key = await aJwtKey('P-256')
  })
  const verify = (jwt: string) => {
    const method = { verificationMethod: `${DID}#${key.thumbprint}`, publicKeyJwk: key.publicKeyJwk, url }
    const resolveDid = async () => toDidDocument(DID, [method])
    return credentialJwtReader().verifyJwt(jwt, { resolveDid, resolveKey: nowhere })
  }
  const sign = (badge: JsonObject) =>
    credentialJwtWriter().signJwt(badge, { kid: url, publicKeyJwk: key.publicKeyJwk, sign: key.sign })

  test('JWT-07: give back exactly the credential that went in', async () => {
    await fc.assert(
      fc.asyncProperty(aWrittenBadge(DID), async (badge) => {
        expect(await verify(await sign(badge))).toMatchObject({ ok: true, credential: badge })
      }),
      { numRuns: 40 },
    )
  })

  test('JWT-01: lose their signature with any flipped bit in any part, END-09 and DI-12 included', async () => {
    const parts = (await sign(aBadge(DID, await signedEndorsements(2)))).split('.')
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(), async (part, bit) => {
        const changed = parts.map((text, at) => (at === part ? withFlipped(text, bit) : text))
        expect((await verify(changed.join('.'))).ok).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})
