import { parsePublicJwk, toRawPublicKey } from '../../domain/shared/jwk.ts'
import { decodeMultikey, didKeyDocument, didKeyMultikey, type RawPublicKey } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofFailure, ProofPurpose, ResolveDid } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'
import { isPublicKey } from './signature.ts'

/** A key that its controller lists for the purpose it was used for. */
export interface BoundMethod {
  readonly ok: true
  readonly id: string
  /** The DID, or the address, whose document describes the key. */
  readonly controller: string
  readonly publicKey: RawPublicKey
}

/** For what a key is looked up. */
export interface MethodUse {
  readonly relation: ProofPurpose
  /** Whether keys may be described as they were before Multikey. */
  readonly isLegacy?: boolean | undefined
  /** Whether keys under https addresses are looked up like those under DIDs. */
  readonly allowsHttps?: boolean | undefined
}

/** The DID, or the address, of a verification method: what stands before the `#`. */
export function controllerOf(methodId: unknown, allowsHttps = false): string | undefined {
  if (typeof methodId !== 'string') return undefined
  const hash = methodId.indexOf('#')
  const controller = methodId.slice(0, Math.max(0, hash))
  return isDid(controller) || (allowsHttps && controller.startsWith('https://')) ? controller : undefined
}

/**
 * Finds the key a proof names: the document of its DID describes the key with that very id and itself as controller, and
 * lists it for the purpose. A key written into the DID URL is only a hint: for `did:web` the document decides.
 *
 * @returns `KEY_UNRESOLVABLE` when there is no such key, `ISSUER_KEY_UNBOUND` when it is not its controller's to use so.
 * @see https://www.w3.org/TR/controller-document/#retrieve-verification-method
 */
export async function resolveMethod(
  methodId: unknown,
  { relation, isLegacy = false, allowsHttps = false }: MethodUse,
  resolveDid: ResolveDid,
): Promise<BoundMethod | ProofFailure> {
  if (typeof methodId !== 'string') return failure('KEY_UNRESOLVABLE', 'the proof names no verification method')
  const controller = controllerOf(methodId, allowsHttps)
  if (controller === undefined) {
    return failure('KEY_UNRESOLVABLE', `${methodId.slice(0, 200)} is not a DID URL with a fragment`)
  }
  const document = await resolveDocument(controller, resolveDid)
  if (!isJsonObject(document)) return failure('KEY_UNRESOLVABLE', `${controller} does not resolve`)
  if (document['id'] !== controller) {
    return failure('KEY_UNRESOLVABLE', `the document of ${controller} describes something else`)
  }
  const method = describedMethods(document, controller, relation).find(({ id }) => id === methodId)
  const publicKey = method && publicKeyOf(method.described, isLegacy)
  if (!publicKey) return failure('KEY_UNRESOLVABLE', `the document of ${controller} holds no usable key ${methodId}`)
  if (method.controller !== controller) return failure('ISSUER_KEY_UNBOUND', `${methodId} has another controller`)
  if (!method.isListed) {
    return failure('ISSUER_KEY_UNBOUND', `${controller} does not list ${methodId} under ${relation}`)
  }
  return { ok: true, id: methodId, controller, publicKey }
}

/** A verification method as a document describes it, in its list of methods or right where it is used. */
export interface DescribedMethod {
  readonly id: string
  readonly controller: unknown
  /** Whether the document lists it for the purpose. */
  readonly isListed: boolean
  readonly described: JsonObject
}

/** The verification methods of a DID document. */
export function describedMethods(
  document: JsonObject,
  controller: string,
  relation: ProofPurpose,
): readonly DescribedMethod[] {
  const listed = entriesOf(document, relation)
  const idOf = (entry: unknown) => absoluteId(isJsonObject(entry) ? entry['id'] : entry, controller)
  const listedIds = listed.map(idOf)
  return [...entriesOf(document, 'verificationMethod'), ...listed].flatMap((entry) => {
    const id = idOf(entry)
    return isJsonObject(entry) && typeof id === 'string'
      ? [{ id, controller: entry['controller'], isListed: listedIds.includes(id), described: entry }]
      : []
  })
}

/** The entries of a list in a DID document: methods, or ids of methods. */
function entriesOf(document: JsonObject, list: 'verificationMethod' | ProofPurpose): readonly unknown[] {
  const entries = document[list]
  return Array.isArray(entries) ? entries : []
}

/** A DID document may name its own methods by their fragment alone. */
const absoluteId = (id: unknown, controller: string): unknown =>
  typeof id === 'string' && id.startsWith('#') ? `${controller}${id}` : id

/**
 * The key that a verification method describes, as a Multikey, as a JWK, or (legacy) in the way of 2020.
 *
 * @see https://www.w3.org/TR/controller-document/#verification-methods
 */
export function publicKeyOf(method: JsonObject, isLegacy = false): RawPublicKey | undefined {
  const { type, publicKeyMultibase: multibase } = method
  if (type === 'JsonWebKey') {
    const jwk = parsePublicJwk(method['publicKeyJwk'])
    return jwk && isPublicKey(jwk) ? toRawPublicKey(jwk) : undefined
  }
  if (typeof multibase !== 'string') return undefined
  const key = decodeMultikey(multibase)
  if (type === 'Multikey') return key
  return isLegacy && type === 'Ed25519VerificationKey2020' && key?.algorithm === 'Ed25519' ? key : undefined
}

/** The document of a DID; that of a `did:key` is computed. */
export async function resolveDocument(controller: string, resolveDid: ResolveDid): Promise<unknown> {
  if (!controller.startsWith('did:key:')) return resolveDid(controller)
  const key = didKeyMultikey(controller)
  return key && didKeyDocument(key)
}

const isDid = (text: string): boolean => /^did:[a-z0-9]+:[^\s#?/]+$/.test(text)
