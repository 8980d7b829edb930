import { didMethodOf } from '../../domain/shared/did.ts'
import type { JsonObject, ProofFailure, ResolveDid } from '../../ports/proofs.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { describedMethods, listsAny, listsMethod } from './controller-document.ts'
import { keyFailure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'
import { isHttps, isSameOrigin, isSelfCertifying, type KeyPlace, placeOf, shownPlace } from './key-place.ts'
import {
  type BoundMethod,
  isKeyAlone,
  keyAlone,
  type MethodUse,
  nothingAt,
  otherController,
  resolveMethod,
  toBound,
} from './verification-method.ts'

/**
 * Finds the issuer's key among those that proofs name, when none is named under the issuer's own id. It is the issuer's when
 * the issuer's own document lists it for the purpose, wherever it is described; or when it stands by itself on the
 * issuer's own authority, names the issuer as its controller, and the issuer's document does not say which keys are theirs.
 *
 * The issuer's document is asked first, and hosts that a proof names only when the issuer points there or is the same.
 *
 * @returns why the first of them is not the issuer's: `ISSUER_KEY_UNBOUND`, or `KEY_UNRESOLVABLE` when it is nobody's.
 */
export async function findListedMethod(
  methodIds: readonly unknown[],
  issuer: string,
  use: MethodUse,
  resolveDid: ResolveDid,
): Promise<BoundMethod | ProofFailure> {
  const places: KeyPlace[] = []
  for (const place of methodIds.map(placeOf)) {
    if (!place.ok) return place
    places.push(place)
  }
  if (!isHttps(issuer) && didMethodOf(issuer) !== 'web') return otherSigner(issuer)
  const document = await loadListing(issuer, places, resolveDid)
  if (document === 'unavailable') return otherSigner(issuer, 'listing_unavailable')
  const own = isJsonObject(document) && document['id'] === issuer ? document : undefined
  let first: ProofFailure | undefined
  for (const place of places) {
    const found = await findOne(own, place, issuer, use, resolveDid)
    if (found.ok) return found
    first ??= found
  }
  return first ?? otherSigner(issuer)
}

/** A key that is its own owner is not the issuer's unless shown to be so, reached or not. */
async function loadListing(issuer: string, places: readonly KeyPlace[], resolveDid: ResolveDid): Promise<unknown> {
  try {
    return await resolveDid(issuer)
  } catch (error) {
    if (error instanceof Unavailable && places.every(({ controller }) => isSelfCertifying(controller))) {
      return 'unavailable'
    }
    throw error
  }
}

async function findOne(
  own: JsonObject | undefined,
  place: KeyPlace,
  issuer: string,
  use: MethodUse,
  resolveDid: ResolveDid,
): Promise<BoundMethod | ProofFailure> {
  const described = own && describedMethods(own, issuer, use.relation).find(({ id }) => id === place.id)
  if (described?.controller === issuer) return toBound(described, place, issuer, use)
  if (own && listsMethod(own, issuer, use.relation, place.id)) {
    const found = await resolveMethod(place.id, use, resolveDid)
    return found.ok ? { ...found, controller: issuer } : found
  }
  if (described) return otherController(place)
  if (!isSameOrigin(place.controller, issuer) || (own && listsAny(own, use.relation))) return otherSigner(issuer)
  const document = await resolveDid(place.controller, { onItsOrigin: true })
  if (!isJsonObject(document)) return nothingAt(place.controller)
  return isKeyAlone(document, place) ? keyAlone(document, place, use, issuer) : otherSigner(issuer)
}

const otherSigner = (issuer: string, trouble: 'other_signer' | 'listing_unavailable' = 'other_signer') =>
  keyFailure('ISSUER_KEY_UNBOUND', `no proof is by a key of ${issuer.slice(0, 200)}`, {
    trouble,
    at: shownPlace(issuer),
  })
