import type { Multikey } from '../domain/shared/multikey.ts'

/** A JSON object; what a proof secures. */
export type JsonObject = { readonly [member: string]: unknown }

/** Cryptosuites that proofs are made with here: over JSON-LD (`rdfc`) or over plain JSON (`jcs`). */
export type RdfcCryptosuite = 'eddsa-rdfc-2022' | 'ecdsa-rdfc-2019'
export type JcsCryptosuite = 'eddsa-jcs-2022' | 'ecdsa-jcs-2019'

/** What a proof is for, and so the list of its maker's DID document that must hold its key. */
export type ProofPurpose = 'assertionMethod' | 'authentication'

/** A proof as it stands in a secured document. */
export interface DataIntegrityProof<Cryptosuite extends string = string> {
  readonly id?: string
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: Cryptosuite
  /** Whole seconds, UTC. */
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: ProofPurpose
  readonly challenge?: string
  readonly domain?: string
  readonly previousProof?: string | readonly string[]
  /** `z` and base58btc of the signature: 64 bytes, 96 for P-384. */
  readonly proofValue: string
}

/** The key a proof is made with, when, and what the proof says of itself. */
export interface ProofOptions {
  /** The DID URL (with fragment) under which the issuer's DID document lists the key. */
  readonly verificationMethod: string
  /** Its kind decides the cryptosuite: Ed25519 `eddsa-…-2022`, P-256 and P-384 `ecdsa-…-2019`. */
  readonly publicKeyMultibase: Multikey
  /** Signs exactly these bytes, as the port `Signer` says of each kind of key. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly created: Date
  /** @default 'assertionMethod' */
  readonly proofPurpose?: ProofPurpose | undefined
  readonly challenge?: string | undefined
  readonly domain?: string | undefined
  /** An absolute URL (such as `urn:uuid:`) by which a later proof can name this one. */
  readonly id?: string | undefined
  /** The ids of the proofs, already in the document, that this one covers as well (a proof chain). */
  readonly previousProof?: string | readonly string[] | undefined
}

/** A credential with its proofs, written as an array because Open Badges asks for one. */
type SecuredCredential<Document, Proofs extends readonly unknown[]> = Omit<Document, 'proof'> & {
  readonly proof: Proofs
}

/** A plain JSON document with its one proof. */
type SecuredJson<Document> = Omit<Document, 'proof'> & {
  readonly proof: DataIntegrityProof<JcsCryptosuite>
}

/** Secures JSON-LD credentials and presentations. */
export interface ProofWriter {
  /**
   * Adds the first proof. Nothing else of the document changes, and the argument is left as it is.
   *
   * @throws TypeError when the document already has a proof.
   * @throws A fault with a `code` of {@link ProofFailureCode} when the document cannot be signed without loss
   *   (undefined term, unknown context), and when the signature does not fit `publicKeyMultibase`.
   * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022
   * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019
   */
  sign<Document extends JsonObject>(
    document: Document,
    options: ProofOptions,
  ): Promise<SecuredCredential<Document, readonly [DataIntegrityProof<RdfcCryptosuite>]>>
  /**
   * Adds a proof behind those that are there, which stay as they are: a proof set, or with `previousProof` a proof chain.
   *
   * @throws TypeError when `previousProof` names no proof of the document, or the new `id` is taken.
   * @throws As {@link ProofWriter.sign}.
   * @see https://www.w3.org/TR/vc-data-integrity/#add-proof-set-chain
   */
  addProof<Document extends JsonObject>(
    document: Document,
    options: ProofOptions,
  ): Promise<SecuredCredential<Document, readonly [...unknown[], DataIntegrityProof<RdfcCryptosuite>]>>
}

/** Secures plain JSON documents, which name no context. */
export interface JsonProofWriter {
  /**
   * Adds a proof over the document's canonical JSON. The argument is left as it is.
   *
   * @throws TypeError when the document already has a proof or is not JSON.
   * @throws A fault when the signature does not fit `publicKeyMultibase`.
   * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
   * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019
   */
  signJson<Document extends JsonObject>(document: Document, options: ProofOptions): Promise<SecuredJson<Document>>
}

/** How something is looked up. */
export interface LookUp {
  /** What another origin answers after a redirect counts as absent: whoever can make a host redirect would speak for it. */
  readonly onItsOrigin?: true | undefined
}

/**
 * Finds a DID document, or the document at an https address. `did:key` is never asked for: it is computed.
 *
 * @returns the parsed JSON, or `undefined` when there is none. What cannot be known now is thrown.
 */
