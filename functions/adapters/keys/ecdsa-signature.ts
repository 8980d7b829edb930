const SEQUENCE = 0x30
const INTEGER = 0x02
const LONG_FORM = 0x80

/**
 * Turns the DER form of an ECDSA signature, as KMS gives it, into `r` and `s` of fixed length one after the other, as
 * proofs and JWTs carry it; numbers shorter than the curve are filled up with zeros on the left. Strict: of the many
 * byte strings a lenient reader takes for one signature, only the canonical one is read.
 *
 * @param length  Bytes of each number: 32 for P-256, 48 for P-384.
 * @returns `undefined` when the bytes are not canonical DER of two positive numbers of at most that length.
 * @see https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3
 */
export function fromDerSignature(der: Uint8Array, length: 32 | 48): Uint8Array | undefined {
  const [tag, contentLength = LONG_FORM] = der
  // Two numbers of 48 bytes and their headers still fit the short form.
  if (tag !== SEQUENCE || contentLength >= LONG_FORM || der.length !== contentLength + 2) return undefined
  const r = readPositive(der, 2, length)
  const s = r && readPositive(der, r.end, length)
  if (!s || s.end !== der.length) return undefined
  const signature = new Uint8Array(2 * length)
  signature.set(r.bytes, length - r.bytes.length)
  signature.set(s.bytes, 2 * length - s.bytes.length)
  return signature
}

interface ReadNumber {
  /** Without leading zeros. */
  readonly bytes: Uint8Array
  readonly end: number
}

function readPositive(der: Uint8Array, start: number, maxLength: number): ReadNumber | undefined {
  const [tag, contentLength = 0] = der.subarray(start, start + 2)
  const end = start + 2 + contentLength
  const content = der.subarray(start + 2, end)
  if (tag !== INTEGER || contentLength === 0 || contentLength >= LONG_FORM || content.length !== contentLength)
    return undefined
  const [first = 0, second = 0] = content
  if (first >= 0x80) return undefined
  // A zero in front is there only to keep the number positive.
  if (first === 0 && (contentLength === 1 || second < 0x80)) return undefined
  const bytes = first === 0 ? content.subarray(1) : content
  return bytes.length <= maxLength ? { bytes, end } : undefined
}
