import type { JsonMembers } from './pointers.ts'
import { type SeededKey, seededKey, seededNumbers } from './seeded.ts'

/** What a badge is made of: a small one under `did:key`, one with a status under `did:web`, one with endorsements, a rich one. */
export const SHAPES = ['small', 'with a status', 'endorsed', 'rich'] as const
export type Shape = (typeof SHAPES)[number]

/** A badge before it is signed, with the keys it is to be signed with and the place it comes from. */
export interface Draft {
  readonly shape: Shape
  readonly host: string
  readonly key: SeededKey
  /** DID URL of that key. */
  readonly methodId: string
  readonly issuer: string
  readonly badge: JsonMembers
  /** Unsigned, with the key of each. */
  readonly endorsements: readonly { readonly key: SeededKey; readonly credential: JsonMembers }[]
}

export const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]
export const STATUS_INDEX = 4711

const WORDS = ['Basket', 'Loom', 'Dye', 'Spindle', 'Twill', 'Felt', 'Lace', 'Sail'] as const

/** The badge of a number: the same in every run, and at a host of its own, since some of the software compared remembers. */
export function draftOf(shape: Shape, number: number): Draft {
  const random = seededNumbers(number)
  const host = `b${number}.example`
  const key = seededKey(`issuer ${number}`)
  const issuer = shape === 'small' ? key.did : `did:web:${host}`
  const name = `${WORDS[Math.floor(random() * WORDS.length)]} ${Math.floor(random() * 1000)}`
  const base = `https://${host}`
  const badge: JsonMembers = {
    '@context': [...CONTEXTS],
    id: `${base}/credentials/1`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name,
    issuer: { id: issuer, type: ['Profile'], name: 'Weavers’ Guild' },
    validFrom: '2026-01-05T10:00:00Z',
    credentialSubject: {
      id: 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33',
      type: ['AchievementSubject'],
      achievement: {
        id: `${base}/achievements/1`,
        type: ['Achievement'],
        name,
        description: 'Weaves a basket that holds water for an hour.',
        criteria: { narrative: 'The basket is shown and tried.' },
      },
    },
  }
  if (shape === 'with a status') badge['credentialStatus'] = statusEntry(base)
  if (shape === 'rich') Object.assign(badge, richMembers(base, Math.floor(random() * 100)))
  return {
    shape,
    host,
    key,
    methodId: shape === 'small' ? `${key.did}#${key.publicKeyMultibase}` : `${issuer}#${key.publicKeyMultibase}`,
    issuer,
    badge,
    endorsements: shape === 'endorsed' ? [1, 2].map((peer) => endorsementOf(base, number, peer)) : [],
  }
}

const statusEntry = (base: string): JsonMembers => ({
  id: `${base}/status/1#${STATUS_INDEX}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(STATUS_INDEX),
  statusListCredential: `${base}/status/1`,
})

const richMembers = (base: string, score: number): JsonMembers => ({
  description: 'Given for plain weave.',
  awardedDate: '2026-01-04T10:00:00Z',
  validUntil: '2046-01-05T10:00:00Z',
  image: { id: `${base}/image.png`, type: 'Image', caption: 'A loom' },
  evidence: [{ id: `${base}/evidence/1`, type: ['Evidence'], name: 'A cloth', narrative: 'Seen by all.' }],
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
      id: `${base}/achievements/1`,
      type: ['Achievement'],
      name: 'Plain weave',
      description: 'Weaves a plain cloth.',
      criteria: { id: `${base}/criteria`, narrative: 'The cloth is even.' },
      alignment: [{ type: ['Alignment'], targetName: 'Weaving', targetUrl: `${base}/framework/1` }],
      resultDescription: [
        {
          id: `${base}/results/1`,
          type: ['ResultDescription'],
          name: 'Score',
          resultType: 'RawScore',
          requiredValue: '3',
        },
      ],
    },
    result: [{ type: ['Result'], resultDescription: `${base}/results/1`, value: String(score) }],
  },
})

function endorsementOf(base: string, number: number, peer: number) {
  const key = seededKey(`peer ${peer} of ${number}`)
  const credential: JsonMembers = {
    '@context': [...CONTEXTS],
    id: `${base}/endorsements/${peer}`,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: 'Endorsement',
    issuer: { id: key.did, type: ['Profile'], name: `Peer ${peer}` },
    validFrom: '2026-01-05T10:00:00Z',
    credentialSubject: {
      id: `${base}/credentials/1`,
      type: ['EndorsementSubject'],
      endorsementComment: `I saw it hold water, says ${peer}.`,
    },
  }
  return { key, credential }
}