export type ResolveDid = (did: string, how?: LookUp) => Promise<unknown>

/** Why a proof does not hold. */
export type ProofFailureCode =
  | 'PROOF_MISSING'
  | 'PROOF_INVALID'
  /** The proof itself says that it has ended (`expires`). */
  | 'PROOF_EXPIRED'
  /** No proof of a kind known here, or one that builds on such a proof, so nothing can be said. */
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
  /** The document that describes the key says since when it counts no more. */
  | 'KEY_REVOKED'
  | 'KEY_EXPIRED'

/** Why a key could not be had, or is not the issuer's. */
export type KeyTrouble =
  /** No name at all, or one that is neither a DID URL with a fragment nor an https address. */
  | 'unnamed'
  /** A name that can never lead to a key: damaged, or of no host. */
  | 'malformed'
  /** A DID of a method that is not looked up here: nothing is known. */
  | 'method_unknown'
  /** Its host could not be reached: nothing is known. */
  | 'unavailable'
  /** Its host says that there is no such document. */
  | 'absent'
  /** The document there is that of someone else. */
  | 'other_document'
  /** The document there describes no such key, or none that can be used. */
  | 'undescribed'
  | 'other_controller'
  /** Described, and not listed for the purpose. */
  | 'unlisted'
  /** The key of someone else, whom the issuer does not list. */
  | 'other_signer'
  /** The key of someone else; whether the issuer lists it could not be found out. */
  | 'listing_unavailable'

/** A key that was looked for in vain. */
export interface KeyFinding {
  readonly trouble: KeyTrouble
  /** The host it was looked for at, or the DID's method. */
  readonly at?: string | undefined
  /** Since when it counts no more. */
  readonly since?: string | undefined
}

/** A proof that does not hold. `detail` is for the log and the person who made the document. */
export interface ProofFailure {
  readonly ok: false
  readonly code: ProofFailureCode
  readonly detail: string
  readonly key?: KeyFinding | undefined
  /** What else was found to be wrong. */
  readonly further?: readonly ProofFailure[] | undefined
}

/** Every proof of a known kind holds. */
interface ProofsHold {
  readonly ok: true
  readonly proofs: readonly {
    readonly verificationMethod: string
    readonly created?: string
    /** The name of a suite that newer ones have replaced. */
    readonly legacySuite?: string
  }[]
  /** Proofs of unknown kinds, which say nothing either way. */
  readonly skipped: readonly { readonly type: string; readonly cryptosuite?: string }[]
}

/** What became of a document's proofs. */
export type ProofVerdict = ProofsHold | ProofFailure

/** What is asked of a document's proofs. */
export interface ProofExpectations {
  /**
   * Whose proof there must be, beside every proof holding by itself: one by the document's `issuer`; one by its `holder`,
   * if it names one; or anyone's.
   *
   * @default 'issuer'
   */
  readonly binding?: 'issuer' | 'holder' | 'none' | undefined
  /** @default 'assertionMethod' */
  readonly proofPurpose?: ProofPurpose | undefined
  /** Every proof must hold just this challenge. @default any or none */
  readonly challenge?: string | undefined
  /** Every proof must be for this domain, among others. @default any or none */
  readonly domain?: string | undefined
}

/** Checks the proofs of JSON-LD credentials and presentations. */
export interface ProofReader {
  /**
   * Checks that every proof of a known kind holds over the whole document (and over the proofs it builds on), has not
   * ended, was made for the purpose asked for, and by a key that its controller's document lists for that purpose; and
   * that one of them is the issuer's. Dates, status and embedded credentials are not looked at.
   *
   * Known are `eddsa-rdfc-2022`, `ecdsa-rdfc-2019`, `eddsa-jcs-2022`, `ecdsa-jcs-2019`, derived proofs of `ecdsa-sd-2023`,
   * and of legacy `eddsa-2022` and `Ed25519Signature2020`.
   *
   * @throws Unavailable when a key could not be had and nothing else is wrong; beside other reasons it is one of them.
   */
  verify(document: JsonObject, resolveDid: ResolveDid, expectations?: ProofExpectations): Promise<ProofVerdict>
}

/** Checks the proof of plain JSON documents. */
export interface JsonProofReader {
  /**
   * As {@link ProofReader.verify}, for `eddsa-jcs-2022` and `ecdsa-jcs-2019`.
   *
   * @param controller  The DID whose key must have signed.
   */
  verifyJson(document: JsonObject, controller: string, resolveDid: ResolveDid): Promise<ProofVerdict>
}
