import { aKeyOf } from '../badge-shapes.ts'
import { copy, type Mutation, STRANGER_METHOD, signAsIssuer, stranger, writer } from './make-case.ts'
import { type JsonMembers, setAt, valueAt } from './pointers.ts'
import { CONTEXTS, type Draft, type Shape } from './shapes.ts'

const SMALL: readonly Shape[] = ['small']

const afterSigning = (name: string, change: (badge: JsonMembers, draft: Draft) => void): Mutation => ({
  name: `after signing: ${name}`,
  shapes: SMALL,
  signed: change,
})
const signed = (name: string, change: (badge: JsonMembers, draft: Draft) => void, shapes = SMALL): Mutation => ({
  name: `signed: ${name}`,
  shapes,
  draft: (draft) => change(draft.badge, draft),
})
const set = (pointer: string, value: Parameters<typeof setAt>[2]) => (badge: JsonMembers) =>
  setAt(badge, pointer, value)

const OLDER = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json'
const PROOF = '/proof/0'
const PROOF_MEMBERS = ['type', 'cryptosuite', 'created', 'verificationMethod', 'proofPurpose', 'proofValue'] as const

/** Contexts, types, dates and members that the standards say something about, and the proof itself. */
export const FORM_MUTATIONS: readonly Mutation[] = [
  ...PROOF_MEMBERS.flatMap((member): Mutation[] => [
    afterSigning(`the proof without ${member}`, set(`${PROOF}/${member}`, undefined)),
    afterSigning(`another ${member} of the proof`, (badge) =>
      setAt(badge, `${PROOF}/${member}`, another(member, badge)),
    ),
  ]),
  afterSigning('the proof with an end that is to come', set(`${PROOF}/expires`, '2046-01-01T00:00:00Z')),
  afterSigning('the proof with an end that is past', set(`${PROOF}/expires`, '2020-01-01T00:00:00Z')),
  afterSigning('the proof with a domain', set(`${PROOF}/domain`, 'employer.example')),
  afterSigning('the proof with a member that nobody defines', set(`${PROOF}/undefinedHere`, 'x')),
  afterSigning('no proof', set('/proof', undefined)),
  afterSigning('an empty list of proofs', set('/proof', [])),
  afterSigning('the proof by itself instead of in a list', (badge) => setAt(badge, '/proof', valueAt(badge, PROOF))),
  afterSigning('the same proof twice', (badge) => setAt(badge, '/proof/1', valueAt(badge, PROOF))),
  afterSigning('a second proof of an unknown kind', (badge) =>
    setAt(badge, '/proof/1', { type: 'FutureProof2040', proofPurpose: 'assertionMethod', proofValue: 'z1' }),
  ),
  {
    name: 'signed: a second proof, by a stranger',
    shapes: SMALL,
    sign: async (draft) => writer.addProof(await signAsIssuer(draft), stranger.options(STRANGER_METHOD)),
  },
  {
    name: 'signed: ecdsa-rdfc-2019 with P-256',
    shapes: SMALL,
    sign: async ({ badge }) => {
      const key = await aKeyOf('P-256')
      setAt(badge, '/issuer/id', key.did)
      return writer.sign(badge, key.options())
    },
  },
  {
    name: 'signed: for authentication instead of assertion',
    shapes: SMALL,
    sign: ({ badge, key, methodId }) =>
      writer.sign(badge, { ...key.options(methodId), proofPurpose: 'authentication' }),
  },
  {
    name: 'signed: a proof made in the future',
    shapes: SMALL,
    sign: ({ badge, key, methodId }) => writer.sign(badge, key.options(methodId, '2045-01-05T10:00:00Z')),
  },

  afterSigning('the contexts in the other order', set('/@context', [...CONTEXTS].reverse())),
  afterSigning('the Open Badges context left out', set('/@context', CONTEXTS.slice(0, 1))),
  afterSigning('an older edition of the Open Badges context', set('/@context', [CONTEXTS[0] ?? '', OLDER])),
  afterSigning('a context that nobody publishes', set('/@context/2', 'https://nowhere.example/context')),
  afterSigning('the same context twice', set('/@context/2', CONTEXTS[1])),
  afterSigning('an empty context inside', set('/@context/2', {})),
  afterSigning('a context inside that renames a term', set('/@context/2', { title: 'https://schema.org/name' })),
  signed('an older edition of the Open Badges context', set('/@context/1', OLDER)),
  signed(
    'the Open Badges extensions as well',
    set('/@context/2', 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'),
  ),
  signed('a context inside that defines a term', (badge) => {
    setAt(badge, '/@context/2', { shoeSize: 'https://badges.example/terms#shoeSize' })
    setAt(badge, '/shoeSize', '38')
  }),

  afterSigning('a member that no context defines', set('/undefinedHere', 'x')),
  afterSigning('a member that looks like a keyword', set('/@undefined', 'x')),
  afterSigning('a description', set('/description', 'With honours')),
  afterSigning('a description of the achievement', set('/credentialSubject/achievement/humanCode', 'W-1')),
  afterSigning('an achievement type', set('/credentialSubject/achievement/achievementType', 'Degree')),
  afterSigning('a status', set('/credentialStatus', { id: 'https://b.example/s#1', type: 'BitstringStatusListEntry' })),
  afterSigning('a second subject', (badge) => {
    setAt(badge, '/credentialSubject', [valueAt(badge, '/credentialSubject') ?? null, { id: 'did:example:other' }])
  }),
  afterSigning('@id in place of id', (badge) => rename(badge, 'id', '@id')),
  afterSigning('@type in place of type', (badge) => rename(badge, 'type', '@type')),
  afterSigning('the types in the other order', set('/type', ['OpenBadgeCredential', 'VerifiableCredential'])),
  afterSigning('a type twice', set('/type', ['VerifiableCredential', 'OpenBadgeCredential', 'OpenBadgeCredential'])),
  afterSigning('the name in a list', (badge) => setAt(badge, '/name', [valueAt(badge, '/name') ?? ''])),
  afterSigning('the name as a value object', (badge) =>
    setAt(badge, '/name', { '@value': valueAt(badge, '/name') ?? '' }),
  ),
  afterSigning('the whole badge inside a graph', (badge) => {
    const { '@context': context, ...rest } = copy(badge)
    for (const member of Object.keys(badge)) setAt(badge, `/${member}`, undefined)
    setAt(badge, '/@context', context)
    setAt(badge, '/@graph', [rest])
  }),
  afterSigning('a member that is null', set('/description', null)),
  afterSigning('an empty list of evidence', set('/evidence', [])),

  signed('AchievementCredential in place of OpenBadgeCredential', set('/type/1', 'AchievementCredential')),
  signed('both names of the badge type', set('/type/2', 'AchievementCredential')),
  signed('a type of the issuer’s own', set('/type/2', 'https://badges.example/terms#Honours')),
  signed('an issuer that is a text', (badge, { issuer }) => setAt(badge, '/issuer', issuer)),
  signed('a badge whose id is a URN', set('/id', 'urn:uuid:7d0a1b2c-3d4e-4f50-8a6b-7c8d9e0f1a2b')),
  signed('an end that is past', set('/validUntil', '2026-02-05T10:00:00Z')),
  signed('an end that is to come', set('/validUntil', '2046-02-05T10:00:00Z')),
  signed('a start that is to come', set('/validFrom', '2046-01-05T10:00:00Z')),
  signed('an end before the start', (badge) => {
    setAt(badge, '/validFrom', '2026-01-05T10:00:00Z')
    setAt(badge, '/validUntil', '2025-01-05T10:00:00Z')
  }),
  signed('a start without a time zone', set('/validFrom', '2026-01-05T10:00:00')),
  signed('a start in another time zone', set('/validFrom', '2026-01-05T12:00:00+02:00')),
  signed('a start that is a day only', set('/validFrom', '2026-01-05')),
  signed('a start on the 30th of February', set('/validFrom', '2026-02-30T10:00:00Z')),
  signed('a date of award that is none', set('/awardedDate', 'last week')),
  signed('terms of use of a kind of its own', set('/termsOfUse', [{ type: 'https://badges.example/terms#Policy' }])),
  signed(
    'a schema of a kind of its own',
    set('/credentialSchema', [{ id: 'https://badges.example/schema', type: 'https://badges.example/terms#Schema' }]),
  ),
  signed('a subject without id and identifier', set('/credentialSubject/id', undefined)),
  signed('an achievement without criteria in words or address', set('/credentialSubject/achievement/criteria', {})),
  signed('an achievement type that is not in the list', set('/credentialSubject/achievement/achievementType', 'Medal')),
  signed('an empty name', set('/name', '')),
  signed('an issuer with an e-mail address that is none', set('/issuer/email', 'not an address')),
  signed('an issuer whose address is no URI', set('/issuer/url', 'not an address')),
]

function another(member: (typeof PROOF_MEMBERS)[number], badge: JsonMembers): string {
  switch (member) {
    case 'type':
      return 'Ed25519Signature2020'
    case 'cryptosuite':
      return 'eddsa-jcs-2022'
    case 'created':
      return '2026-01-05T10:00:01Z'
    case 'verificationMethod':
      return STRANGER_METHOD
    case 'proofPurpose':
      return 'authentication'
    case 'proofValue': {
      const value = String(valueAt(badge, `${PROOF}/proofValue`))
      return `${value.slice(0, 20)}${value[20] === 'x' ? 'y' : 'x'}${value.slice(21)}`
    }
  }
}

function rename(document: JsonMembers, from: string, to: string): void {
  setAt(document, `/${to}`, valueAt(document, `/${from}`))
  setAt(document, `/${from}`, undefined)
}
