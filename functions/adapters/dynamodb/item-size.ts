/**
 * What DynamoDB counts an item as, in bytes: names and values in UTF-8, numbers by their digits, one byte for each
 * entry of a list or map and three for the whole.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemSizeBytes = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + (value === undefined ? 0 : utf8(name) + sizeOf(value)), 0)

const utf8 = (text: string): number => Buffer.byteLength(text, 'utf8')

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return utf8(value)
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 2
  if (value instanceof Uint8Array) return value.length
  if (value instanceof Set) return [...value].reduce<number>((sum, entry) => sum + sizeOf(entry), 0)
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + 1 + sizeOf(entry), 3)
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce<number>(
      (sum, entry) => sum + (entry === undefined ? 0 : 1),
      3 + itemSizeBytes({ ...value }),
    )
  return 1
}
