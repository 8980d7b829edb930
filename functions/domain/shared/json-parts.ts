/** Where a value stands in a JSON text. */
export interface JsonPart {
  readonly start: number
  readonly end: number
}

/** Where the value of a member stands, and the member's name. */
export interface JsonMember extends JsonPart {
  readonly name: string
}

/**
 * Where the members of a JSON object stand in its text, in their order and with those that are repeated; none when it is
 * no object. Neither depth nor length of what is inside costs stack.
 *
 * @param text  JSON that was parsed before, so that it is known to be well-formed.
 * @param start  Where the value begins.
 */
export function membersOf(text: string, start = 0): readonly JsonMember[] {
  const members: JsonMember[] = []
  let at = skipSpace(text, start)
  if (text[at] !== '{') return members
  for (at = skipSpace(text, at + 1); at < text.length && text[at] !== '}'; at = behindComma(text, at)) {
    const behindName = endOfString(text, at)
    const name: unknown = JSON.parse(text.slice(at, behindName))
    const value = skipSpace(text, skipSpace(text, behindName) + 1)
    at = endOfValue(text, value)
    members.push({ name: String(name), start: value, end: at })
  }
  return members
}

/** Where the entries of a JSON array stand in its text, as {@link membersOf}; none when it is no array. */
export function entriesOf(text: string, start = 0): readonly JsonPart[] {
  const entries: JsonPart[] = []
  let at = skipSpace(text, start)
  if (text[at] !== '[') return entries
  for (at = skipSpace(text, at + 1); at < text.length && text[at] !== ']'; at = behindComma(text, at)) {
    const value = at
    at = endOfValue(text, value)
    entries.push({ start: value, end: at })
  }
  return entries
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (/\s/.test(text.charAt(at))) at++
  return at
}

function behindComma(text: string, start: number): number {
  const at = skipSpace(text, start)
  return text[at] === ',' ? skipSpace(text, at + 1) : at
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; ) {
    const first = text[at]
    if (first === '"') {
      at = endOfString(text, at)
      if (depth === 0) return at
      continue
    }
    if (first === '{' || first === '[') depth++
    else if (first === '}' || first === ']') {
      if (depth <= 1) return depth === 1 ? at + 1 : at
      depth--
    } else if (depth === 0 && /[\s,]/.test(text.charAt(at))) return at
    at++
  }
  return text.length
}
