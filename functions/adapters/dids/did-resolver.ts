import { didJwkKey, didMethodOf, didWebUrl } from '../../domain/shared/did.ts'
import { jwkDidDocument, type ReadableDidDocument, readDidDocument } from '../../domain/shared/did-document.ts'
import type { Did } from '../../domain/shared/ids.ts'
import { didKeyDocument, didKeyMultikey } from '../../domain/shared/multikey.ts'
import type { DidResolution, DidResolver } from '../../ports/did-resolver.ts'
import type { OpenWeb, WebRequest } from '../../ports/web.ts'

/**
 * Hosts of files answer as plain JSON. A document is small, and never taken from a cache: whoever proves a DID has just
 * published it.
 */
const DOCUMENT: WebRequest = {
  accept: 'application/did+json, application/did+ld+json, application/json',
  maxBytes: 64 * 1024,
  shared: false,
}
/** Someone waits for it. */
const BUDGET = { milliseconds: 4000, maxAddresses: 1 }

/**
 * Computes `did:key` and `did:jwk`, and looks up `did:web` on the web: never from a private address, never more than its
 * limits of bytes and time, never over a redirect.
 */
export const webDidResolver = ({ openWeb }: { readonly openWeb: OpenWeb }): DidResolver => ({
  async resolve(did) {
    switch (didMethodOf(did)) {
      case 'key':
        return resolved(computeDidKey(did), 'It is no did:key of Ed25519, P-256 or P-384.')
      case 'jwk':
        return resolved(jwkDidDocument(did, didJwkKey(did)), 'It is no did:jwk.')
      case 'web':
        return lookUpDidWeb(openWeb, did)
      case undefined:
        return { kind: 'unresolvable', detail: 'Its method is not known here.' }
    }
  },
})

function computeDidKey(did: Did): ReadableDidDocument | undefined {
  const key = didKeyMultikey(did)
  return key && readDidDocument(did, didKeyDocument(key))
}

async function lookUpDidWeb(openWeb: OpenWeb, did: Did): Promise<DidResolution> {
  const url = didWebUrl(did)
  if (url === undefined) return { kind: 'unresolvable', detail: 'It names no host and folders of a did:web.' }
  const answer = await openWeb(BUDGET).get(url, DOCUMENT)
  switch (answer.kind) {
    case 'absent':
      return { kind: 'unresolvable', detail: `${url} answered ${answer.status}.` }
    case 'unavailable':
      return { kind: 'unresolvable', detail: `${url} could not be read: ${answer.reason}.` }
    case 'found':
      return resolved(
        readDidDocument(did, parse(answer.bytes)),
        `${url} holds no DID document with this DID as its id.`,
      )
  }
}

const resolved = (document: ReadableDidDocument | undefined, otherwise: string): DidResolution =>
  document ? { kind: 'resolved', document } : { kind: 'unresolvable', detail: otherwise }

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
