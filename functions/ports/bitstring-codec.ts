/** Packs and unpacks the bitstring of a status list. */
export interface BitstringCodec {
  /** `u` and base64url without padding of the gzipped bytes (BSL-03). */
  encode(bitstring: Uint8Array): string
  /**
   * The bytes of an encoded list.
   *
   * @param maxBytes  More than this after expansion is refused.
   * @returns `undefined` when the text is not multibase base64url of gzip, or expands beyond `maxBytes`.
   */
  decode(encodedList: string, maxBytes: number): Uint8Array | undefined
}
