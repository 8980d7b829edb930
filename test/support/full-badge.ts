const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]
const BASE = 'https://guild.example'
const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_'
const AT = '2026-01-05T10:00:00Z'

const image = { id: `${BASE}/image.png`, type: 'Image', caption: 'A loom' }
const alignment = [
  {
    type: ['Alignment'],
    targetCode: 'T1',
    targetDescription: 'Weaves',
    targetName: 'Weaving',
    targetFramework: 'Crafts',
    targetType: 'ceasn:Competency',
    targetUrl: `${BASE}/framework/t1`,
  },
]
const entry = { type: 'IdentifierEntry', identifier: 'guild-7', identifierType: 'sourcedId' }
const proof = [
  {
    type: 'DataIntegrityProof',
    created: AT,
    cryptosuite: 'eddsa-rdfc-2022',
    challenge: 'c',
    domain: 'guild.example',
    nonce: 'n',
    proofPurpose: 'assertionMethod',
    proofValue: 'z3FXQ',
    verificationMethod: `${BASE}/issuer#key`,
  },
]

const schema = (name: string) => [{ id: `${SCHEMA}${name}_schema.json`, type: '1EdTechJsonSchemaValidator2019' }]
const refreshService = { id: `${BASE}/refresh/1`, type: '1EdTechCredentialRefresh' }
const termsOfUse = [{ id: `${BASE}/terms`, type: `${BASE}/terms#Policy` }]

const statusEntry = {
  id: `${BASE}/status/1#7`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '7',
  statusListCredential: `${BASE}/status/1`,
}

const anEndorsement = (number: number, target: string) => ({
  '@context': CONTEXTS,
  id: `${BASE}/endorsements/${number}`,
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement',
  description: 'By a peer',
  issuer: { id: `did:example:peer${number}`, type: ['Profile'], name: 'Ana' },
  validFrom: AT,
  validUntil: '2030-01-05T10:00:00Z',
  awardedDate: AT,
  credentialSubject: { id: target, type: ['EndorsementSubject'], endorsementComment: 'Even cloth.' },
  credentialSchema: schema('endorsementcredential'),
  credentialStatus: statusEntry,
  refreshService,
  termsOfUse,
  proof,
})

const aProfile = (id: string) => ({
  id,
  type: ['Profile'],
  name: 'Weavers’ Guild',
  url: BASE,
  phone: '+49 30 1',
  description: 'We weave.',
  image,
  email: 'guild@guild.example',
  address: {
    type: ['Address'],
    addressCountry: 'Germany',
    addressCountryCode: 'DE',
    addressRegion: 'Berlin',
    addressLocality: 'Berlin',
    streetAddress: 'Weberstraße 1',
    postOfficeBoxNumber: '7',
    postalCode: '10000',
    geo: { type: 'GeoCoordinates', latitude: 52.5, longitude: 13.4 },
  },
  otherIdentifier: [entry],
  official: 'Rita Loom',
  parentOrg: { id: 'did:example:parent', type: ['Profile'], name: 'Crafts' },
  familyName: 'Loom',
  givenName: 'Rita',
  additionalName: 'M.',
  patronymicName: 'Petrovna',
  honorificPrefix: 'Dr',
  honorificSuffix: 'PhD',
  familyNamePrefix: 'van',
  dateOfBirth: '1970-01-31',
})

/** A badge with every member of every Open Badges class, in the form this service gives out; its proofs do not verify. */
export const aFullBadge = () => {
  const id = `${BASE}/credentials/1`
  const achievementId = `${BASE}/achievements/1`
  return unshared({
    '@context': CONTEXTS,
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Plain weave',
    description: 'Weaves cloth',
    issuer: aProfile('did:example:guild'),
    validFrom: AT,
    validUntil: '2030-01-05T10:00:00Z',
    awardedDate: AT,
    image,
    credentialSubject: {
      id: 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33',
      type: ['AchievementSubject'],
      activityStartDate: AT,
      activityEndDate: AT,
      creditsEarned: 4.5,
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: `sha256$${'ab'.repeat(32)}`,
          identityType: 'emailAddress',
          salt: 'c2l4dGVlbiBieXRlcyE',
        },
      ],
      image,
      licenseNumber: 'L-1',
      narrative: 'She wove.',
      role: 'Weaver',
      source: aProfile('did:example:assessor'),
      term: '2026',
      achievement: {
        id: achievementId,
        type: ['Achievement'],
        name: 'Plain weave',
        description: 'Weaves cloth',
        criteria: { id: `${BASE}/criteria`, narrative: 'Show a cloth.' },
        achievementType: 'ext:PeerEndorsed',
        alignment,
        creator: aProfile('did:example:creator'),
        creditsAvailable: 5,
        fieldOfStudy: 'Textiles',
        humanCode: 'W-1',
        image,
        inLanguage: 'en-GB',
        otherIdentifier: [entry],
        related: [{ id: `${BASE}/achievements/0`, type: ['Related'], inLanguage: 'de', version: '1' }],
        resultDescription: [
          {
            id: `${achievementId}#grade`,
            type: ['ResultDescription'],
            name: 'Grade',
            resultType: 'LetterGrade',
            allowedValue: ['C', 'B', 'A'],
            requiredValue: 'B',
            valueMin: '1',
            valueMax: '3',
            alignment,
          },
          {
            id: `${achievementId}#craft`,
            type: ['ResultDescription'],
            name: 'Craft',
            resultType: 'RubricCriterionLevel',
            requiredLevel: `${achievementId}#sound`,
            rubricCriterionLevel: ['rough', 'sound'].map((name, index) => ({
              id: `${achievementId}#${name}`,
              type: ['RubricCriterionLevel'],
              name,
              description: name,
              level: String(index + 1),
              points: String(index),
              alignment,
            })),
          },
          { id: `${achievementId}#state`, type: ['ResultDescription'], name: 'State', resultType: 'Status' },
        ],
        specialization: 'Linen',
        tag: ['weaving'],
        version: '1',
        endorsement: [anEndorsement(2, achievementId)],
      },
      result: [
        { type: ['Result'], resultDescription: `${achievementId}#grade`, value: 'A', alignment },
        { type: ['Result'], resultDescription: `${achievementId}#craft`, achievedLevel: `${achievementId}#sound` },
        { type: ['Result'], resultDescription: `${achievementId}#state`, status: 'Completed' },
      ],
    },
    evidence: [
      {
        id: 'data:text/plain,cloth',
        type: ['Evidence'],
        narrative: 'A cloth',
        name: 'Cloth',
        description: 'Linen',
        genre: 'Photo',
        audience: 'Anyone',
      },
    ],
    endorsement: [anEndorsement(1, id)],
    credentialSchema: schema('achievementcredential'),
    credentialStatus: statusEntry,
    refreshService,
    termsOfUse,
    proof,
  })
}

/** A copy in which no object stands in two places, so that one of them can be changed alone. */
const unshared = <T>(document: T): T => JSON.parse(JSON.stringify(document))

type Path = readonly (string | number)[]

/** The path of a JSON pointer without escapes. */
const toPath = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

/** A copy of a document with one member set, or left out when `value` is `undefined`. */
export function withMember(document: object, pointer: string, value: unknown): Record<string, unknown> {
  const copy: unknown = unshared(document)
  const path = toPath(pointer)
  let holder = copy as Record<string | number, unknown> // a place that is not there is a mistake of the test and throws
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy as Record<string, unknown>
}
