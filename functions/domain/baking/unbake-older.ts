import { readPngChunks } from './png-chunks.ts'
import { type ParseXml, readSvg } from './svg-document.ts'

const KEYWORD = 'openbadges'
/** The namespace of Open Badges 1 and 2 in SVG. */
const OLDER_NAMESPACE = 'http://openbadges.org'

/**
 * The text that Open Badges 1 or 2 baked into a PNG: an assertion, a JWS, or the address of an assertion, in an uncompressed
 * `iTXt` chunk, or in a `tEXt` chunk as version 1.0 had it.
 *
 * @returns `undefined` when there is none that can be read without unpacking.
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/index.html
 */
export function unbakeOlderPng(png: Uint8Array): string | undefined {
  const chunks = readPngChunks(png)
  if (!chunks.ok) return undefined
  for (const { type, data } of chunks.value) {
    if (!hasKeyword(data, KEYWORD)) continue
    const text = data.subarray(KEYWORD.length + 1)
    if (type === 'tEXt') return decode(text)
    if (type === 'iTXt') return internationalText(text)
  }
  return undefined
}

/**
 * Whether a PNG holds a credential of Open Badges 3 in a chunk that it may not be in, `tEXt` or `zTXt`, where other tools may
 * find it (PNG-01).
 */
export function hasMisplacedCredential(png: Uint8Array): boolean {
  const chunks = readPngChunks(png)
  return (
    chunks.ok &&
    chunks.value.some(({ type, data }) => /^(?:tEXt|zTXt)$/.test(type) && hasKeyword(data, 'openbadgecredential'))
  )
}

const hasKeyword = (data: Uint8Array, keyword: string): boolean =>
  data[keyword.length] === 0 && [...keyword].every((letter, index) => data[index] === letter.charCodeAt(0))

/** What follows flag, method, language and translated keyword. */
function internationalText(data: Uint8Array): string | undefined {
  if (data[0] !== 0) return undefined
  const languageEnd = data.indexOf(0, 2)
  const translatedEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1)
  return translatedEnd === -1 ? undefined : decode(data.subarray(translatedEnd + 1))
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The same of an SVG: the text of the element `assertion`, or its attribute `verify`, which holds a JWS or an address.
 *
 * @returns `undefined` when there is none.
 */
export function unbakeOlderSvg(parseXml: ParseXml, svg: string): string | undefined {
  const read = readSvg(parseXml, svg)
  if (!read.ok) return undefined
  const assertion = read.value.elements.find(
    ({ namespace, localName, parent }) => parent === 0 && namespace === OLDER_NAMESPACE && localName === 'assertion',
  )
  if (!assertion) return undefined
  if (assertion.text.trim() !== '') return assertion.text
  return assertion.attributes.find(({ namespace, localName }) => namespace === '' && localName === 'verify')?.value
}
