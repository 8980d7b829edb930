import { type Shape, SIDE } from './shapes.ts'

/** Shapes as an SVG whose title says what they stand for. */
export function toSvg(shapes: readonly Shape[], title: string): string {
  const polygons = shapes.map(
    ({ points, colour }) => `<polygon fill="rgb(${colour.join(',')})" points="${points.flat().map(short).join(' ')}"/>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    ...polygons,
    '</svg>\n',
  ].join('\n')
}

const short = (value: number): string => String(Math.round(value * 10) / 10)

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for the content of an XML element; what XML has no place for is left out. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
