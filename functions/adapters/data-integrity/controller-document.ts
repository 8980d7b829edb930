import { didKeyDocument, didKeyMethodId, didKeyMultikey } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofPurpose, ResolveDid } from '../../ports/proofs.ts'
import { isJsonObject } from './json-object.ts'

/** The document of a DID or at an address; that of a `did:key` is computed. */
export async function resolveDocument(controller: string, resolveDid: ResolveDid): Promise<unknown> {
  if (!controller.startsWith('did:key:')) return resolveDid(controller)
  const key = didKeyMultikey(controller)
  return key && didKeyDocument(key)
}

/** A verification method as a document describes it, in its list of methods or right where it is used. */
export interface DescribedMethod {
  readonly id: string
  readonly controller: unknown
  /** Whether the document lists it for the purpose. */
  readonly isListed: boolean
  readonly described: JsonObject
}

/**
 * The verification methods of a document. A `did:key` that it lists need not be described: its name is its key, and whoever
 * lists it takes it for their own (KEY-06).
 */
export function describedMethods(
  document: JsonObject,
  controller: string,
  relation: ProofPurpose,
): readonly DescribedMethod[] {
  const known = read.get(document) ?? new Map<string, readonly DescribedMethod[]>()
  read.set(document, known)
  const use = `${relation} ${controller}`
  const methods = known.get(use) ?? readMethods(document, controller, relation)
  known.set(use, methods)
  return methods
}

/** By document and use: one document may be asked about for each of thousands of endorsements, and list thousands of keys. */
const read = new WeakMap<JsonObject, Map<string, readonly DescribedMethod[]>>()

function readMethods(document: JsonObject, controller: string, relation: ProofPurpose): readonly DescribedMethod[] {
  const listed = entriesOf(document, relation)
  const idOf = (entry: unknown) => absoluteId(isJsonObject(entry) ? entry['id'] : entry, controller)
  const listedIds = new Set(listed.map(idOf))
  const described = [...entriesOf(document, 'verificationMethod'), ...listed].flatMap((entry) => {
    const id = idOf(entry)
    return isJsonObject(entry) && typeof id === 'string'
      ? [{ id, controller: entry['controller'], isListed: listedIds.has(id), described: entry }]
      : []
  })
  return [...[...listedIds].flatMap((id) => listedDidKey(id, controller)), ...described]
}

/** Whether a document lists a method for a purpose, described or not. */
export const listsMethod = (document: JsonObject, controller: string, relation: ProofPurpose, id: string): boolean =>
  entriesOf(document, relation).some(
    (entry) => absoluteId(isJsonObject(entry) ? entry['id'] : entry, controller) === id,
  )

/** Whether a document says at all which keys serve a purpose. */
export const listsAny = (document: JsonObject, relation: ProofPurpose): boolean => Array.isArray(document[relation])

function listedDidKey(id: unknown, controller: string): readonly DescribedMethod[] {
  if (typeof id !== 'string') return []
  const did = id.slice(0, Math.max(0, id.indexOf('#')))
  const key = didKeyMultikey(did)
  if (!key || did === controller || id !== didKeyMethodId(key)) return []
  const described = { id, type: 'Multikey', controller, publicKeyMultibase: key }
  return [{ id, controller, isListed: true, described }]
}

/** The entries of a list in a document: methods, or ids of methods. */
function entriesOf(document: JsonObject, list: 'verificationMethod' | ProofPurpose): readonly unknown[] {
  const entries = document[list]
  return Array.isArray(entries) ? entries : []
}

/** A document may name its own methods by their fragment alone. */
const absoluteId = (id: unknown, controller: string): unknown =>
  typeof id === 'string' && id.startsWith('#') ? `${controller}${id}` : id
