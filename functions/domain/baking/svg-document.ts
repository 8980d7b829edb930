import { err, ok, type Result } from '../shared/result.ts'
import type { ImageRefusal } from './image-refusal.ts'
import { readXmlMarkup, type XmlMarkup } from './xml-markup.ts'

/** An attribute as a namespace-aware parser sees it; `''` stands for no namespace. */
export interface XmlAttribute {
  readonly namespace: string
  readonly localName: string
  readonly value: string
}

/** An element as a namespace-aware parser sees it. */
export interface XmlElement {
  readonly namespace: string
  readonly localName: string
  readonly attributes: readonly XmlAttribute[]
  /** The index of the element it stands in; absent for the root. */
  readonly parent?: number | undefined
  /** The text directly in it, CDATA included. */
  readonly text: string
}

/**
 * Parses an XML document into its elements, in the order of their opening tags. It resolves no entity and fetches nothing.
 * The error says why the document is not well-formed.
 */
export type ParseXml = (text: string) => Result<readonly XmlElement[], string>

export const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'
/** Without the `/spec/` that the JSON-LD context has (SVG-01). */
export const OPEN_BADGES_NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'

/** An SVG as a parser sees it, and where its elements stand in the text. */
export interface SvgDocument {
  readonly text: string
  readonly elements: readonly XmlElement[]
  readonly places: XmlMarkup['elements']
  readonly doctypeAt?: number | undefined
}

/** Reads an SVG: its markup first, which bounds the work, and then with the parser. The two must agree on the elements. */
export function readSvg(parseXml: ParseXml, text: string): Result<SvgDocument, ImageRefusal> {
  const markup = readXmlMarkup(text)
  if (!markup.ok) return markup
  const parsed = parseXml(text)
  if (!parsed.ok) return err({ code: 'svg_not_well_formed', at: 0, detail: parsed.error })
  const elements = parsed.value
  const { elements: places, doctypeAt } = markup.value
  if (elements.length !== places.length)
    return err({ code: 'svg_not_well_formed', at: 0, detail: 'its elements cannot be told apart' })
  const [root] = elements
  if (root?.localName !== 'svg' || root.namespace !== SVG_NAMESPACE)
    return err({ code: 'svg_not_svg', at: 0, detail: `the root must be svg of ${SVG_NAMESPACE}` })
  return ok({ text, elements, places, doctypeAt })
}

/** As {@link readSvg}, for an SVG that is to be given out: it may have no document type, which others might fetch. */
export function readOwnSvg(parseXml: ParseXml, text: string): Result<SvgDocument, ImageRefusal> {
  const svg = readSvg(parseXml, text)
  return svg.ok && svg.value.doctypeAt !== undefined
    ? err({ code: 'svg_doctype', at: svg.value.doctypeAt, detail: 'take the document type declaration out' })
    : svg
}

/** Whether an element carries a credential; the prefix it is written with does not matter. */
export const isCredential = ({ namespace, localName }: XmlElement): boolean =>
  namespace === OPEN_BADGES_NAMESPACE && localName === 'credential'

/** A part of a text to be replaced. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly by: string
}

/** The splices that take every credential out; one inside another goes with it. */
export function withoutCredentials({ elements, places }: SvgDocument): readonly Splice[] {
  const splices: Splice[] = []
  for (const [index, element] of elements.entries()) {
    const place = places[index]
    if (!place || !isCredential(element) || place.start < (splices.at(-1)?.end ?? 0)) continue
    splices.push({ start: place.start, end: place.end, by: '' })
  }
  return splices
}

/** The text with all splices made; those at one place in the order given. */
export function splice(text: string, splices: readonly Splice[]): string {
  let at = 0
  let spliced = ''
  for (const { start, end, by } of splices.toSorted((a, b) => a.start - b.start)) {
    spliced += text.slice(at, start) + by
    at = end
  }
  return spliced + text.slice(at)
}
