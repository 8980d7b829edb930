import { didMethodOf, isDid } from '../../domain/shared/did.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { RawPublicKey } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofFailure, ProofPurpose, ResolveDid } from '../../ports/proofs.ts'
import { type DescribedMethod, describedMethods, resolveDocument } from './controller-document.ts'
import { keyFailure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'
import { checkStillCounts, publicKeyOf } from './key-description.ts'
import { isHttps, isSameOrigin, isSelfCertifying, type KeyPlace, placeOf, shownPlace } from './key-place.ts'

/** A key that its controller lists for the purpose it was used for. */
export interface BoundMethod {
  readonly ok: true
  readonly id: string
  /** The DID, or the address, of whoever controls the key. */
  readonly controller: string
  readonly publicKey: RawPublicKey
}

/** For what a key is looked up, and when. */
export interface MethodUse {
  readonly relation: ProofPurpose
  readonly now: Instant
}

/**
 * Finds the key a proof names, whoever's it is. The document of its DID, or at its address, describes the key with that very
 * id and itself as controller, and lists it for the purpose (KEY-02, KEY-07); or it is a key by itself (KEY-08). A key
 * written into the name is only a hint (KEY-05).
 *
 * @param holder  Who must control a key that stands by itself. @default someone of the same authority
 * @returns `KEY_UNRESOLVABLE` when there is no such key; `ISSUER_KEY_UNBOUND` when it is not its controller's to use so;
 *   `KEY_REVOKED` or `KEY_EXPIRED` when it counts no more.
 * @see https://www.w3.org/TR/controller-document/#retrieve-verification-method
 */
export async function resolveMethod(
  methodId: unknown,
  use: MethodUse,
  resolveDid: ResolveDid,
  holder?: string,
): Promise<BoundMethod | ProofFailure> {
  const place = placeOf(methodId)
  if (!place.ok) return place
  const document = await resolveDocument(place.controller, resolveDid)
  if (!isJsonObject(document)) return nothingAt(place.controller)
  if (isKeyAlone(document, place)) return keyAlone(document, place, use, holder)
  if (document['id'] !== place.controller) return otherDocument(place)
  const method = describedMethods(document, place.controller, use.relation).find(({ id }) => id === place.id)
  return method ? toBound(method, place, place.controller, use) : undescribed(place)
}

/** The key of a described method, if it is its owner's for the purpose and counts. */
export function toBound(
  { controller, isListed, described }: DescribedMethod,
  place: KeyPlace,
  owner: string,
  { relation, now }: MethodUse,
): BoundMethod | ProofFailure {
  const publicKey = publicKeyOf(described)
  if (!publicKey) return undescribed(place)
  if (controller !== owner) return otherController(place)
  if (!isListed) {
    const detail = `${owner} does not list ${place.id.slice(0, 200)} under ${relation}`
    return keyFailure('ISSUER_KEY_UNBOUND', detail, { trouble: 'unlisted', at: shownPlace(owner) })
  }
  return checkStillCounts(described, now) ?? { ok: true, id: place.id, controller: owner, publicKey }
}

/** Whether what stands at an address is the key itself, and not a document that describes keys. */
export const isKeyAlone = (document: JsonObject, { id, controller }: KeyPlace): boolean =>
  isHttps(controller) &&
  (document['id'] === id || document['id'] === controller) &&
  (document['publicKeyMultibase'] !== undefined || document['publicKeyJwk'] !== undefined)

/** A key that stands by itself, of whoever it names as its controller. */
export function keyAlone(
  document: JsonObject,
  place: KeyPlace,
  { now }: MethodUse,
  holder?: string,
): BoundMethod | ProofFailure {
  const { controller } = document
  const publicKey = publicKeyOf(document)
  if (!publicKey) return undescribed(place)
  const isControlled =
    typeof controller === 'string' &&
    (holder === undefined ? isSameOrigin(controller, place.controller) : controller === holder)
  if (!isControlled) return otherController(place)
  return checkStillCounts(document, now) ?? { ok: true, id: place.id, controller, publicKey }
}

/** What is to be said of a DID or an address without a document. */
export function nothingAt(controller: string): ProofFailure {
  const detail = `${controller.slice(0, 200)} does not resolve`
  const at = shownPlace(controller)
  if (isDid(controller) && didMethodOf(controller) === undefined) {
    return keyFailure('KEY_UNRESOLVABLE', detail, { trouble: 'method_unknown', at })
  }
  const trouble = isDid(controller) && isSelfCertifying(controller) ? 'malformed' : 'absent'
  return keyFailure('KEY_UNRESOLVABLE', detail, { trouble, at })
}

const otherDocument = ({ controller }: KeyPlace) =>
  keyFailure('KEY_UNRESOLVABLE', `the document of ${controller.slice(0, 200)} describes something else`, {
    trouble: 'other_document',
    at: shownPlace(controller),
  })

const undescribed = ({ id, controller }: KeyPlace) =>
  keyFailure(
    'KEY_UNRESOLVABLE',
    `the document of ${controller.slice(0, 200)} holds no usable key ${id.slice(0, 200)}`,
    {
      trouble: 'undescribed',
      at: shownPlace(controller),
    },
  )

export const otherController = ({ id, controller }: KeyPlace): ProofFailure =>
  keyFailure('ISSUER_KEY_UNBOUND', `${id.slice(0, 200)} has another controller`, {
    trouble: 'other_controller',
    at: shownPlace(controller),
  })
