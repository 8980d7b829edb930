/** A place in a JSON text: names of members and indexes of entries. */
type JsonPath = readonly (string | number)[]

/** What the text of a JSON object shows that its parsed value does not. */
export interface JsonSource {
  /** The exact text of the value of each member; of a repeated one, the last. */
  readonly members: ReadonlyMap<string, string>
  /** Members, at any depth, that stand in their object again: the first of them, in the order of the text. */
  readonly repeated: readonly JsonPath[]
}

/** More are not told anyway, and each is a path of its own. */
const MAX_REPEATED = 50

/**
 * Reads the source of a JSON object: where its values begin and end, and which members are repeated.
 *
 * @param text  JSON that was parsed before, so that it is known to be sound and not to nest without bound.
 * @throws TypeError when it is not the text of an object.
 */
export function readJsonSource(text: string): JsonSource {
  const members = new Map<string, string>()
  const repeated: JsonPath[] = []
  let at = 0

  const skipSpace = () => {
    while (/\s/.test(text.charAt(at))) at++
  }

  const readString = (): string => {
    const start = at++
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    const parsed: unknown = JSON.parse(text.slice(start, ++at))
    return String(parsed)
  }

  /** Reads what stands between brackets, entry by entry. */
  const readEntries = (close: ']' | '}', readEntry: (index: number) => void): void => {
    at++
    skipSpace()
    for (let index = 0; text[at] !== close; index++) {
      if (at >= text.length) throw new TypeError('this is not JSON')
      readEntry(index)
      skipSpace()
      if (text[at] === ',') at++
      skipSpace()
    }
    at++
  }

  const readValue = (path: JsonPath): void => {
    skipSpace()
    const first = text[at]
    if (first === '{') readObject(path)
    else if (first === '[') readEntries(']', (index) => readValue([...path, index]))
    else if (first === '"') readString()
    else while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at++
  }

  const readObject = (path: JsonPath): void => {
    const seen = new Set<string>()
    readEntries('}', () => {
      const name = readString()
      if (seen.has(name) && repeated.length < MAX_REPEATED) repeated.push([...path, name])
      seen.add(name)
      skipSpace()
      at++
      skipSpace()
      const start = at
      readValue([...path, name])
      if (path.length === 0) members.set(name, text.slice(start, at))
    })
  }

  skipSpace()
  if (text[at] !== '{') throw new TypeError('this is not the text of a JSON object')
  readObject([])
  return { members, repeated }
}
