import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { generateEd25519, generateKey, openSecret, signWith } from '../../functions/adapters/keys/key-pair.ts'
import {
  didKeyMethodId,
  type Multikey,
  type MultikeyAlgorithm,
  toDidKey,
} from '../../functions/domain/shared/multikey.ts'
import type { JsonObject, ProofOptions } from '../../functions/ports/proofs.ts'

const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const
const BASE = 'https://badges.example'
const AT = '2026-01-05T10:00:00Z'

/** A key in memory that signs as itself (`did:key`) or as the method named. */
export interface TestKey {
  readonly did: string
  readonly publicKeyMultibase: Multikey
  /** What the proof adapters ask for. */
  options(verificationMethod?: string): ProofOptions
}

/** Makes an Ed25519 key for a test. */
export function aKey(): TestKey {
  const { publicKeyMultibase, privateKey } = generateEd25519()
  return toTestKey(publicKeyMultibase, async (bytes) => signWith(privateKey, 'Ed25519', bytes))
}

/** Makes a key of any kind that Data Integrity knows. */
export async function aKeyOf(algorithm: MultikeyAlgorithm): Promise<TestKey> {
  const { publicHalf, secret } = await generateKey(algorithm)
  if (publicHalf.algorithm === 'RSA-2048') throw new TypeError('RSA has no Multikey')
  const privateKey = openSecret(secret, publicHalf)
  return toTestKey(publicHalf.publicKeyMultibase, async (bytes) => signWith(privateKey, algorithm, bytes))
}

const toTestKey = (publicKeyMultibase: Multikey, sign: ProofOptions['sign']): TestKey => ({
  did: toDidKey(publicKeyMultibase),
  publicKeyMultibase,
  options: (verificationMethod = didKeyMethodId(publicKeyMultibase)) => ({
    verificationMethod,
    publicKeyMultibase,
    sign,
    created: new Date(AT),
  }),
})

/** A badge as this service issues it, unsigned. */
export const aBadge = (issuer: string, endorsement: readonly JsonObject[] = []) => ({
  '@context': CONTEXTS,
  id: `${BASE}/credentials/01JB`,
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Basket weaving',
  issuer: { id: issuer, type: ['Profile'], name: 'Weavers’ Guild' },
  validFrom: AT,
  awardedDate: AT,
  credentialSubject: {
    id: 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33',
    type: ['AchievementSubject'],
    identifier: [
      {
        type: 'IdentityObject',
        hashed: true,
        identityHash: `sha256$${'ab'.repeat(32)}`,
        identityType: 'emailAddress',
        salt: 'c2l4dGVlbiBieXRlcyE',
      },
    ],
    achievement: {
      id: `${BASE}/achievements/01JA/1`,
      type: ['Achievement'],
      name: 'Basket weaving',
      description: 'Weaves a basket that holds water for an hour.',
      criteria: { narrative: 'The basket is shown and tried.' },
      resultDescription: [
        {
          id: `${BASE}/achievements/01JA/1#endorsements`,
          type: ['ResultDescription'],
          name: 'Peer endorsements',
          resultType: 'RawScore',
          requiredValue: '3',
        },
      ],
    },
    result: [
      {
        type: ['Result'],
        resultDescription: `${BASE}/achievements/01JA/1#endorsements`,
        value: String(endorsement.length),
      },
    ],
  },
  evidence: [{ id: `${BASE}/awards/01JB`, type: ['Evidence'], name: 'Award record' }],
  credentialStatus: {
    id: `${BASE}/status/01JL#4711`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '4711',
    statusListCredential: `${BASE}/status/01JL`,
  },
  ...(endorsement.length === 0 ? {} : { endorsement }),
})

/** One peer's endorsement of that badge, unsigned. */
const anEndorsement = (endorser: string, number = 1) => ({
  '@context': CONTEXTS,
  id: `${BASE}/endorsements/${number}`,
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement of Basket weaving',
  issuer: { id: endorser, type: ['Profile'], name: `Peer ${number}` },
  validFrom: AT,
  credentialSubject: {
    id: `${BASE}/credentials/01JB`,
    type: ['EndorsementSubject'],
    endorsementComment: `I saw it hold water, says ${number}.`,
  },
  evidence: [
    {
      id: `${BASE}/awards/01JB/evidence/1`,
      type: ['Evidence'],
      name: 'Evidence, version 1',
      narrative: 'Craft: sound',
    },
  ],
})

/** That many signed endorsements, each by a peer with a key of their own. */
export function signedEndorsements(count: number) {
  const writer = rdfcProofWriter()
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const key = aKey()
      return writer.sign(anEndorsement(key.did, i + 1), key.options())
    }),
  )
}
