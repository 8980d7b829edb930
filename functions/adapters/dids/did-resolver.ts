import { didJwkKey, didMethodOf, didWebUrl } from '../../domain/shared/did.ts'
import { jwkDidDocument, type ReadableDidDocument, readDidDocument } from '../../domain/shared/did-document.ts'
import type { Did } from '../../domain/shared/ids.ts'
import { didKeyDocument, didKeyMultikey } from '../../domain/shared/multikey.ts'
import type { DidResolution, DidResolver } from '../../ports/did-resolver.ts'
import { type GuardedFetch, OutboundRefused } from '../outbound/guarded-fetch.ts'

/** What a `did:web` document is asked for as; hosts of files answer as plain JSON. */
const ACCEPT = { accept: 'application/did+json, application/did+ld+json, application/json' }

/**
 * Computes `did:key` and `did:jwk`, and fetches `did:web` over https through the guarded client: never from a private
 * address, never more than its limits of bytes and time, never over a redirect.
 */
export const guardedDidResolver = ({ fetch }: { readonly fetch: GuardedFetch }): DidResolver => ({
  async resolve(did) {
    switch (didMethodOf(did)) {
      case 'key':
        return resolved(computeDidKey(did), 'It is no did:key of Ed25519, P-256 or P-384.')
      case 'jwk':
        return resolved(jwkDidDocument(did, didJwkKey(did)), 'It is no did:jwk.')
      case 'web':
        return fetchDidWeb(fetch, did)
      case undefined:
        return { kind: 'unresolvable', detail: 'Its method is not known here.' }
    }
  },
})

function computeDidKey(did: Did): ReadableDidDocument | undefined {
  const key = didKeyMultikey(did)
  return key && readDidDocument(did, didKeyDocument(key))
}

async function fetchDidWeb(fetch: GuardedFetch, did: Did): Promise<DidResolution> {
  const url = didWebUrl(did)
  if (url === undefined) return { kind: 'unresolvable', detail: 'It names no host and folders of a did:web.' }
  try {
    const { status, bytes } = await fetch(url, ACCEPT)
    if (status !== 200) return { kind: 'unresolvable', detail: `${url} answered ${status}.` }
    return resolved(readDidDocument(did, parse(bytes)), `${url} holds no DID document with this DID as its id.`)
  } catch (error) {
    if (error instanceof OutboundRefused)
      return { kind: 'unresolvable', detail: `${url} could not be read: ${error.code}.` }
    throw error
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
