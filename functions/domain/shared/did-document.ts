import type { Did } from './ids.ts'
import { type PublicJwk, parsePublicJwk } from './jwk.ts'
import { isMultikey, type Multikey } from './multikey.ts'

type JsonObject = { readonly [member: string]: unknown }

/** A key of a DID document, found by its absolute id. */
export type ReadableMethod = { readonly id: string; readonly controller: unknown } & (
  | { readonly type: 'Multikey'; readonly publicKeyMultibase: Multikey }
  /** `kid` is how JWTs may name the key. */
  | { readonly type: 'JsonWebKey'; readonly publicKeyJwk: PublicJwk & { readonly kid?: string } }
)

/** A DID document in the one form that is read here: keys in one list, purposes as lists of their ids. */
export interface ReadableDidDocument {
  readonly [member: string]: unknown
  readonly id: Did
  readonly verificationMethod: readonly ReadableMethod[]
  readonly assertionMethod: readonly string[]
  readonly authentication: readonly string[]
}

/** A document that names keys more often is not read: nobody has so many. */
const MAX_KEYS = 100

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/**
 * Brings a DID document into one form: keys embedded under a purpose stand with the others, relative ids are made absolute,
 * and the types that came before `Multikey` and `JsonWebKey` get these names. Keys of kinds not known here, and keys
 * published with their private half, are left out.
 *
 * @returns `undefined` when it is not the document of this DID, or names keys more than 100 times.
 * @see https://www.w3.org/TR/did-1.0/#verification-methods
 */
export function readDidDocument(did: Did, document: unknown): ReadableDidDocument | undefined {
  if (!isObject(document) || document['id'] !== did) return undefined
  const { verificationMethod, assertionMethod, authentication } = document
  const described = [verificationMethod, assertionMethod, authentication].flatMap(asList)
  if (described.length > MAX_KEYS) return undefined
  const idsOf = (purpose: unknown) =>
    asList(purpose).flatMap((entry) => toAbsolute(did, isObject(entry) ? entry['id'] : entry) ?? [])
  return {
    id: did,
    verificationMethod: described.filter(isObject).flatMap((method) => toReadable(did, method) ?? []),
    assertionMethod: idsOf(assertionMethod),
    authentication: idsOf(authentication),
  }
}

/** The document of a DID that consists of one JWK, which serves every purpose. */
export function jwkDidDocument(did: Did, jwk: unknown): ReadableDidDocument | undefined {
  const id = `${did}#0`
  const document = readDidDocument(did, {
    id: did,
    verificationMethod: [{ id, controller: did, publicKeyJwk: jwk }],
    assertionMethod: [id],
    authentication: [id],
  })
  return document?.verificationMethod.length === 1 ? document : undefined
}

const toAbsolute = (did: Did, id: unknown): string | undefined =>
  typeof id !== 'string' ? undefined : id.startsWith('#') ? `${did}${id}` : id

function toReadable(did: Did, method: JsonObject): ReadableMethod | undefined {
  const id = toAbsolute(did, method['id'])
  const { publicKeyMultibase, controller } = method
  if (id === undefined) return undefined
  if (typeof publicKeyMultibase === 'string' && isMultikey(publicKeyMultibase))
    return { id, controller, type: 'Multikey', publicKeyMultibase }
  const { publicKeyJwk: jwk } = method
  const publicKeyJwk = parsePublicJwk(jwk)
  const kid = isObject(jwk) && typeof jwk['kid'] === 'string' ? { kid: jwk['kid'] } : {}
  return publicKeyJwk && { id, controller, type: 'JsonWebKey', publicKeyJwk: { ...publicKeyJwk, ...kid } }
}
