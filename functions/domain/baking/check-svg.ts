import type { ImageRefusal } from './image-refusal.ts'
import {
  OPEN_BADGES_NAMESPACE,
  SVG_NAMESPACE,
  type SvgDocument,
  type XmlAttribute,
  type XmlElement,
} from './svg-document.ts'

/** What drawings are made of. Everything that runs, embeds documents or links elsewhere is not among it. */
const ELEMENTS = new Set(
  `svg g defs symbol use switch view title desc metadata style image path rect circle ellipse line polyline polygon text
  tspan textPath linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix
  feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
  feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
  feSpecularLighting feSpotLight feTile feTurbulence animate animateMotion animateTransform mpath set`.split(/\s+/),
)

/** Notes that drawing programs leave, which no viewer acts on. */
const INERT_NAMESPACES = new Set([
  'http://www.inkscape.org/namespaces/inkscape',
  'http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://creativecommons.org/ns#',
  'http://web.resource.org/cc/',
  'http://purl.org/dc/elements/1.1/',
  'http://purl.org/dc/terms/',
  'http://www.bohemiancoding.com/sketch/ns',
  'http://www.serif.com/',
  'http://xml.openclipart.org/',
  OPEN_BADGES_NAMESPACE,
])

const LOCAL = /^#[^\s"'()<>\\]*$/
const RASTER_DATA = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/

type Danger = Pick<ImageRefusal, 'code' | 'detail'>

/**
 * Looks for whatever in an SVG could run, fetch, or lead elsewhere (SVG-06): scripts and handlers, foreign documents,
 * references to anything but its own parts and raster images inside it, and styles that load.
 *
 * @returns the first such thing; `undefined` when the SVG is only a drawing.
 */
export function findSvgDanger({ elements, places }: SvgDocument): ImageRefusal | undefined {
  for (const [index, element] of elements.entries()) {
    const danger = findInElement(element)
    if (danger) return { ...danger, at: places[index]?.start ?? 0 }
  }
  return undefined
}

function findInElement({ namespace, localName, attributes, text }: XmlElement): Danger | undefined {
  if (namespace === SVG_NAMESPACE && !ELEMENTS.has(localName))
    return { code: 'svg_active_content', detail: `the element ${localName} is not taken` }
  if (namespace !== SVG_NAMESPACE && !INERT_NAMESPACES.has(namespace))
    return { code: 'svg_foreign_content', detail: `the element ${localName} is not of SVG` }
  if (namespace === SVG_NAMESPACE && localName === 'style' && !isSafeStyle(text))
    return { code: 'svg_external_reference', detail: 'a style may name only parts of this SVG' }
  for (const attribute of attributes) {
    const danger = findInAttribute(attribute)
    if (danger) return danger
  }
  return undefined
}

function findInAttribute({ namespace, localName, value }: XmlAttribute): Danger | undefined {
  const name = localName.toLowerCase()
  if (/^on/.test(name)) return { code: 'svg_active_content', detail: `the attribute ${localName} holds a script` }
  if (name === 'attributename' && /^(?:.*:)?(?:href|src|style|on.*)$/i.test(value.trim()))
    return { code: 'svg_active_content', detail: `an animation changes ${value.trim().slice(0, 20)}` }
  if ((name === 'href' || name === 'src') && !LOCAL.test(value) && !RASTER_DATA.test(value))
    return {
      code: 'svg_external_reference',
      detail: `${localName} may lead to a part of this SVG, or hold a raster image`,
    }
  if (name === 'base' && namespace === 'http://www.w3.org/XML/1998/namespace')
    return { code: 'svg_external_reference', detail: 'xml:base moves all references' }
  if (name === 'style' ? !isSafeStyle(value) : !namesOnlyParts(value))
    return { code: 'svg_external_reference', detail: `${localName} may name only parts of this SVG` }
  return undefined
}

const LOADING_FUNCTION = /(?:url|src|image|image-set|cross-fade|expression)\s*\(/gi
const LOCAL_URL = /url\(\s*(?:#[^\s"'()\\]*|"#[^"()\\]*"|'#[^'()\\]*')\s*\)/gi

/**
 * Whether every function in a value that could load something names a part of the SVG instead. Values of attributes may be
 * read as CSS, whose escapes could hide the name of a function.
 */
const namesOnlyParts = (value: string): boolean =>
  !(value.includes('\\') && value.includes('(')) && value.replace(LOCAL_URL, '').search(LOADING_FUNCTION) === -1

/** Whether CSS has no rule that loads and no escape to hide one behind. */
const isSafeStyle = (css: string): boolean =>
  !css.includes('\\') && !/@(?!media\b|keyframes\b|supports\b)/i.test(css) && namesOnlyParts(css)
