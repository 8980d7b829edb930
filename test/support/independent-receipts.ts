import { createHash, createPublicKey, verify } from 'node:crypto'
import canonicalize from 'canonicalize'

/** A receipt as JSON, signed. */
export interface SignedReceipt {
  readonly issuer?: unknown
  readonly proof: Readonly<Record<string, string>>
}

/** A DID document as JSON. */
export interface PublishedKeys {
  readonly id: string
  readonly verificationMethod: readonly { readonly id: string; readonly publicKeyMultibase?: string }[]
  readonly assertionMethod: readonly string[]
}

/**
 * Whether a receipt holds by the keys that its issuer publishes: `eddsa-jcs-2022` by the text of its specification, with nothing
 * of this project in it. `docs/verification.md` shows the same.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
 */
export function holdsAsReceipt({ proof, ...document }: SignedReceipt, published: PublishedKeys): boolean {
  const { proofValue = '', ...config } = proof
  const { verificationMethod = '', cryptosuite, proofPurpose } = config
  if (cryptosuite !== 'eddsa-jcs-2022' || proofPurpose !== 'assertionMethod') return false
  if (document.issuer !== published.id || !published.assertionMethod.includes(verificationMethod)) return false
  const method = published.verificationMethod.find(({ id }) => id === verificationMethod)
  // An Ed25519 Multikey is two bytes that say so, and the key.
  const x = fromBase58(method?.publicKeyMultibase?.slice(1) ?? '')
    .subarray(2)
    .toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const bytes = Buffer.concat([sha256(config), sha256(document)])
  return verify(null, bytes, key, fromBase58(proofValue.slice(1)))
}

const sha256 = (value: object) =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest()

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

function fromBase58(text: string): Buffer {
  const value = [...text].reduce((sum, letter) => sum * 58n + BigInt(ALPHABET.indexOf(letter)), 0n)
  const hex = value.toString(16)
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')])
}
