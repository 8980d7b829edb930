/** A piece of two texts that are compared: in both, or in one of them only. */
export interface TextSegment {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** So many pairs of pieces are compared; beyond that a whole passage counts as replaced. */
const MAX_PAIRS = 4_000_000

/**
 * What has to be removed from one text and added to it so that it becomes another: by lines, and inside lines that changed
 * by words, in whatever script. Without the added segments it is the first text, without the removed ones the second.
 */
export function compareTexts(before: string, after: string): readonly TextSegment[] {
  const byLine = compare(toLines(before), toLines(after))
  return join(refine(byLine))
}

/** What is replaced, looked at word by word. */
function refine(segments: readonly TextSegment[]): readonly TextSegment[] {
  return segments.flatMap((segment, index) => {
    const next = segments[index + 1]
    if (segment.kind === 'removed' && next?.kind === 'added') return compare(toWords(segment.text), toWords(next.text))
    return segment.kind === 'added' && segments[index - 1]?.kind === 'removed' ? [] : [segment]
  })
}

const toLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Words with the white space behind them, told by the rules of Unicode: also where a script puts none between them. */
function toWords(text: string): readonly string[] {
  const words: string[] = []
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'word' }).segment(text)) {
    const last = words.at(-1)
    if (last !== undefined && /^\s+$/.test(segment)) words[words.length - 1] = last + segment
    else words.push(segment)
  }
  return words
}

/** Pieces of both in order, the removed ones of a passage before the added ones; neighbours of a kind are joined. */
function compare(before: readonly string[], after: readonly string[]): readonly TextSegment[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return join([
    ...toSegments('same', before.slice(0, start)),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...toSegments('same', before.slice(before.length - end)),
  ])
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): readonly TextSegment[] {
  const width = after.length + 1
  if (before.length * after.length > MAX_PAIRS) return [...toSegments('removed', before), ...toSegments('added', after)]
  const common = new Uint16Array((before.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const segments: TextSegment[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]]
    if (old !== undefined && old === fresh) {
      segments.push({ kind: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      segments.push({ kind: 'removed', text: old })
      i++
    } else if (fresh !== undefined) {
      segments.push({ kind: 'added', text: fresh })
      j++
    }
  }
  return segments
}

const toSegments = (kind: TextSegment['kind'], pieces: readonly string[]): readonly TextSegment[] =>
  pieces.map((text) => ({ kind, text }))

/** Between two passages that are the same, all that is removed goes before all that is added. */
function join(segments: readonly TextSegment[]): readonly TextSegment[] {
  const joined: TextSegment[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') joined.push({ kind: 'removed', text: removed })
    if (added !== '') joined.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const { kind, text } of segments) {
    const last = joined.at(-1)
    if (kind === 'removed') removed += text
    else if (kind === 'added') added += text
    else if (removed === '' && added === '' && last?.kind === 'same')
      joined[joined.length - 1] = { kind, text: last.text + text }
    else {
      flush()
      joined.push({ kind, text })
    }
  }
  flush()
  return joined
}
