import type { Did } from './ids.ts'

/** Kinds of keys that Data Integrity proofs are made with; named by curve, as JWK names them (RFC 7518, RFC 8037). */
export type MultikeyAlgorithm = 'Ed25519' | 'P-256' | 'P-384'

/**
 * A public key as W3C Multikey text: `z`, then base58btc of two bytes that tell the kind and the key bytes.
 *
 * @see https://www.w3.org/TR/controller-document/#Multikey
 */
export type Multikey = `z6Mk${string}` | `zDn${string}` | `z82${string}`

/** A key as its own identifier. */
export type DidKey = `did:key:${Multikey}`

/** A public key, taken apart: 32 bytes of Ed25519, or a compressed point of 33 (P-256) or 49 bytes (P-384). */
export interface RawPublicKey {
  readonly algorithm: MultikeyAlgorithm
  readonly bytes: Uint8Array
}

/** What a DID document says of one key. */
interface MultikeyMethod {
  readonly id: `${Did}#${string}`
  readonly type: 'Multikey'
  readonly controller: Did
  readonly publicKeyMultibase: Multikey
}

/** The DID document of a `did:key`: its one key, usable for assertions and to prove control. */
export interface DidKeyDocument {
  readonly '@context': readonly ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1']
  readonly id: DidKey
  readonly verificationMethod: readonly [MultikeyMethod]
  readonly assertionMethod: readonly [string]
  readonly authentication: readonly [string]
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const DID_KEY_PREFIX = 'did:key:'

/** How each kind begins, in bytes and in text, and how long it is; text lengths follow from the bytes. */
const KINDS = {
  Ed25519: { prefix: [0xed, 0x01], keyBytes: 32, textPrefix: 'z6Mk', textLength: 48 },
  'P-256': { prefix: [0x80, 0x24], keyBytes: 33, textPrefix: 'zDn', textLength: 49 },
  'P-384': { prefix: [0x81, 0x24], keyBytes: 49, textPrefix: 'z82', textLength: 71 },
} as const satisfies Record<MultikeyAlgorithm, unknown>

const ALGORITHMS = ['Ed25519', 'P-256', 'P-384'] as const satisfies readonly MultikeyAlgorithm[]

/**
 * Writes a public key as a Multikey.
 *
 * @throws TypeError when there are not exactly as many bytes as the kind has, or a point is not compressed.
 */
export function encodeMultikey({ algorithm, bytes }: RawPublicKey): Multikey {
  const { prefix, keyBytes } = KINDS[algorithm]
  if (!isKeyOf(algorithm, bytes)) throw new TypeError(`a public key of ${algorithm} has ${keyBytes} bytes`)
  const text = `z${encodeBase58(Uint8Array.from([...prefix, ...bytes]))}`
  if (!startsLikeMultikey(text)) throw new TypeError(`a ${algorithm} key in base58 always begins alike`)
  return text
}

/** Reads a Multikey; `undefined` for anything else, also for keys of other kinds. */
export function decodeMultikey(text: string): RawPublicKey | undefined {
  const algorithm = ALGORITHMS.find((kind) => text.startsWith(KINDS[kind].textPrefix))
  if (!algorithm || text.length !== KINDS[algorithm].textLength) return undefined
  const decoded = decodeBase58(text.slice(1))
  const [first, second] = KINDS[algorithm].prefix
  const bytes = decoded?.slice(2)
  return decoded?.[0] === first && decoded[1] === second && bytes && isKeyOf(algorithm, bytes)
    ? { algorithm, bytes }
    : undefined
}

/** Whether a text is a Multikey of a kind known here. */
export const isMultikey = (text: string): text is Multikey => decodeMultikey(text) !== undefined

/** The kind of a Multikey, told by how it begins. */
export function algorithmOf(key: Multikey): MultikeyAlgorithm {
  if (key.startsWith('z6Mk')) return 'Ed25519'
  return key.startsWith('zDn') ? 'P-256' : 'P-384'
}

/** The `did:key` of a key. */
export const toDidKey = (key: Multikey): DidKey => `${DID_KEY_PREFIX}${key}`

/** The key that a `did:key` consists of; `undefined` when it is none of a kind known here. */
export function didKeyMultikey(did: string): Multikey | undefined {
  const key = did.startsWith(DID_KEY_PREFIX) ? did.slice(DID_KEY_PREFIX.length) : ''
  return isMultikey(key) ? key : undefined
}

/** The DID URL under which a `did:key` lists its key; proofs name it as `verificationMethod`. */
export const didKeyMethodId = (key: Multikey): `${DidKey}#${Multikey}` => `${toDidKey(key)}#${key}`

/**
 * The DID document of a `did:key`, computed from the identifier alone.
 *
 * @see https://w3c-ccg.github.io/did-key-spec/#document-creation-algorithm
 */
export function didKeyDocument(key: Multikey): DidKeyDocument {
  const id = didKeyMethodId(key)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: toDidKey(key),
    verificationMethod: [{ id, type: 'Multikey', controller: toDidKey(key), publicKeyMultibase: key }],
    assertionMethod: [id],
    authentication: [id],
  }
}

/** Whether bytes are as long as a key of that kind and, for a point, compressed. That it is on the curve is not checked. */
const isKeyOf = (algorithm: MultikeyAlgorithm, bytes: Uint8Array): boolean =>
  bytes.length === KINDS[algorithm].keyBytes && (algorithm === 'Ed25519' || bytes[0] === 2 || bytes[0] === 3)

/** Bytes as base58btc text, a leading zero byte as `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  const digits: number[] = []
  for (const byte of bytes) {
    let carry = byte
    for (let i = 0; i < digits.length; i++) {
      carry += (digits[i] ?? 0) * 256
      digits[i] = carry % 58
      carry = Math.floor(carry / 58)
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58)
  }
  const firstNonZero = bytes.findIndex((byte) => byte !== 0)
  const zeros = firstNonZero === -1 ? bytes.length : firstNonZero
  return (
    '1'.repeat(zeros) +
    digits
      .reverse()
      .map((digit) => BASE58.charAt(digit))
      .join('')
  )
}

/** The bytes of base58btc text; `undefined` when a character is outside the alphabet. */
export function decodeBase58(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  for (const character of text) {
    let carry = BASE58.indexOf(character)
    if (carry === -1) return undefined
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * 58
      bytes[i] = carry % 256
      carry = Math.floor(carry / 256)
    }
    for (; carry > 0; carry = Math.floor(carry / 256)) bytes.push(carry % 256)
  }
  const zeros = text.length - text.replace(/^1+/, '').length
  return Uint8Array.from([...Array<number>(zeros).fill(0), ...bytes.reverse()])
}

const startsLikeMultikey = (text: string): text is Multikey => /^z(6Mk|Dn|82)/.test(text)
