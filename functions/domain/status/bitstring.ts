/** Entries of one status list; the least the standard allows (BSL-04). */
export const STATUS_LIST_SIZE = 131_072

/** How long a consumer may keep a status list, in milliseconds. */
export const STATUS_LIST_TTL_MILLISECONDS = 300_000

/**
 * A bitstring with the given indexes set; index 0 is the most significant bit of byte 0 (BSL-05).
 *
 * @param size  Number of entries, a multiple of 8.
 * @throws RangeError for an index outside the list.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-encoding
 */
export function toBitstring(setIndexes: Iterable<number>, size: number = STATUS_LIST_SIZE): Uint8Array {
  const bytes = new Uint8Array(size / 8)
  for (const index of setIndexes) {
    if (!Number.isInteger(index) || index < 0 || index >= size)
      throw new RangeError(`no entry ${index} in a list of ${size}`)
    const byte = index >> 3
    bytes[byte] = (bytes[byte] ?? 0) | (0x80 >> (index & 7))
  }
  return bytes
}

/** Whether an entry of one bit is set; `undefined` when the list has no such entry. */
export function isSet(bitstring: Uint8Array, index: number): boolean | undefined {
  const value = readEntry(bitstring, index)
  return value === undefined ? undefined : value === 1
}

/**
 * The value of an entry, the most significant bit first; `undefined` when the list does not have all of it.
 *
 * @param size  Bits of each entry (`statusSize`), at most 32.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export function readEntry(bitstring: Uint8Array, index: number, size = 1): number | undefined {
  if (!Number.isInteger(index) || index < 0) return undefined
  let value = 0
  for (let bit = index * size; bit < (index + 1) * size; bit++) {
    const byte = bitstring[Math.floor(bit / 8)]
    if (byte === undefined) return undefined
    value = value * 2 + ((byte & (0x80 >> (bit % 8))) === 0 ? 0 : 1)
  }
  return value
}
