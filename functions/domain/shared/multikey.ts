import type { Did } from './ids.ts'

/**
 * An Ed25519 public key as W3C Multikey text: `z`, then base58btc of the bytes `ed 01` and the 32 key bytes.
 *
 * @see https://www.w3.org/TR/controller-document/#Multikey
 */
export type Multikey = `z6Mk${string}`

/** An Ed25519 key as its own identifier. */
export type DidKey = `did:key:${Multikey}`

/** What a DID document says of one Ed25519 key. */
export interface MultikeyMethod {
  readonly id: `${Did}#${string}`
  readonly type: 'Multikey'
  readonly controller: Did
  readonly publicKeyMultibase: Multikey
}

/** The DID document of a `did:key`: its one key, usable for assertions. */
export interface DidKeyDocument {
  readonly '@context': readonly ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1']
  readonly id: DidKey
  readonly verificationMethod: readonly [MultikeyMethod]
  readonly assertionMethod: readonly [string]
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const KEY_BYTES = 32
const ED25519_PREFIX = [0xed, 0x01] as const
const DID_KEY_PREFIX = 'did:key:'
/** Base58 of 34 bytes that begin `ed 01` has this length, with the multibase letter. */
const MULTIKEY_LENGTH = 48

/**
 * Writes 32 public key bytes as a Multikey.
 *
 * @throws TypeError when there are not exactly 32 bytes.
 */
export function encodeMultikey(publicKey: Uint8Array): Multikey {
  if (publicKey.length !== KEY_BYTES) throw new TypeError(`an Ed25519 public key has ${KEY_BYTES} bytes`)
  const text = `z${encodeBase58(Uint8Array.from([...ED25519_PREFIX, ...publicKey]))}`
  if (!startsLikeMultikey(text)) throw new TypeError('ed 01 and 32 bytes in base58 always begin 6Mk')
  return text
}

/** Reads the 32 public key bytes of a Multikey; `undefined` for anything else, also for keys of other kinds. */
export function decodeMultikey(text: string): Uint8Array | undefined {
  if (text.length !== MULTIKEY_LENGTH || !startsLikeMultikey(text)) return undefined
  const bytes = decodeBase58(text.slice(1))
  if (bytes?.length !== ED25519_PREFIX.length + KEY_BYTES) return undefined
  return bytes[0] === ED25519_PREFIX[0] && bytes[1] === ED25519_PREFIX[1] ? bytes.slice(2) : undefined
}

/** Whether a text is an Ed25519 Multikey. */
export const isMultikey = (text: string): text is Multikey => decodeMultikey(text) !== undefined

/** The `did:key` of a key. */
export const toDidKey = (key: Multikey): DidKey => `${DID_KEY_PREFIX}${key}`

/** The key that a `did:key` consists of; `undefined` when it is none of an Ed25519 key. */
export function didKeyMultikey(did: string): Multikey | undefined {
  const key = did.startsWith(DID_KEY_PREFIX) ? did.slice(DID_KEY_PREFIX.length) : ''
  return isMultikey(key) ? key : undefined
}

/** The DID URL under which a `did:key` lists its key; proofs name it as `verificationMethod`. */
export const didKeyMethodId = (key: Multikey): `${DidKey}#${Multikey}` => `${toDidKey(key)}#${key}`

/**
 * The DID document of an Ed25519 `did:key`, computed from the identifier alone.
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
  }
}

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

const startsLikeMultikey = (text: string): text is Multikey => text.startsWith('z6Mk')
