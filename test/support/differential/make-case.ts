import { gzipSync } from 'node:zlib'
import { rdfcProofWriter } from '../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import type { Json, JsonMembers } from './pointers.ts'
import { type SeededKey, seededKey } from './seeded.ts'
import { CONTEXTS, type Draft, draftOf, type Shape, STATUS_INDEX } from './shapes.ts'

/** The status list of a badge, and whose it is. */
export interface ListRecipe {
  readonly revoked: readonly number[]
  readonly bits: number
  readonly purpose: string
  readonly issuer: string
  readonly key: SeededKey
  readonly methodId: string
  readonly validUntil?: string
}

/** One change of a badge or of the world around it. */
export interface Mutation {
  readonly name: string
  readonly shapes: readonly Shape[]
  /** Changes what is going to be signed. */
  readonly draft?: (draft: Draft) => void
  /** Changes an endorsement before it is signed, or after. */
  readonly endorsement?: (credential: JsonMembers, draft: Draft) => void
  readonly signedEndorsement?: (credential: JsonMembers, draft: Draft) => JsonMembers | Promise<JsonMembers>
  /** Signs in another way than as the issuer with an embedded proof. */
  readonly sign?: (draft: Draft) => Promise<JsonObject>
  /** Changes what was signed. */
  readonly signed?: (badge: JsonMembers, draft: Draft) => void
  readonly list?: (list: ListRecipe, draft: Draft) => Partial<ListRecipe>
  /** Changes what others publish: DID document and status list. */
  readonly documents?: (documents: JsonMembers, draft: Draft) => void
}

/** A badge with the web around it, and the one thing that is wrong with it, if any. */
export interface DifferentialCase {
  readonly mutation: string
  readonly shape: Shape
  readonly badge: JsonObject
  readonly documents: Readonly<Record<string, Json>>
}

export const writer = rdfcProofWriter()

/** Signs as the issuer of a draft. */
export const signAsIssuer = (draft: Draft, document: JsonMembers = draft.badge): Promise<JsonObject> =>
  writer.sign(document, draft.key.options(draft.methodId))

/** Makes the badge of a number with one change. */
export async function makeCase(mutation: Mutation, shape: Shape, number: number): Promise<DifferentialCase> {
  const draft = draftOf(shape, number)
  const { badge, endorsements } = draft
  mutation.draft?.(draft)
  const signedEndorsements = await Promise.all(
    endorsements.map((endorsement, at) => signEndorsement(at === 0 ? mutation : undefined, draft, endorsement)),
  )
  if (signedEndorsements.length > 0 && badge['endorsement'] === undefined) badge['endorsement'] = signedEndorsements
  const secured = await (mutation.sign ?? signAsIssuer)(draft)
  const signed = copy(secured)
  mutation.signed?.(signed, draft)
  const documents = await documentsOf(draft, mutation)
  return { mutation: mutation.name, shape, badge: signed, documents }
}

async function signEndorsement(
  mutation: Mutation | undefined,
  draft: Draft,
  { key, credential }: Draft['endorsements'][number],
): Promise<JsonMembers> {
  mutation?.endorsement?.(credential, draft)
  const signed = copy(await writer.sign(credential, key.options(`${key.did}#${key.publicKeyMultibase}`)))
  return mutation?.signedEndorsement?.(signed, draft) ?? signed
}

async function documentsOf(draft: Draft, mutation: Mutation): Promise<JsonMembers> {
  const documents: JsonMembers = {}
  if (draft.shape !== 'small') documents[`https://${draft.host}/.well-known/did.json`] = didDocument(draft)
  if (draft.badge['credentialStatus'] !== undefined || mutation.list) {
    const usual = {
      revoked: [],
      bits: 131_072,
      purpose: 'revocation',
      issuer: draft.issuer,
      key: draft.key,
      methodId: draft.methodId,
    }
    const recipe: ListRecipe = { ...usual, ...mutation.list?.(usual, draft) }
    documents[`https://${draft.host}/status/1`] = copy(await signList(draft.host, recipe))
  }
  mutation.documents?.(documents, draft)
  return documents
}

const didDocument = ({ issuer, methodId, key }: Draft): JsonMembers => ({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: issuer,
  verificationMethod: [
    { id: methodId, type: 'Multikey', controller: issuer, publicKeyMultibase: key.publicKeyMultibase },
  ],
  assertionMethod: [methodId],
})

function signList(host: string, { revoked, bits, purpose, issuer, key, methodId, validUntil }: ListRecipe) {
  const bytes = new Uint8Array(bits / 8)
  for (const index of revoked) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7))
  const id = `https://${host}/status/1`
  return writer.sign(
    {
      '@context': CONTEXTS.slice(0, 1),
      id,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer,
      validFrom: '2026-01-05T10:00:00Z',
      ...(validUntil === undefined ? {} : { validUntil }),
      credentialSubject: {
        id: `${id}#list`,
        type: 'BitstringStatusList',
        statusPurpose: purpose,
        encodedList: `u${gzipSync(bytes).toString('base64url')}`,
      },
    },
    key.options(methodId),
  )
}

/** A key that has nothing to do with any badge. */
export const stranger = seededKey('a stranger')
export const STRANGER_METHOD = `${stranger.did}#${stranger.publicKeyMultibase}`
export { STATUS_INDEX }

/** A deep copy that may be changed. */
export const copy = (value: object): JsonMembers => JSON.parse(JSON.stringify(value))
