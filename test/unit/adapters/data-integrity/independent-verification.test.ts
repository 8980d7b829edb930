import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { credentialJwtWriter } from '../../../../functions/adapters/vc-jwt/credential-jwt.ts'
import { toDidDocument } from '../../../../functions/domain/credential/to-did-document.ts'
import type { JsonObject } from '../../../../functions/ports/proofs.ts'
import { aBadge, aKey, aKeyOf, signedEndorsements } from '../../../support/badge-shapes.ts'
import { verifyWithJose } from '../../../support/independent-jwt.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../../../support/independent-verifiers.ts'
import { aJwtKey } from '../../../support/jwt-keys.ts'
import { missingObSchemas, obSchemaErrors } from '../../../support/ob-schema.ts'

const DID = 'did:web:localhost%3A8080:communities:weavers'
const DID_URL = 'http://localhost:8080/communities/weavers/did.json'
const writer = rdfcProofWriter()
const key = aKey()
const methodId = `${DID}#${key.publicKeyMultibase}`

const didDocument = {
  '@context': [
    'https://www.w3.org/ns/did/v1',
    'https://w3id.org/security/multikey/v1',
    'https://w3id.org/security/jwk/v1',
  ],
  id: DID,
  verificationMethod: [{ id: methodId, type: 'Multikey', controller: DID, publicKeyMultibase: key.publicKeyMultibase }],
  assertionMethod: [methodId],
}

function aStatusList(revokedIndex?: number) {
  const bits = new Uint8Array(131_072 / 8)
  if (revokedIndex !== undefined) bits[revokedIndex >> 3] = 0x80 >> (revokedIndex & 7)
  const id = 'https://badges.example/status/01JL'
  return writer.sign(
    {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: DID,
      validFrom: '2026-01-05T10:00:00Z',
      credentialSubject: {
        id: `${id}#list`,
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: `u${gzipSync(bits).toString('base64url')}`,
        ttl: 300_000,
      },
    },
    key.options(methodId),
  )
}

const verifiers = [
  ['@digitalbazaar/vc', verifyWithDigitalBazaar],
  ['@digitalcredentials/verifier-core', verifyWithVerifierCore],
] as const

describe.each(verifiers)('what is signed here, in %s', (_, verify) => {
  let badge: JsonObject & { readonly endorsement?: readonly JsonObject[] }
  let documents: Readonly<Record<string, unknown>>
  beforeAll(async () => {
    const endorsement = await signedEndorsements(3)
    badge = await writer.sign(aBadge(DID, endorsement), key.options(methodId))
    documents = { [DID_URL]: didDocument, 'https://badges.example/status/01JL': await aStatusList() }
  })

  test('a badge verifies, and so does each endorsement in it', async () => {
    expect(await verify(badge, { documents })).toEqual({ verified: true, errors: [] })
    for (const endorsement of badge.endorsement ?? []) {
      expect(await verify(endorsement, { documents: {} })).toEqual({ verified: true, errors: [] })
    }
  })

  test('a changed badge does not', async () => {
    const verdict = await verify({ ...badge, name: 'Basket weaving, advanced' }, { documents })
    expect(verdict.verified).toBe(false)
    expect(verdict.errors.join()).toMatch(/signature/i)
  })

  test('a badge with a term that no context defines does not', async () => {
    expect((await verify({ ...badge, undefinedHere: 'x' }, { documents })).verified).toBe(false)
  })

  test('a revoked badge does not', async () => {
    const revoked = { ...documents, 'https://badges.example/status/01JL': await aStatusList(4711) }
    expect((await verify(badge, { documents: revoked })).verified).toBe(false)
  })

  test('a badge whose status list is not served does not', async () => {
    expect((await verify(badge, { documents: { [DID_URL]: didDocument } })).verified).toBe(false)
  })
})

