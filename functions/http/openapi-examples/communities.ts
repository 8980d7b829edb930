import {
  ApiKeySchema,
  ChangeCommunitySchema,
  CommunitySchema,
  CreateApiKeySchema,
  CreateCommunitySchema,
  CreatedApiKeySchema,
} from '../../../schemas/community.ts'
import { DidDocumentSchema } from '../../../schemas/did-document.ts'
import {
  AddIssuerKeySchema,
  CompromisedIssuerKeySchema,
  CompromiseIssuerKeySchema,
  IssuerKeySchema,
  IssuerKeysSchema,
  JwkSetSchema,
  PublishedKeySchema,
} from '../../../schemas/issuer-key.ts'
import { CompromisePlatformKeySchema, PlatformKeySchema } from '../../../schemas/platform-key.ts'
import { ProblemSchema } from '../../../schemas/problem.ts'
import { DryRunPolicySchema, DryRunSchema } from '../../../schemas/rule-lab.ts'
import { CommunityStatisticsSchema } from '../../../schemas/statistics.ts'
import { exampleOf, type SchemaExample } from './example-of.ts'

export const COMMUNITIES: readonly SchemaExample[] = [
  exampleOf(ApiKeySchema, {
    id: '01M8DJSK3WPJRM8FPAK7P6G39X',
    name: 'our web app',
    scopes: ['*'],
    createdAt: '2026-11-27T04:04:10.492Z',
  }),
  exampleOf(ChangeCommunitySchema, {
    foundingPanel: ['01M8DJSN7TXPNCQ9FQ9W9K5PEB', '01M8DJSNQTRBPJWRKP1RN77SAE', '01M8DJSP3F94QMB9BTJ4EGE3M1'],
  }),
  exampleOf(CommunitySchema, {
    id: '01M8DJSG7Q65SCDA9VWMG8HH23',
    slug: 'weavers',
    name: 'Weavers’ Guild',
    description: 'We weave on frame looms and help each other.',
    url: 'https://weavers.example.org',
    email: 'hello@weavers.example.org',
    issuer: 'did:web:badges.example.org:communities:weavers',
    foundingPanel: ['01M8DJSN7TXPNCQ9FQ9W9K5PEB', '01M8DJSNQTRBPJWRKP1RN77SAE', '01M8DJSP3F94QMB9BTJ4EGE3M1'],
    createdAt: '2026-11-27T04:04:07.549Z',
  }),
  exampleOf(CreateApiKeySchema, { name: 'our web app', scopes: ['*'] }),
  exampleOf(CreateCommunitySchema, {
    slug: 'weavers',
    name: 'Weavers’ Guild',
    description: 'We weave on frame looms and help each other.',
    url: 'https://weavers.example.org',
    email: 'hello@weavers.example.org',
  }),
  exampleOf(CreatedApiKeySchema, {
    id: '01M8DJSK3WPJRM8FPAK7P6G39X',
    key: 'pb_01M8DJSK3WPJRM8FPAK7P6G39X_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEE',
    name: 'our web app',
    scopes: ['*'],
    createdAt: '2026-11-27T04:04:10.492Z',
  }),
  exampleOf(AddIssuerKeySchema, { use: 'data-integrity', algorithm: 'Ed25519' }),
  exampleOf(CompromiseIssuerKeySchema, { at: '2026-11-27T03:04:46.656Z', reason: 'A backup was stolen.' }),
  exampleOf(CompromisedIssuerKeySchema, {
    compromised: {
      id: '5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
      use: 'jwt',
      algorithm: 'RSA-2048',
      verificationMethod: 'did:web:badges.example.org:communities:weavers#5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
      url: 'https://badges.example.org/communities/weavers/keys/5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
      publicKeyJwk: {
        kty: 'RSA',
        n: '2mFDuadmygxw1rHd0denwr5s_j_ws4JSYuwO1bJFTW4_DcnlXCBuVhp4FTrM-mVmp3159TPbrT9IwAkw43w-MkRxC88m5UyB4INiBl_B-g0fhi98DqZKIF6jTgbtDHS4pMA3wc1NtmbFhogOfYXqnHoh1dWOXVELBcjNdCVIpKdj1bY8eAndyWbCkCgxvs2StcuW7yvWwNJeGnrnbDybTy7rKVIOvGdt2aXBmrgNBAenjCoDrggwcGtbyxAaVKzjvLVv22S9m2IX0m0f5oGFg4LGt0VFNF829TICTcsossoIbejIe3mHwQJpZpaZGTXyVSy1mmPY122cr0CpYSuySw',
        e: 'AQAB',
      },
      createdAt: '2026-11-27T04:04:07.549Z',
      signs: false,
      retiredAt: '2026-11-27T04:04:46.710Z',
      compromisedAt: '2026-11-27T03:04:46.656Z',
      compromiseReason: 'A backup was stolen.',
    },
    signing: {
      id: 'k2OYeYa_Wof1rH8EljuO5JQDN9NJOqIngtdifwcELKA',
      use: 'jwt',
      algorithm: 'RSA-2048',
      verificationMethod: 'did:web:badges.example.org:communities:weavers#k2OYeYa_Wof1rH8EljuO5JQDN9NJOqIngtdifwcELKA',
      url: 'https://badges.example.org/communities/weavers/keys/k2OYeYa_Wof1rH8EljuO5JQDN9NJOqIngtdifwcELKA',
      publicKeyJwk: {
        kty: 'RSA',
        n: 'lPvC1c0Y8GU2Hpb_LQsMsEaJH0KfjUltfn1jLVyMmA-hATOxe40tWDaIg4Ei2fTBPYemvWNEX4i1GgjU_SFmh3FjXKMYtCJvfEkqQas6NZrhhVuxk5VzAMrVBD1bLnOYJd7E4GsCYxb5P_eiB0lMYqc2q2TXLvCkcdT_iMOEElHjHasS0oQENrcRk7jiumOIXqDbITOAOn4hjcG_XnFZglip4u5Ge3bg3CJ0QEcNaVkRAyYeaMtKcGDLTamug_DCSZrCN3Nv_KbysZUt5fhCtg7HPotHm7wS-Uutj8TxdsfYS7IYo2pKH9bAxiu1xqcfaz4GqWFv8PLSgL0BwGsquQ',
        e: 'AQAB',
      },
      createdAt: '2026-11-27T04:04:46.710Z',
      signs: true,
    },
  }),
  exampleOf(IssuerKeySchema, {
    id: 'cMhZEbuKnu8iuIJIMgHrYxVmuyJ87A06t6FjMHNXyHw',
    use: 'data-integrity',
    algorithm: 'Ed25519',
    verificationMethod:
      'did:web:badges.example.org:communities:weavers#z6MkhYRnK3PVPdR4mNewSTURP2DGYYcvAoX9U6Ka7nwkmczG',
    url: 'https://badges.example.org/communities/weavers/keys/cMhZEbuKnu8iuIJIMgHrYxVmuyJ87A06t6FjMHNXyHw',
    publicKeyMultibase: 'z6MkhYRnK3PVPdR4mNewSTURP2DGYYcvAoX9U6Ka7nwkmczG',
    createdAt: '2026-11-27T04:04:46.561Z',
    signs: true,
  }),
  exampleOf(IssuerKeysSchema, {
    items: [
      {
        id: '5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        use: 'jwt',
        algorithm: 'RSA-2048',
        verificationMethod:
          'did:web:badges.example.org:communities:weavers#5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        url: 'https://badges.example.org/communities/weavers/keys/5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        publicKeyJwk: {
          kty: 'RSA',
          n: '2mFDuadmygxw1rHd0denwr5s_j_ws4JSYuwO1bJFTW4_DcnlXCBuVhp4FTrM-mVmp3159TPbrT9IwAkw43w-MkRxC88m5UyB4INiBl_B-g0fhi98DqZKIF6jTgbtDHS4pMA3wc1NtmbFhogOfYXqnHoh1dWOXVELBcjNdCVIpKdj1bY8eAndyWbCkCgxvs2StcuW7yvWwNJeGnrnbDybTy7rKVIOvGdt2aXBmrgNBAenjCoDrggwcGtbyxAaVKzjvLVv22S9m2IX0m0f5oGFg4LGt0VFNF829TICTcsossoIbejIe3mHwQJpZpaZGTXyVSy1mmPY122cr0CpYSuySw',
          e: 'AQAB',
        },
        createdAt: '2026-11-27T04:04:07.549Z',
        signs: true,
      },
      {
        id: 'COpXHOcZyc_T-NoJQSxZdsdEshN0D5IyTMpSf5MfVIQ',
        use: 'data-integrity',
        algorithm: 'Ed25519',
        verificationMethod:
          'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        url: 'https://badges.example.org/communities/weavers/keys/COpXHOcZyc_T-NoJQSxZdsdEshN0D5IyTMpSf5MfVIQ',
        publicKeyMultibase: 'z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        createdAt: '2026-11-27T04:04:07.549Z',
        signs: true,
      },
    ],
  }),
  exampleOf(JwkSetSchema, {
    keys: [
      {
        kty: 'RSA',
        n: '2mFDuadmygxw1rHd0denwr5s_j_ws4JSYuwO1bJFTW4_DcnlXCBuVhp4FTrM-mVmp3159TPbrT9IwAkw43w-MkRxC88m5UyB4INiBl_B-g0fhi98DqZKIF6jTgbtDHS4pMA3wc1NtmbFhogOfYXqnHoh1dWOXVELBcjNdCVIpKdj1bY8eAndyWbCkCgxvs2StcuW7yvWwNJeGnrnbDybTy7rKVIOvGdt2aXBmrgNBAenjCoDrggwcGtbyxAaVKzjvLVv22S9m2IX0m0f5oGFg4LGt0VFNF829TICTcsossoIbejIe3mHwQJpZpaZGTXyVSy1mmPY122cr0CpYSuySw',
        e: 'AQAB',
        kid: 'https://badges.example.org/communities/weavers/keys/5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        alg: 'RS256',
        use: 'sig',
      },
    ],
  }),
  exampleOf(PublishedKeySchema, {
    kty: 'RSA',
    n: '2mFDuadmygxw1rHd0denwr5s_j_ws4JSYuwO1bJFTW4_DcnlXCBuVhp4FTrM-mVmp3159TPbrT9IwAkw43w-MkRxC88m5UyB4INiBl_B-g0fhi98DqZKIF6jTgbtDHS4pMA3wc1NtmbFhogOfYXqnHoh1dWOXVELBcjNdCVIpKdj1bY8eAndyWbCkCgxvs2StcuW7yvWwNJeGnrnbDybTy7rKVIOvGdt2aXBmrgNBAenjCoDrggwcGtbyxAaVKzjvLVv22S9m2IX0m0f5oGFg4LGt0VFNF829TICTcsossoIbejIe3mHwQJpZpaZGTXyVSy1mmPY122cr0CpYSuySw',
    e: 'AQAB',
    kid: 'https://badges.example.org/communities/weavers/keys/5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
    use: 'sig',
    alg: 'RS256',
  }),
  exampleOf(CompromisePlatformKeySchema, { at: '2026-11-27T03:00:00.000Z' }),
  exampleOf(PlatformKeySchema, {
    id: '6Y8ysekFU53--aQvDvfmSucaEpkW-1pOsWagY5py3hA',
    verificationMethod: 'did:web:badges.example.org#z6Mkm5WDPZ2c26SBLWps4S8ZkLDt8UM66W7tRg5Mx3r9T2gG',
    publicKeyMultibase: 'z6Mkm5WDPZ2c26SBLWps4S8ZkLDt8UM66W7tRg5Mx3r9T2gG',
    createdAt: '2026-11-27T04:04:11.142Z',
    signs: true,
  }),
  exampleOf(DidDocumentSchema, {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ],
    id: 'did:web:badges.example.org:communities:weavers',
    verificationMethod: [
      {
        id: 'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
        type: 'Multikey',
        controller: 'did:web:badges.example.org:communities:weavers',
        publicKeyMultibase: 'z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
      },
      {
        id: 'did:web:badges.example.org:communities:weavers#5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        type: 'JsonWebKey',
        controller: 'did:web:badges.example.org:communities:weavers',
        publicKeyJwk: {
          kty: 'RSA',
          n: '2mFDuadmygxw1rHd0denwr5s_j_ws4JSYuwO1bJFTW4_DcnlXCBuVhp4FTrM-mVmp3159TPbrT9IwAkw43w-MkRxC88m5UyB4INiBl_B-g0fhi98DqZKIF6jTgbtDHS4pMA3wc1NtmbFhogOfYXqnHoh1dWOXVELBcjNdCVIpKdj1bY8eAndyWbCkCgxvs2StcuW7yvWwNJeGnrnbDybTy7rKVIOvGdt2aXBmrgNBAenjCoDrggwcGtbyxAaVKzjvLVv22S9m2IX0m0f5oGFg4LGt0VFNF829TICTcsossoIbejIe3mHwQJpZpaZGTXyVSy1mmPY122cr0CpYSuySw',
          e: 'AQAB',
          kid: 'https://badges.example.org/communities/weavers/keys/5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
        },
      },
    ],
    assertionMethod: [
      'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
      'did:web:badges.example.org:communities:weavers#5HB2DO0oMxmXp5r5Dj9tzVeA3Af0n8LfInpWbsGpg0s',
    ],
  }),
  exampleOf(CommunityStatisticsSchema, {
    at: '2026-11-27T04:04:40.521Z',
    claims: 1,
    agreement: [],
    suppressed: ['firstAnswer', 'award', 'effectiveEndorsers', 'agreement'],
  }),
  exampleOf(DryRunSchema, {
    policyDigest: '_4f2FGRC6a94PK3pmerMy1zkJ4b6aaDaE0CIRn_McY4',
    looked: 1,
    claims: 1,
    sealed: 0,
    counts: { keeps: 0, earns: 0, loses: 1, waits: 0, unknown: 0 },
    items: [
      {
        claim: '01M8DJSSS735Y8RTA64YCBHCGN',
        learner: '01M8DJSMD5GG2NWMTZPSHJ57GT',
        achievementVersion: 1,
        status: 'issued',
        outcome: 'loses',
        decision: {
          kind: 'pending',
          evidenceVersion: 2,
          counted: 2,
          required: 3,
          notYet: 0,
          missing: [{ clause: 'minEndorsers', endorsers: 1 }],
          text: '2 endorsements count, 3 needed. 1 more peer must endorse the current evidence.',
        },
        decidedAt: '2026-11-27T04:04:23.019Z',
        missingFacts: [],
      },
    ],
  }),
  exampleOf(DryRunPolicySchema, { achievement: '01M8DJSRDWQMT7M3VD23MPD3MQ', policy: { minEndorsers: 3 } }),
  exampleOf(ProblemSchema, {
    type: 'https://badges.example.org/docs/problems#invalid_request',
    title: 'The request does not match its schema',
    status: 400,
    code: 'invalid_request',
    instance: '/v1/communities/weavers/claims',
    errors: [{ pointer: '/learner', detail: 'must be an id given out by this service' }],
  }),
]
