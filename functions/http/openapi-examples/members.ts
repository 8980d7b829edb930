import {
  ChallengeDidSchema,
  DidChallengeSchema,
  ProveDidSchema,
  ProvenDidSchema,
  ProvenDidsSchema,
} from '../../../schemas/did.ts'
import { AddMemberSchema, ChangeMemberSchema, MemberSchema } from '../../../schemas/member.ts'
import { RecognitionSchema, SetRecognitionSchema } from '../../../schemas/recognition.ts'
import { ConsentRecordSchema, MemberErasedSchema, PersonalRecordSchema } from '../../../schemas/rights.ts'
import { exampleOf, type SchemaExample } from './example-of.ts'

export const MEMBERS: readonly SchemaExample[] = [
  exampleOf(AddMemberSchema, {
    externalId: 'u-17',
    name: 'Asha',
    circles: ['monday'],
    languages: ['hi', 'en'],
    skills: ['weaving'],
    identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
  }),
  exampleOf(ChangeMemberSchema, { circles: ['monday', 'dyers'] }),
  exampleOf(MemberSchema, {
    id: '01M8DJSMD5GG2NWMTZPSHJ57GT',
    externalId: 'u-17',
    name: 'Asha',
    role: 'member',
    circles: ['monday'],
    identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
    languages: ['hi', 'en'],
    skills: ['weaving'],
    joinedAt: '2026-11-27T04:04:11.813Z',
  }),
  exampleOf(ChallengeDidSchema, { did: 'did:key:z6MkgetBpqLM6hByBtTeLAXN7VfEQ1QQ1AFFCD3G56NWPqbZ' }),
  exampleOf(DidChallengeSchema, {
    challenge: '7ZMYjJ5QgoCRdVdhw1HpOkR-fp9Bv-TkxW49QkwnLck',
    domain: 'badges.example.org',
    expiresAt: '2026-11-27T04:14:16.921Z',
  }),
  exampleOf(ProveDidSchema, {
    did: 'did:key:z6MkgetBpqLM6hByBtTeLAXN7VfEQ1QQ1AFFCD3G56NWPqbZ',
    proof:
      'eyJhbGciOiJFZERTQSIsImtpZCI6ImRpZDprZXk6ejZNa2dldEJwcUxNNmhCeUJ0VGVMQVhON1ZmRVExUVExQUZGQ0QzRzU2TldQcWJaI3o2TWtnZXRCcHFMTTZoQnlCdFRlTEFYTjdWZkVRMVFRMUFGRkNEM0c1Nk5XUHFiWiJ9.eyJpc3MiOiJkaWQ6a2V5Ono2TWtnZXRCcHFMTTZoQnlCdFRlTEFYTjdWZkVRMVFRMUFGRkNEM0c1Nk5XUHFiWiIsImF1ZCI6ImJhZGdlcy5leGFtcGxlLm9yZyIsIm5vbmNlIjoiN1pNWWpKNVFnb0NSZFZkaHcxSHBPa1ItZnA5QnYtVGt4VzQ5UWt3bkxjayIsImlhdCI6MTc5NTc1MjI1Nn0.31sb6xGnwK42PLiVjPln58IEMTTLfKl8z1AYioK8Q47TwFu7Rv6Om5QYEEX-6TqFZMncSmVb-qmNcf72EPw4DA',
  }),
  exampleOf(ProvenDidSchema, {
    did: 'did:key:z6MkgetBpqLM6hByBtTeLAXN7VfEQ1QQ1AFFCD3G56NWPqbZ',
    provenAt: '2026-11-27T04:04:16.993Z',
  }),
  exampleOf(ProvenDidsSchema, {
    items: [{ did: 'did:key:z6MkgetBpqLM6hByBtTeLAXN7VfEQ1QQ1AFFCD3G56NWPqbZ', provenAt: '2026-11-27T04:04:16.993Z' }],
  }),
  exampleOf(RecognitionSchema, {
    member: '01M8DJSPDFYDFG11GQ9MCGYJ9B',
    optedIn: true,
    since: '2026-11-27T04:04:40.890Z',
    achievement: '01M8DJTGSTYN2ZZNBAA6DN8001',
  }),
  exampleOf(SetRecognitionSchema, { optIn: true }),
  exampleOf(ConsentRecordSchema, {
    kind: 'consent',
    to: 'text-published',
    given: false,
    at: '2026-11-27T04:04:20.289Z',
    claim: '01M8DJSSS735Y8RTA64YCBHCGN',
    endorsement: '01M8DJSWP1G2KT7NN0E1TV4451',
    version: 1,
  }),
  exampleOf(MemberErasedSchema, { member: '01M8DJSP3F94QMB9BTJ4EGE3M1', done: true }),
  exampleOf(PersonalRecordSchema, {
    kind: 'member',
    memberId: '01M8DJSMD5GG2NWMTZPSHJ57GT',
    community: 'weavers',
    externalId: 'u-17',
    name: 'Asha',
    role: 'member',
    circles: ['monday', 'dyers'],
    identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
    languages: ['hi', 'en'],
    skills: ['weaving'],
    joinedAt: '2026-11-27T04:04:11.813Z',
  }),
]