describe.each(['P-256', 'P-384'] as const)('a badge signed with %s, in @digitalbazaar/vc', (algorithm) => {
  test('DI-01, DI-06: verifies with its embedded endorsements, and does not once it is changed', async () => {
    const ecdsaKey = await aKeyOf(algorithm)
    const { credentialStatus: _, ...badge } = aBadge(ecdsaKey.did, await signedEndorsements(3))
    const signed = await writer.sign(badge, ecdsaKey.options())
    expect(await verifyWithDigitalBazaar(signed, { documents: {} })).toEqual({ verified: true, errors: [] })
    expect((await verifyWithDigitalBazaar({ ...signed, name: 'x' }, { documents: {} })).verified).toBe(false)
  })

  test('DI-10: verifies as one of a set with Ed25519', async () => {
    const { credentialStatus: _, ...badge } = aBadge(key.did)
    const first = await writer.sign(badge, key.options())
    const set = await writer.addProof(first, (await aKeyOf(algorithm)).options())
    expect((await rdfcProofReader().verify(set, async () => undefined)).ok).toBe(true)
    expect(await verifyWithDigitalBazaar(set, { documents: {} })).toEqual({ verified: true, errors: [] })
  })
})

describe.each(['RSA-2048', 'P-256'] as const)(
  'a badge as JWT signed with %s, in jose with the claim rules',
  (algorithm) => {
    const KID = 'http://localhost:8080/communities/weavers/keys/1'
    let jwt = ''
    let badge: JsonObject
    let documents: Readonly<Record<string, unknown>>
    beforeAll(async () => {
      const { publicKeyJwk, sign, thumbprint } = await aJwtKey(algorithm)
      const method = { verificationMethod: `${DID}#${thumbprint}`, publicKeyJwk, url: KID }
      documents = { [KID]: publicKeyJwk, [DID_URL]: toDidDocument(DID, [method]) }
      badge = await writer.sign(aBadge(DID, await signedEndorsements(3)), key.options(methodId))
      jwt = await credentialJwtWriter().signJwt(badge, { kid: KID, publicKeyJwk, sign })
    })

    test('JWT-07, JWT-08, JWT-11, JWT-13: verifies, and both forms are one badge', async () => {
      const verdict = await verifyWithJose(jwt, { documents })
      expect(verdict).toEqual({ verified: true, errors: [], credential: badge })
      const { proof: _, ...unsigned } = badge
      const { proof: __, ...inJwt } = verdict.credential
      expect(inJwt).toEqual(unsigned)
    })

    test('does not verify changed, under another key, or with a key that its issuer does not list', async () => {
      const [header, payload = '', signature] = jwt.split('.')
      const changed = Buffer.from(payload, 'base64url').toString().replace('Basket', 'Casket')
      const forged = [header, Buffer.from(changed).toString('base64url'), signature].join('.')
      expect((await verifyWithJose(forged, { documents })).verified).toBe(false)
      const { publicKeyJwk } = await aJwtKey(algorithm)
      expect((await verifyWithJose(jwt, { documents: { ...documents, [KID]: publicKeyJwk } })).verified).toBe(false)
      const unlisted = { ...documents, [DID_URL]: toDidDocument(DID, []) }
      expect((await verifyWithJose(jwt, { documents: unlisted })).verified).toBe(false)
    })
  },
)

describe('what is signed here', () => {
  test('verifies in our own reader', async () => {
    const badge = await writer.sign(aBadge(DID, await signedEndorsements(3)), key.options(methodId))
    expect(await rdfcProofReader().verify(badge, async () => didDocument)).toMatchObject({ ok: true })
  })

  test('conforms to the 1EdTech schemas', async ({ skip }) => {
    const missing = missingObSchemas()
    skip(missing !== undefined, missing)
    const [endorsement, ...others] = await signedEndorsements(3)
    const badge = await writer.sign(aBadge(DID, [endorsement ?? {}, ...others]), key.options(methodId))
    expect(obSchemaErrors('achievementcredential', badge)).toEqual([])
    expect(obSchemaErrors('endorsementcredential', endorsement)).toEqual([])
    // The array around the one proof is what the schema insists on.
    expect(obSchemaErrors('achievementcredential', { ...badge, proof: badge.proof[0] })).not.toEqual([])
  })
})
