import { err, ok, type Result } from '../shared/result.ts'
import type { BakedForm } from './baked-form.ts'
import type { ImageRefusal } from './image-refusal.ts'
import {
  isCredential,
  OPEN_BADGES_NAMESPACE,
  type ParseXml,
  readOwnSvg,
  readSvg,
  type Splice,
  type SvgDocument,
  splice,
  withoutCredentials,
} from './svg-document.ts'
import { NO_XML_CHARACTER } from './xml-markup.ts'

const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'
const PREFIX = 'openbadges'
const COMPACT_JWS = /^[\w-]+\.[\w-]*\.[\w-]+$/

/**
 * Puts a credential into an SVG, in place of any that is there: as the first thing behind the opening tag of the root,
 * whose other text stays character for character.
 *
 * @param text  The JSON of a badge with an embedded proof, which ends up in CDATA (SVG-04); or the compact JWS, in `verify`
 *   (SVG-03).
 * @returns the SVG, or what is wrong with the one given.
 * @throws TypeError for a JWS that is not compact, and for control characters, which JSON has none of.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#baked-badge
 */
export function bakeSvg(parseXml: ParseXml, svg: string, text: string, form: BakedForm): Result<string, ImageRefusal> {
  const read = readOwnSvg(parseXml, svg)
  if (!read.ok) return read
  const credential = form === 'jwt' ? toVerifyElement(text) : toContentElement(text)
  const placed = placeInRoot(read.value, credential)
  return placed.ok ? ok(splice(svg, [...placed.value, ...withoutCredentials(read.value)])) : placed
}

function placeInRoot({ text, elements, places }: SvgDocument, credential: string): Result<Splice[], ImageRefusal> {
  const [root] = elements
  const [place] = places
  if (!root || !place) throw new TypeError('an SVG that was read has a root')
  const bound = root.attributes.find(
    ({ namespace, localName }) => namespace === XMLNS_NAMESPACE && localName === PREFIX,
  )?.value
  if (bound !== undefined && bound !== OPEN_BADGES_NAMESPACE)
    return err({ code: 'svg_credential_malformed', at: place.start, detail: `"${PREFIX}" stands for something else` })
  const name = /^<([^\s/>]+)/.exec(text.slice(place.start, place.openEnd))?.[1] ?? ''
  const behindName = place.start + 1 + name.length
  const declaration = bound === undefined ? ` xmlns:${PREFIX}="${OPEN_BADGES_NAMESPACE}"` : ''
  return ok([
    { start: behindName, end: behindName, by: declaration },
    place.closesItself
      ? { start: place.openEnd - 2, end: place.openEnd, by: `>${credential}</${name}>` }
      : { start: place.openEnd, end: place.openEnd, by: credential },
  ])
}

function toVerifyElement(jws: string): string {
  if (!COMPACT_JWS.test(jws)) throw new TypeError('this is no compact JWS')
  return `<${PREFIX}:credential verify="${jws}"/>`
}

/**
 * Readers turn some line ends into others, also inside CDATA, so those stand outside it by number. Two characters that XML
 * cannot hold at all are written as JSON escapes: the same JSON in other letters.
 */
function toContentElement(json: string): string {
  const writable = json.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
  if (NO_XML_CHARACTER.test(writable)) throw new TypeError('JSON holds no such characters')
  const guarded = writable
    .replaceAll(']]>', ']]]]><![CDATA[>')
    .replace(/[\r\u0085\u2028\u2029]/g, (character) => `]]>&#${character.charCodeAt(0)};<![CDATA[`)
  return `<${PREFIX}:credential><![CDATA[${guarded}]]></${PREFIX}:credential>`
}

/**
 * The first credential that is a child of the root, under whatever prefix. A document type that declares nothing is passed
 * over, since published examples have one; nothing is fetched.
 *
 * @returns form and text; `no_credential`; `svg_credential_malformed` when the element holds neither form; or what is wrong
 *   with the SVG.
 */
export function unbakeSvg(
  parseXml: ParseXml,
  svg: string,
): Result<{ readonly form: BakedForm; readonly text: string }, ImageRefusal> {
  const read = readSvg(parseXml, svg)
  if (!read.ok) return read
  const { elements, places } = read.value
  const index = elements.findIndex((element) => element.parent === 0 && isCredential(element))
  const element = elements[index]
  if (!element) return err({ code: 'no_credential', at: 0, detail: 'the root has no credential element' })
  const at = places[index]?.start ?? 0
  const malformed = (detail: string) => err({ code: 'svg_credential_malformed', at, detail } as const)
  const verify = element.attributes.find(({ namespace, localName }) => namespace === '' && localName === 'verify')
  if (verify)
    return COMPACT_JWS.test(verify.value)
      ? ok({ form: 'jwt', text: verify.value })
      : malformed('the attribute "verify" is no compact JWS')
  if (elements.some(({ parent }) => parent === index)) return malformed('the credential holds elements')
  return element.text.trim() === ''
    ? malformed('the credential is empty')
    : ok({ form: 'embedded', text: element.text })
}
