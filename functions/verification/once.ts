/** Looks each key up once; whoever asks again gets the same answer, also while the first is still waited for. */
export function once<Value>(load: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>()
  return (key) => {
    const loading = known.get(key) ?? load(key)
    known.set(key, loading)
    return loading
  }
}
