import type { Multikey } from '../domain/shared/multikey.ts'

/** A JSON object; what a proof secures. */
export type JsonObject = { readonly [member: string]: unknown }

/** A proof as it stands in a secured document. */
export interface DataIntegrityProof<Cryptosuite extends string = string> {
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: Cryptosuite
  /** Whole seconds, UTC. */
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: 'assertionMethod'
  /** `z` and base58btc of 64 signature bytes. */
  readonly proofValue: string
}

/** The key a proof is made with, and when. */
export interface ProofOptions {
  /** The DID URL (with fragment) under which the issuer's DID document lists the key. */
  readonly verificationMethod: string
  readonly publicKeyMultibase: Multikey
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly created: Date
}

/** A credential with its one proof, written as an array because Open Badges asks for one. */
type SecuredCredential<Document> = Omit<Document, 'proof'> & {
  readonly proof: readonly [DataIntegrityProof<'eddsa-rdfc-2022'>]
}

/** A plain JSON document with its one proof. */
type SecuredJson<Document> = Omit<Document, 'proof'> & {
  readonly proof: DataIntegrityProof<'eddsa-jcs-2022'>
}

/** Secures JSON-LD credentials. */
export interface ProofWriter {
  /**
   * Adds an `eddsa-rdfc-2022` proof. Nothing else of the document changes, and the argument is left as it is.
   *
   * @throws TypeError when the document already has a proof.
   * @throws A fault with a `code` of {@link ProofFailureCode} when the document cannot be signed without loss
   *   (undefined term, unknown context), and when the signature does not fit `publicKeyMultibase`.
   * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022
   */
  sign<Document extends JsonObject>(document: Document, options: ProofOptions): Promise<SecuredCredential<Document>>
}

/** Secures plain JSON documents, which name no context. */
export interface JsonProofWriter {
  /**
   * Adds an `eddsa-jcs-2022` proof over the document's canonical JSON. The argument is left as it is.
   *
   * @throws TypeError when the document already has a proof or is not JSON.
   * @throws A fault when the signature does not fit `publicKeyMultibase`.
   * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
   */
  signJson<Document extends JsonObject>(document: Document, options: ProofOptions): Promise<SecuredJson<Document>>
}

/**
 * Finds a DID document. `did:key` is never asked for: it is computed.
 *
 * @returns the parsed JSON, or `undefined` when the DID does not resolve. What cannot be known now is thrown.
 */
export type ResolveDid = (did: string) => Promise<unknown>

/** Why a proof does not hold. */
export type ProofFailureCode =
  | 'PROOF_MISSING'
  | 'PROOF_INVALID'
  /** No proof of a kind known here, so nothing can be said. */
  | 'PROOF_TYPE_UNKNOWN'
  /** JSON-LD safe mode: a term, type or relative address that no context defines. */
  | 'JSONLD_UNDEFINED_TERM'
  /** The document or one of its contexts is not JSON-LD. */
  | 'JSONLD_INVALID'
  /** A context outside the static table; nothing is fetched. */
  | 'CONTEXT_UNKNOWN'
  /** Depth, size, contexts or blank nodes beyond the work limits. */
  | 'DOCUMENT_TOO_COMPLEX'
  | 'ISSUER_MISSING'
  | 'KEY_UNRESOLVABLE'
  /** The key exists but its owner does not list it for assertions, or its owner is not the issuer. */
  | 'ISSUER_KEY_UNBOUND'

/** A proof that does not hold: the first reason found. `detail` is for the log and the person who made the document. */
export interface ProofFailure {
  readonly ok: false
  readonly code: ProofFailureCode
  readonly detail: string
}

/** Every proof of a known kind holds. */
interface ProofsHold {
  readonly ok: true
  readonly proofs: readonly { readonly verificationMethod: string; readonly created?: string }[]
  /** Proofs of unknown kinds, which say nothing either way. */
  readonly skipped: readonly { readonly type: string; readonly cryptosuite?: string }[]
}

/** What became of a document's proofs. */
export type ProofVerdict = ProofsHold | ProofFailure

/** Checks the proofs of JSON-LD credentials. */
export interface ProofReader {
  /**
   * Checks that every proof of a known kind holds over the whole document, was made for assertion, and by a key that
   * the issuer's own DID document lists for it. Dates, status and embedded credentials are not looked at.
   */
  verify(document: JsonObject, resolveDid: ResolveDid): Promise<ProofVerdict>
}

/** Checks the proof of plain JSON documents. */
export interface JsonProofReader {
  /**
   * As {@link ProofReader.verify}, for `eddsa-jcs-2022`.
   *
   * @param controller  The DID whose key must have signed.
   */
  verifyJson(document: JsonObject, controller: string, resolveDid: ResolveDid): Promise<ProofVerdict>
}
