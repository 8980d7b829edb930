import type { MultikeyAlgorithm } from '../../domain/shared/multikey.ts'
import type { JcsCryptosuite, JsonObject, RdfcCryptosuite } from '../../ports/proofs.ts'
import type { HashName } from './rdfc-canonize.ts'

/** How a document becomes the bytes that are signed, and with which kinds of keys. */
export interface Cryptosuite {
  /** `rdfc`: hashes of canonical N-Quads; `jcs`: hashes of canonical JSON; `sd`: a signature per N-Quad (derived proofs). */
  readonly transform: 'rdfc' | 'jcs' | 'sd'
  readonly algorithms: readonly MultikeyAlgorithm[]
  /** Whether a newer suite has taken its place: verified, never issued, and said so. */
  readonly isLegacy?: true
}

const ED25519 = ['Ed25519'] as const
const ECDSA = ['P-256', 'P-384'] as const

const BY_NAME: ReadonlyMap<unknown, Cryptosuite> = new Map<string, Cryptosuite>([
  ['eddsa-rdfc-2022', { transform: 'rdfc', algorithms: ED25519 }],
  ['eddsa-jcs-2022', { transform: 'jcs', algorithms: ED25519 }],
  ['ecdsa-rdfc-2019', { transform: 'rdfc', algorithms: ECDSA }],
  ['ecdsa-jcs-2019', { transform: 'jcs', algorithms: ECDSA }],
  // Of P-256 only: a derived proof holds a signature of just 64 bytes and a key of just 35, by its definition.
  ['ecdsa-sd-2023', { transform: 'sd', algorithms: ['P-256'] }],
  // What eddsa-rdfc-2022 was called in drafts of it.
  ['eddsa-2022', { transform: 'rdfc', algorithms: ED25519, isLegacy: true }],
])

const ED25519_SIGNATURE_2020: Cryptosuite = { transform: 'rdfc', algorithms: ED25519, isLegacy: true }

/** The suite of a proof; `undefined` when it is none that is known here. */
export function suiteOf(proof: JsonObject): Cryptosuite | undefined {
  if (proof['type'] === 'DataIntegrityProof') return BY_NAME.get(proof['cryptosuite'])
  return proof['type'] === 'Ed25519Signature2020' ? ED25519_SIGNATURE_2020 : undefined
}

/** The hash function that goes with a kind of key, in RDFC-1.0 as well as over its result. */
export const hashFor = (algorithm: MultikeyAlgorithm): HashName => (algorithm === 'P-384' ? 'sha384' : 'sha256')

/** How many bytes a signature with a kind of key has. */
export const signatureBytes = (algorithm: MultikeyAlgorithm): number => (algorithm === 'P-384' ? 96 : 64)

/** The suite that a key signs JSON-LD with. */
export const rdfcSuiteFor = (algorithm: MultikeyAlgorithm): RdfcCryptosuite =>
  algorithm === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019'

/** The suite that a key signs plain JSON with. */
export const jcsSuiteFor = (algorithm: MultikeyAlgorithm): JcsCryptosuite =>
  algorithm === 'Ed25519' ? 'eddsa-jcs-2022' : 'ecdsa-jcs-2019'
