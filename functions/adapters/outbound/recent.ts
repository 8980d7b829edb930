/** Remembers what was used last, within a number of bytes. */
export interface Recent<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
}

/** A memory of at most `maxBytes`, as `bytesOf` counts them; what was not used for longest gives way. */
export function createRecent<Value>(maxBytes: number, bytesOf: (key: string, value: Value) => number): Recent<Value> {
  const entries = new Map<string, Value>()
  let bytes = 0
  const remove = (key: string) => {
    const value = entries.get(key)
    if (value === undefined || !entries.delete(key)) return
    bytes -= bytesOf(key, value)
  }
  return {
    get(key) {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key, value) {
      remove(key)
      entries.set(key, value)
      bytes += bytesOf(key, value)
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
    delete: remove,
  }
}
