import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { didMethodOf, didWebUrl, isDid } from '../domain/shared/did.ts'
import type { JwtKeySources } from '../ports/credential-jwt.ts'
import type { LookUp } from '../ports/proofs.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { Web, WebRequest } from '../ports/web.ts'
import type { OwnObjects } from './own-objects.ts'
import { decodeUtf8 } from './read-text.ts'

/**
 * Everything a verification looks up: our own objects in the store, those of others over the web. What could not be had is
 * thrown as `Unavailable`; what is known not to exist is `undefined`.
 */
export interface Sources extends OwnObjects, JwtKeySources {
  readonly web: Web
  /** The exact text at the address of a status list: JSON, or a compact JWS. */
  readonly loadStatusList: (url: string) => Promise<string | undefined>
  /** The address that answered for the document of an issuer elsewhere, after redirects; what was looked up is not asked again. */
  readonly answeredFor: (issuer: string) => Promise<string | undefined>
}

const KILOBYTE = 1024
/** Keys are exchanged seldom; where their host says so, they are looked up again once an hour. */
const KEYS_ARE_BELIEVED_SECONDS = 3600
const DID_DOCUMENT: WebRequest = {
  accept: 'application/did+json, application/did+ld+json, application/ld+json, application/json',
  maxBytes: 256 * KILOBYTE,
  shared: true,
  maxAgeSeconds: KEYS_ARE_BELIEVED_SECONDS,
}
const KEY_DOCUMENT: WebRequest = {
  accept: 'application/ld+json, application/jwk+json, application/jwk-set+json, application/json',
  maxBytes: 256 * KILOBYTE,
  shared: true,
  maxAgeSeconds: KEYS_ARE_BELIEVED_SECONDS,
}
const STATUS_LIST: WebRequest = {
  accept:
    'application/vc+ld+json, application/vc, application/ld+json, application/json, application/vc+jwt, text/plain',
  maxBytes: 4096 * KILOBYTE,
  shared: true,
}

/** Our own addresses and DIDs are read from the store, and never asked for over the web. */
export function createSources(own: OwnObjects, web: Web): Sources {
  const parsed = new Map<string, { readonly text: string; readonly value: unknown }>()
  /** Gives the same value for the same text, so that whoever reads it need do so once. */
  const parseOnce = (url: string, text: string): unknown => {
    const known = parsed.get(url)
    if (known?.text === text) return known.value
    const value = parseJson(text)
    parsed.set(url, { text, value })
    return value
  }
  const loadJson = async (url: string, request: WebRequest, how?: LookUp): Promise<unknown> => {
    const text = own.isOwnUrl(url) ? undefined : await loadText(web, url, request, how)
    return text === undefined ? undefined : parseOnce(url, text)
  }
  return {
    ...own,
    web,
    resolveDid: async (did, how) => {
      if (own.answersFor(did)) return own.resolveDid(did)
      if (!isDid(did)) return loadJson(did, KEY_DOCUMENT, how)
      const url = didMethodOf(did) === 'web' ? didWebUrl(did) : undefined
      return url === undefined ? own.resolveDid(did) : loadJson(url, DID_DOCUMENT)
    },
    resolveKey: (url, how) => loadJson(url, KEY_DOCUMENT, how),
    answeredFor: async (issuer) => {
      const url = isDid(issuer) ? didWebUrl(issuer) : issuer
      if (own.answersFor(issuer) || url === undefined || own.isOwnUrl(url) || !canParseUrl(url)) return undefined
      const answer = await web.get(url, isDid(issuer) ? DID_DOCUMENT : KEY_DOCUMENT)
      return answer.kind === 'found' ? answer.url : undefined
    },
    loadStatusList: async (url) => (own.isOwnUrl(url) ? own.loadStatusList(url) : loadText(web, url, STATUS_LIST)),
  }
}

/**
 * The text at an address elsewhere.
 *
 * @returns `undefined` when its host says that nothing is there, or when it is not UTF-8.
 * @throws Unavailable when nothing is known of it.
 */
async function loadText(web: Web, url: string, request: WebRequest, how?: LookUp): Promise<string | undefined> {
  const answer = await web.get(url, request)
  switch (answer.kind) {
    case 'found':
      return how?.onItsOrigin && new URL(answer.url).origin !== new URL(url).origin
        ? undefined
        : decodeUtf8(answer.bytes)
    case 'absent':
      return undefined
    case 'unavailable':
      throw new Unavailable(url, answer.reason)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
