import type { ReadableDidDocument } from '../domain/shared/did-document.ts'
import type { Did } from '../domain/shared/ids.ts'

/** What became of looking for a DID's document. */
export type DidResolution =
  | { readonly kind: 'resolved'; readonly document: ReadableDidDocument }
  /** `detail` says in plain words why, for whoever holds the DID. */
  | { readonly kind: 'unresolvable'; readonly detail: string }

/** Finds the documents of DIDs that belong to people, wherever their method keeps them. */
export interface DidResolver {
  /**
   * Computes or fetches the document.
   *
   * @returns `unresolvable` for methods not known here, for what cannot be reached, and for a document of another DID.
   */
  resolve(did: Did): Promise<DidResolution>
}
