import { AwardRecordSchema } from '../../../schemas/award-record.ts'
import {
  CredentialStatusSchema,
  CredentialVersionsSchema,
  RefreshedCredentialSchema,
  ReinstateCredentialSchema,
  ReinstatedCredentialSchema,
  RevokeCredentialSchema,
  RevokedCredentialSchema,
  SuspendCredentialSchema,
  SuspendedCredentialSchema,
} from '../../../schemas/credential.ts'
import { BitstringStatusListCredentialSchema } from '../../../schemas/open-badges/status-list.ts'
import {
  EndorsementCredentialSchema,
  OpenBadgeCredentialSchema,
  OpenBadgesAchievementSchema,
  ProfileSchema,
} from '../../../schemas/open-badges.ts'
import { exampleOf, type SchemaExample } from './example-of.ts'
import { PLAIN_WEAVE } from './plain-weave.ts'

export const CREDENTIALS: readonly SchemaExample[] = [
  exampleOf(CredentialStatusSchema, {
    id: '01M8DJSSS7BJZ5K33TXCB858R5',
    status: 'valid',
    statusVersion: 3,
    history: [
      {
        status: 'suspended',
        reason: 'A question about the evidence is being looked into.',
        at: '2026-11-27T04:04:31.085Z',
      },
      { status: 'valid', reason: 'The question is answered.', at: '2026-11-27T04:04:31.315Z' },
    ],
  }),
  exampleOf(CredentialVersionsSchema, {
    items: [
      {
        version: 1,
        digest: 'QIwrIsgKFuNeV0xzumkbF4832PgTxJXxY2h7FQ3IIdo',
        storedAt: '2026-11-27T04:04:23.904Z',
        jwtDigest: 'tPPQ_ERBaN-y1jlsHh_Z6SDOcUVnuPItABjMeWkw_p0',
        current: true,
      },
    ],
  }),
  exampleOf(RefreshedCredentialSchema, {
    id: '01M8DJSSS7BJZ5K33TXCB858R5',
    version: 1,
    validFrom: '2026-11-27T04:04:23Z',
  }),
  exampleOf(ReinstateCredentialSchema, { reason: 'The question is answered.' }),
  exampleOf(ReinstatedCredentialSchema, {
    id: '01M8DJSSS7BJZ5K33TXCB858R5',
    status: 'valid',
    changedAt: '2026-11-27T04:04:31.315Z',
    reason: 'The question is answered.',
  }),
  exampleOf(RevokeCredentialSchema, { reason: 'Given by mistake.' }),
  exampleOf(RevokedCredentialSchema, {
    id: '01M8DJSSS7BJZ5K33TXCB858R5',
    status: 'revoked',
    revokedAt: '2026-11-27T04:04:47.588Z',
    reason: 'Given by mistake.',
  }),
  exampleOf(SuspendCredentialSchema, { reason: 'A question about the evidence is being looked into.' }),
  exampleOf(SuspendedCredentialSchema, {
    id: '01M8DJSSS7BJZ5K33TXCB858R5',
    status: 'suspended',
    changedAt: '2026-11-27T04:04:31.085Z',
    reason: 'A question about the evidence is being looked into.',
  }),
  exampleOf(AwardRecordSchema, {
    id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5',
    type: 'AwardRecord',
    recordVersion: 1,
    issuer: 'did:web:badges.example.org:communities:weavers',
    credential: 'https://badges.example.org/credentials/01M8DJSSS7BJZ5K33TXCB858R5',
    achievement: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1',
    policy: {
      decisionVersion: 1,
      minEndorsers: 2,
      eligibility: [{ kind: 'any-member' }],
      minAssurance: 'asserted',
      disagreement: { notYetForRevision: 2, maxSpread: 1 },
      independence: { reciprocityWindowDays: 90, ringSize: 3, maxSharePerEndorser: 0.2, shareFromEndorsements: 50 },
      anchored: 0,
      blindness: 'open',
      objectionHours: 0,
      living: 'suspend',
      livingGraceDays: 7,
      claimDays: 90,
      endorsementDays: 365,
    },
    policyDigest: 'SlYCZR-JdgksV2mHIglksy8Hw5s4jn3QmAEVfXf9Oo0',
    rubric: [{ id: 'craft', levels: ['rough', 'sound', 'fine'], requiredLevel: 'sound' }],
    learner: 'endorser-0b51ed06ce4047d6fe32',
    evidenceVersion: {
      number: 2,
      digest: 'RrELZRRwbG8puoRZY5fjIa8YMgErHxzJMsljuXttzU0',
      url: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
    },
    openedAt: '2026-11-27T04:04:17.319Z',
    decidedAt: '2026-11-27T04:04:23.019Z',
    decision: { kind: 'met', counted: 2, required: 2 },
    endorsements: [
      {
        id: 'https://badges.example.org/endorsements/01M8DJSXHDM0J1S7GRMM2HC5VS',
        endorser: 'endorser-d717327fc39e1c924fd3',
        version: 2,
        givenAt: '2026-11-27T04:04:21.356Z',
        ratings: { craft: 'fine' },
        facts: { assurance: 'asserted', shareExceeded: false },
        counted: true,
        reasons: [],
      },
      {
        id: 'https://badges.example.org/endorsements/01M8DJSYSJ8KMWXKGQ3N1RJ6AW',
        endorser: 'endorser-36dff5aadc8d6fc6d955',
        version: 1,
        givenAt: '2026-11-27T04:04:22.450Z',
        ratings: { craft: 'sound' },
        facts: { assurance: 'asserted', shareExceeded: false },
        counted: true,
        reasons: [],
      },
    ],
    proof: {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: '2026-11-27T04:04:23Z',
      verificationMethod:
        'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
      proofPurpose: 'assertionMethod',
      proofValue: 'z5nXkiEE1L3bYqWaQJFd96WZPQ5G9kiMf3AbFttekELmUqXddXnbwdSyR9B96BCGMSnWsKZiwd7VzUS1jt33BPPag',
    },
  }),
  exampleOf(EndorsementCredentialSchema, {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: 'https://badges.example.org/endorsements/01M8DJSXHDM0J1S7GRMM2HC5VS',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: 'Peer endorsement of Plain weave',
    description: 'Weavers’ Guild states who gave this endorsement; no sign-in of theirs was checked.',
    issuer: {
      id: 'did:key:z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx',
      type: ['Profile'],
      name: 'Bela',
      description: 'Signed for the peer by Weavers’ Guild.',
    },
    validFrom: '2026-11-27T04:04:21Z',
    credentialSubject: {
      id: 'https://badges.example.org/credentials/01M8DJSSS7BJZ5K33TXCB858R5',
      type: ['EndorsementSubject'],
      endorsementComment: 'Even from edge to edge, and finely beaten.',
    },
    evidence: [
      {
        id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
        type: ['Evidence'],
        name: 'Evidence version 2',
        narrative: 'Craft: Fine.',
      },
    ],
    relatedResource: [
      {
        id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
        digestSRI: 'sha256-RrELZRRwbG8puoRZY5fjIa8YMgErHxzJMsljuXttzU0=',
      },
    ],
    proof: [
      {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: '2026-11-27T04:04:22Z',
        verificationMethod:
          'did:key:z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx#z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx',
        proofPurpose: 'assertionMethod',
        proofValue: 'zb6S4k3N7qg2AMGfuQcUwki3AonMQVFanRa8ZKYeSQqJohSmU2XX6H89sg6vCGr9tKShJBbVoLFChhy8kyacUDDK',
      },
    ],
  }),
  exampleOf(OpenBadgeCredentialSchema, {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ],
    id: 'https://badges.example.org/credentials/01M8DJSSS7BJZ5K33TXCB858R5',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Plain weave',
    description: 'Weaves a plain cloth on a frame loom.',
    issuer: {
      id: 'did:web:badges.example.org:communities:weavers',
      type: ['Profile'],
      name: 'Weavers’ Guild',
      url: 'https://weavers.example.org',
      description: 'We weave on frame looms and help each other.',
      email: 'hello@weavers.example.org',
    },
    validFrom: '2026-11-27T04:04:23Z',
    awardedDate: '2026-11-27T04:04:23Z',
    credentialSubject: {
      id: 'urn:uuid:c8a8b82b-0fa4-49d0-befa-7535d6e529ac',
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: 'sha256$be0436387896062968b8d38bbb8c5b93c157f6da50f50d822e1feee1e98e96a7',
          identityType: 'emailAddress',
          salt: '5YWzuEbOp_GYSgrOzdkplw',
        },
      ],
      narrative: 'I wove the left edge anew.',
      achievement: PLAIN_WEAVE,
      result: [
        {
          type: ['Result'],
          resultDescription: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#endorsers',
          value: '2',
        },
        {
          type: ['Result'],
          resultDescription: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft',
          achievedLevel:
            'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft-level-sound',
        },
      ],
    },
    evidence: [
      {
        id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5',
        type: ['Evidence'],
        name: 'Award record',
        description: 'Why this badge was given: the rule, the endorsements that counted and the decision.',
      },
      { id: 'https://cloth.example.org/asha/2', type: ['Evidence'], name: 'The cloth, again' },
    ],
    credentialStatus: {
      id: 'https://badges.example.org/status/01M8DJSZGRGHNQWSEHJHW35VCW#102120',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '102120',
      statusListCredential: 'https://badges.example.org/status/01M8DJSZGRGHNQWSEHJHW35VCW',
    },
    refreshService: {
      id: 'https://badges.example.org/refresh/n3OS2SI_81QQkhgGz7J_oUv0OHW4Vuw4SLxN-M0CH6A',
      type: '1EdTechCredentialRefresh',
    },
    endorsement: [
      {
        '@context': [
          'https://www.w3.org/ns/credentials/v2',
          'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
        ],
        id: 'https://badges.example.org/endorsements/01M8DJSXHDM0J1S7GRMM2HC5VS',
        type: ['VerifiableCredential', 'EndorsementCredential'],
        name: 'Peer endorsement of Plain weave',
        description: 'Weavers’ Guild states who gave this endorsement; no sign-in of theirs was checked.',
        issuer: {
          id: 'did:key:z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx',
          type: ['Profile'],
          name: 'Bela',
          description: 'Signed for the peer by Weavers’ Guild.',
        },
        validFrom: '2026-11-27T04:04:21Z',
        credentialSubject: {
          id: 'https://badges.example.org/credentials/01M8DJSSS7BJZ5K33TXCB858R5',
          type: ['EndorsementSubject'],
          endorsementComment: 'Even from edge to edge, and finely beaten.',
        },
        evidence: [
          {
            id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
            type: ['Evidence'],
            name: 'Evidence version 2',
            narrative: 'Craft: Fine.',
          },
        ],
        relatedResource: [
          {
            id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
            digestSRI: 'sha256-RrELZRRwbG8puoRZY5fjIa8YMgErHxzJMsljuXttzU0=',
          },
        ],
        proof: [
          {
            type: 'DataIntegrityProof',
            cryptosuite: 'eddsa-rdfc-2022',
            created: '2026-11-27T04:04:22Z',
            verificationMethod:
              'did:key:z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx#z6MkkaVM9WjGS5gF7netF31M51qW1Z4Kj4yUHw93jzdQDDDx',
            proofPurpose: 'assertionMethod',
            proofValue: 'zb6S4k3N7qg2AMGfuQcUwki3AonMQVFanRa8ZKYeSQqJohSmU2XX6H89sg6vCGr9tKShJBbVoLFChhy8kyacUDDK',
          },
        ],
      },
      {
        '@context': [
          'https://www.w3.org/ns/credentials/v2',
          'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
        ],
        id: 'https://badges.example.org/endorsements/01M8DJSYSJ8KMWXKGQ3N1RJ6AW',
        type: ['VerifiableCredential', 'EndorsementCredential'],
        name: 'Peer endorsement of Plain weave',
        description: 'Weavers’ Guild states who gave this endorsement; no sign-in of theirs was checked.',
        issuer: {
          id: 'did:key:z6MkopHLfLvBmGKmgZxgrHpzfrpWggU188smAPZEsGs81j38',
          type: ['Profile'],
          name: 'Cleo',
          description: 'Signed for the peer by Weavers’ Guild.',
        },
        validFrom: '2026-11-27T04:04:22Z',
        credentialSubject: {
          id: 'https://badges.example.org/credentials/01M8DJSSS7BJZ5K33TXCB858R5',
          type: ['EndorsementSubject'],
          endorsementComment: 'A sound first cloth.',
        },
        evidence: [
          {
            id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
            type: ['Evidence'],
            name: 'Evidence version 2',
            narrative: 'Craft: Sound.',
          },
        ],
        relatedResource: [
          {
            id: 'https://badges.example.org/awards/01M8DJSSS7BJZ5K33TXCB858R5/evidence/2',
            digestSRI: 'sha256-RrELZRRwbG8puoRZY5fjIa8YMgErHxzJMsljuXttzU0=',
          },
        ],
        proof: [
          {
            type: 'DataIntegrityProof',
            cryptosuite: 'eddsa-rdfc-2022',
            created: '2026-11-27T04:04:22Z',
            verificationMethod:
              'did:key:z6MkopHLfLvBmGKmgZxgrHpzfrpWggU188smAPZEsGs81j38#z6MkopHLfLvBmGKmgZxgrHpzfrpWggU188smAPZEsGs81j38',
            proofPurpose: 'assertionMethod',
            proofValue: 'z48F9gkA8Pnu3uq3BLiJpLtcLCpx4nUsLSJNr3G9EyQmk8xMW7pDWbjjQcT338sViUfHZSi2XvN4Bjdo9M8b7YKnW',
          },
        ],
      },
    ],
    proof: [
      {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: '2026-11-27T04:04:23Z',
        verificationMethod:
          'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        proofPurpose: 'assertionMethod',
        proofValue: 'z32meNXTtnnacXU5NkfPVDCyWyMCxrb8jTipBXopszSQ1D3SbKiuDsuCYbuGkubbMsi2Wsg15zRcvGKnftnr2U5yX',
      },
    ],
  }),
  exampleOf(OpenBadgesAchievementSchema, {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    ...PLAIN_WEAVE,
    creator: {
      id: 'did:web:badges.example.org:communities:weavers',
      type: ['Profile'],
      name: 'Weavers’ Guild',
      url: 'https://weavers.example.org',
      description: 'We weave on frame looms and help each other.',
      email: 'hello@weavers.example.org',
    },
  }),
  exampleOf(ProfileSchema, {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
    ],
    id: 'did:web:badges.example.org:communities:weavers',
    type: ['Profile'],
    name: 'Weavers’ Guild',
    url: 'https://weavers.example.org',
    description: 'We weave on frame looms and help each other.',
    email: 'hello@weavers.example.org',
    verificationMethod: [
      {
        id: 'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        type: 'Multikey',
        controller: 'did:web:badges.example.org:communities:weavers',
        publicKeyMultibase: 'z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
      },
    ],
    assertionMethod: [
      'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
    ],
  }),
  exampleOf(BitstringStatusListCredentialSchema, {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'https://badges.example.org/status/01M8DJSZGRGHNQWSEHJHW35VCW',
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'did:web:badges.example.org:communities:weavers',
    validFrom: '2026-11-27T04:04:23Z',
    credentialSubject: {
      id: 'https://badges.example.org/status/01M8DJSZGRGHNQWSEHJHW35VCW#list',
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
      ttl: 300000,
    },
    proof: [
      {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: '2026-11-27T04:04:23Z',
        verificationMethod:
          'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        proofPurpose: 'assertionMethod',
        proofValue: 'zDRDVVX6qD76Hza6SoPyvrUdf1HQ66t6bAE6HAqc6n8Y8svM1HNNet2VxdiEXyH7tsG6VMdC7TZJXu4PtXqHQM85',
      },
    ],
  }),
]
