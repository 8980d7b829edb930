/** Remembers values for a short while and never more than a fixed number of them. */
export interface FreshCache<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
}

/**
 * A cache of at most `maxEntries` values, none older than `maxAgeMilliseconds`; the oldest gives way.
 *
 * @param nowMilliseconds  The present moment, in milliseconds since 1970.
 */
export function createFreshCache<Value>(
  maxEntries: number,
  maxAgeMilliseconds: number,
  nowMilliseconds: () => number,
): FreshCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly storedAt: number }>()
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      if (Math.abs(nowMilliseconds() - entry.storedAt) < maxAgeMilliseconds) return entry.value
      entries.delete(key)
      return undefined
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, { value, storedAt: nowMilliseconds() })
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break
        entries.delete(oldest)
      }
    },
  }
}

/** The remembered value of a key, or what `load` finds, which is then remembered; that nothing was found is not. */
export async function remember<Value>(
  cache: FreshCache<Value>,
  key: string,
  load: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const known = cache.get(key)
  if (known !== undefined) return known
  const found = await load()
  if (found !== undefined) cache.set(key, found)
  return found
}
