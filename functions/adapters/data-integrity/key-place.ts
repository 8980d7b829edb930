import { canParseUrl } from '../../domain/shared/can-parse-url.ts'
import { didMethodOf, didWebUrl, isDid } from '../../domain/shared/did.ts'
import { isMultikey } from '../../domain/shared/multikey.ts'
import type { ProofFailure } from '../../ports/proofs.ts'
import { keyFailure } from './document-refused.ts'

/** Where a key is described: under which DID, or at which https address. */
export interface KeyPlace {
  readonly ok: true
  /** The verification method as it was named. */
  readonly id: string
  /** The DID or the address: what stands before the `#`. */
  readonly controller: string
}

/** A name that is built like a Multikey; names that are shorter are just names. */
const LIKE_A_KEY = /^z(?:6Mk|Dn|82)\w{30,}$/

/**
 * Where a verification method leads, without a look there. A key written into its fragment is only a hint, but one that is
 * damaged leads nowhere.
 *
 * @returns `KEY_UNRESOLVABLE` for what is neither a DID URL with a fragment nor an https address, and for a damaged one.
 */
export function placeOf(methodId: unknown): KeyPlace | ProofFailure {
  if (typeof methodId !== 'string') return unnamed('the proof names no verification method')
  const hash = methodId.indexOf('#')
  const controller = hash === -1 ? methodId : methodId.slice(0, hash)
  const shown = methodId.slice(0, 200)
  if (!(hash > 0 && isDid(controller)) && !isHttps(controller)) {
    return unnamed(`${shown} is neither a DID URL with a fragment nor an https address`)
  }
  const fragment = hash === -1 ? '' : methodId.slice(hash + 1)
  if (LIKE_A_KEY.test(fragment) && !isMultikey(fragment)) return malformed(`${shown} names no Multikey`)
  if (didMethodOf(controller) === 'web' && didWebUrl(controller) === undefined) {
    return malformed(`${controller.slice(0, 200)} names no host`)
  }
  return { ok: true, id: methodId, controller }
}

/** The DID or the address of a verification method; `undefined` when it leads nowhere. */
export function controllerOf(methodId: unknown): string | undefined {
  const place = placeOf(methodId)
  return place.ok ? place.controller : undefined
}

/** Whether a text is an https address. */
export const isHttps = (text: string): boolean => text.startsWith('https://') && canParseUrl(text)

/** Whether two https addresses are of one host and port. */
export const isSameOrigin = (one: string, other: string): boolean =>
  isHttps(one) && isHttps(other) && new URL(one).origin === new URL(other).origin

/** Whether a DID is a key by itself, so that its document is computed and lists nobody else's keys. */
export const isSelfCertifying = (did: string): boolean => ['key', 'jwk'].includes(didMethodOf(did) ?? '')

/** What a report calls a place: its host, or the method of its DID. */
export function shownPlace(controller: string): string | undefined {
  const address = didMethodOf(controller) === 'web' ? didWebUrl(controller) : controller
  if (address !== undefined && isHttps(address)) return new URL(address).host
  return isDid(controller) ? /^did:[a-z0-9]{1,40}/.exec(controller)?.[0] : undefined
}

const unnamed = (detail: string) => keyFailure('KEY_UNRESOLVABLE', detail, { trouble: 'unnamed' })
const malformed = (detail: string) => keyFailure('KEY_UNRESOLVABLE', detail, { trouble: 'malformed' })
