import { err, ok, type Result } from '../shared/result.ts'
import type { ImageRefusal } from './image-refusal.ts'

/** Where an element stands in the text of an XML document. */
interface ElementPlace {
  readonly start: number
  /** Behind the `>` of its opening tag. */
  readonly openEnd: number
  /** Behind its closing tag, or the opening one when that closes itself. */
  readonly end: number
  readonly closesItself: boolean
}

/** What the markup of a document shows before it is parsed. */
export interface XmlMarkup {
  /** All elements, in the order of their opening tags. */
  readonly elements: readonly ElementPlace[]
  /** Where a document type declaration begins, if there is one; it declares nothing itself. */
  readonly doctypeAt?: number | undefined
}

const MAX_CHARACTERS = 8 * 1024 * 1024
const MAX_ELEMENTS = 10_000
/** Opening and closing tags, comments and CDATA. */
const MAX_PIECES = 30_000
const MAX_DEPTH = 64
const MAX_ATTRIBUTES_EACH = 100
const MAX_ATTRIBUTES = 50_000

/** What XML 1.0 has no place for, written out or by number. */
export const NO_XML_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

interface Walk {
  readonly text: string
  readonly elements: ElementPlace[]
  /** Indexes of the elements that are not closed yet. */
  readonly open: number[]
  pieces: number
  attributes: number
  doctypeAt?: number
}

/**
 * Walks the markup of a document once, in time linear in its length, and finds where its elements stand. It refuses what
 * could make a parser work or fetch: entities beyond the five of XML, declarations of any, processing instructions, and
 * sizes no picture has. Whether the document is well-formed is for a parser to say.
 */
export function readXmlMarkup(text: string): Result<XmlMarkup, ImageRefusal> {
  if (text.length > MAX_CHARACTERS) return err(tooLarge(0, `at most ${MAX_CHARACTERS} characters`))
  const illegal = text.search(NO_XML_CHARACTER)
  if (illegal !== -1) return err(malformed(illegal, 'a character has no place in XML'))
  const walk: Walk = { text, elements: [], open: [], pieces: 0, attributes: 0 }
  for (let at = declarationEnd(text); at < text.length; ) {
    const found = text.indexOf('<', at)
    const start = found === -1 ? text.length : found
    const end = found === -1 ? start : endOfMarkup(text, start)
    if (end === undefined) return err(malformed(start, 'markup begins here and does not end'))
    const fault = findReferenceFault(text, at, start) ?? (found === -1 ? undefined : step(walk, start, end))
    if (fault) return err(fault)
    at = end
  }
  const [left] = walk.open.flatMap((index) => walk.elements[index] ?? [])
  if (left) return err(malformed(left.start, 'an element is not closed'))
  return ok({ elements: walk.elements, doctypeAt: walk.doctypeAt })
}

/** Takes one piece of markup in; returns what is wrong with it. */
function step(walk: Walk, start: number, end: number): ImageRefusal | undefined {
  const { text } = walk
  walk.pieces++
  if (walk.pieces > MAX_PIECES) return tooLarge(start, `at most ${MAX_PIECES} pieces of markup`)
  if (text.startsWith('<?', start))
    return { code: 'svg_processing_instruction', at: start, detail: 'processing instructions are not taken' }
  if (text.startsWith('<!--', start) || text.startsWith('<![CDATA[', start)) return undefined
  if (text.startsWith('<!', start)) return declare(walk, start, end)
  return text[start + 1] === '/' ? close(walk, start, end) : open(walk, start, end)
}

function declare(walk: Walk, start: number, end: number): ImageRefusal | undefined {
  if (walk.text.slice(start, end).includes('['))
    return { code: 'svg_entity', at: start, detail: 'the document type declares things of its own' }
  if (walk.doctypeAt !== undefined || walk.elements.length > 0) return malformed(start, 'a declaration is out of place')
  walk.doctypeAt = start
  return undefined
}

function close({ elements, open }: Walk, start: number, end: number): ImageRefusal | undefined {
  const index = open.pop()
  const place = index === undefined ? undefined : elements[index]
  if (index === undefined || !place) return malformed(start, 'nothing is open that this closes')
  elements[index] = { ...place, end }
  return undefined
}

function open(walk: Walk, start: number, end: number): ImageRefusal | undefined {
  const { text, elements, open } = walk
  if (elements.length === MAX_ELEMENTS) return tooLarge(start, `at most ${MAX_ELEMENTS} elements`)
  if (open.length === MAX_DEPTH) return tooLarge(start, `at most ${MAX_DEPTH} elements one inside the other`)
  const attributes = countAttributes(text, start, end)
  walk.attributes += attributes
  if (attributes > MAX_ATTRIBUTES_EACH || walk.attributes > MAX_ATTRIBUTES)
    return tooLarge(start, `at most ${MAX_ATTRIBUTES_EACH} attributes on an element, and ${MAX_ATTRIBUTES} in all`)
  const closesItself = text[end - 2] === '/'
  if (!closesItself) open.push(elements.length)
  elements.push({ start, openEnd: end, end, closesItself })
  return findReferenceFault(text, start, end)
}

/** Behind the XML declaration and a byte order mark, where there are any. */
function declarationEnd(text: string): number {
  const from = text.startsWith('\ufeff') ? 1 : 0
  return from + (/^<\?xml\s[^<>?]{0,200}\?>/.exec(text.slice(from, from + 220))?.[0].length ?? 0)
}

/** Behind the markup that begins at `start`; a `>` inside quotes does not end a tag. Of declarations, the beginning. */
function endOfMarkup(text: string, start: number): number | undefined {
  const behind = (end: string, from: number) => {
    const found = text.indexOf(end, from)
    return found === -1 ? undefined : found + end.length
  }
  if (text.startsWith('<!--', start)) return behind('-->', start + 4)
  if (text.startsWith('<![CDATA[', start)) return behind(']]>', start + 9)
  if (text.startsWith('<?', start)) return behind('?>', start + 2)
  let quote = ''
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
    else if (character === '<') return undefined
    else if (character === '[' && text[start + 1] === '!') return at + 1
  }
  return undefined
}

const REFERENCE = /&(?:(?:amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));|&/g

function findReferenceFault(text: string, from: number, to: number): ImageRefusal | undefined {
  for (const { 0: reference, 1: decimal, 2: hexadecimal, index } of text.slice(from, to).matchAll(REFERENCE)) {
    const at = from + index
    if (reference === '&') return { code: 'svg_entity', at, detail: 'an entity is not one of the five of XML' }
    if (decimal === undefined && hexadecimal === undefined) continue
    const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    if (point > 0x10ffff || NO_XML_CHARACTER.test(String.fromCodePoint(point)))
      return malformed(at, 'a character has no place in XML')
  }
  return undefined
}

/** Equals signs outside quotes. */
function countAttributes(text: string, from: number, to: number): number {
  let quote = ''
  let count = 0
  for (let at = from; at < to; at++) {
    const character = text[at] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '=') count++
  }
  return count
}

const malformed = (at: number, detail: string): ImageRefusal => ({ code: 'svg_not_well_formed', at, detail })
const tooLarge = (at: number, detail: string): ImageRefusal => ({ code: 'svg_too_large', at, detail })
