import type { ReadableDidDocument } from '../domain/shared/did-document.ts'
import type { JsonObject } from './proofs.ts'

/** What became of a JWS by which someone proves control of a DID. */
export type ControlVerdict =
  | { readonly ok: true; readonly claims: JsonObject }
  | { readonly ok: false; readonly detail: string }

/** Checks compact JWSs against the keys of a DID. */
export interface ControlJwsReader {
  /**
   * Checks that a compact JWS (EdDSA with Ed25519, ES256, ES384, RS256) was signed by a key that the document lists for
   * authentication: the one its `kid` names, or any when it names none. A key in the header counts for nothing.
   *
   * @returns the claims, not looked at yet; or why the signature proves nothing.
   */
  verifyControl(jws: string, document: ReadableDidDocument): Promise<ControlVerdict>
}
