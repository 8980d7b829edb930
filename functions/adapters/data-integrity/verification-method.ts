import {
  decodeMultikey,
  didKeyDocument,
  didKeyMultikey,
  isMultikey,
  type MultikeyMethod,
  type RawPublicKey,
} from '../../domain/shared/multikey.ts'
import type { ProofFailure, ResolveDid } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'

/** A verification method with the DID document that lists it for assertions. */
export interface BoundMethod {
  readonly ok: true
  readonly method: MultikeyMethod
  readonly publicKey: RawPublicKey
  readonly controller: Readonly<Record<string, unknown>>
}

/**
 * Finds the key a proof names and checks that it is the issuer's: the DID of the DID URL is the issuer, its document
 * describes the key with that very id and itself as controller, and lists it under `assertionMethod`. A key written
 * into the DID URL is only a hint: for `did:web` the document decides.
 *
 * @returns `KEY_UNRESOLVABLE` when there is no such key, `ISSUER_KEY_UNBOUND` when it is not the issuer's to use so.
 * @see https://www.w3.org/TR/controller-document/#retrieve-verification-method
 */
export async function resolveMethod(
  methodId: unknown,
  issuerId: string,
  resolveDid: ResolveDid,
): Promise<BoundMethod | ProofFailure> {
  if (typeof methodId !== 'string') return failure('KEY_UNRESOLVABLE', 'the proof names no verification method')
  const hash = methodId.indexOf('#')
  const did = methodId.slice(0, Math.max(0, hash))
  if (!isDid(did)) return failure('KEY_UNRESOLVABLE', `${methodId} is not a DID URL with a fragment`)
  if (did !== issuerId) return failure('ISSUER_KEY_UNBOUND', `${methodId} is not a key of the issuer ${issuerId}`)

  const document = await resolveDocument(did, resolveDid)
  if (!isJsonObject(document)) return failure('KEY_UNRESOLVABLE', `${did} does not resolve`)
  if (document['id'] !== did) return failure('KEY_UNRESOLVABLE', `the document of ${did} describes something else`)
  const methods = Array.isArray(document['verificationMethod']) ? document['verificationMethod'] : []
  const method: unknown = methods.find((entry) => isJsonObject(entry) && entry['id'] === methodId)
  const key = isJsonObject(method) ? method['publicKeyMultibase'] : undefined
  if (!isJsonObject(method) || method['type'] !== 'Multikey' || typeof key !== 'string' || !isMultikey(key)) {
    return failure('KEY_UNRESOLVABLE', `the document of ${did} holds no Ed25519 Multikey ${methodId}`)
  }
  if (method['controller'] !== did) return failure('ISSUER_KEY_UNBOUND', `${methodId} has another controller`)
  const listed: unknown = document['assertionMethod']
  if (!Array.isArray(listed) || !listed.includes(methodId)) {
    return failure('ISSUER_KEY_UNBOUND', `${did} does not list ${methodId} under assertionMethod`)
  }
  const publicKey = decodeMultikey(key)
  if (publicKey?.algorithm !== 'Ed25519') return failure('KEY_UNRESOLVABLE', `${methodId} is not an Ed25519 Multikey`)
  return {
    ok: true,
    method: { id: `${did}#${methodId.slice(hash + 1)}`, type: 'Multikey', controller: did, publicKeyMultibase: key },
    publicKey,
    controller: document,
  }
}

async function resolveDocument(did: `did:${string}:${string}`, resolveDid: ResolveDid): Promise<unknown> {
  if (!did.startsWith('did:key:')) return resolveDid(did)
  const key = didKeyMultikey(did)
  return key && didKeyDocument(key)
}

const isDid = (text: string): text is `did:${string}:${string}` => /^did:[a-z0-9]+:[^\s#?/]+$/.test(text)
