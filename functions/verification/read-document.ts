import type { ParseXml } from '../domain/baking/svg-document.ts'
import { decodeSvg } from '../domain/baking/uploaded-image.ts'
import { err } from '../domain/shared/result.ts'
import { fail } from './check.ts'
import { readPng, readSvgText } from './read-image.ts'
import { decodeUtf8, readText } from './read-text.ts'
import type { Reading } from './reading.ts'

const PNG_START = [0x89, 0x50, 0x4e, 0x47]
/** What begins other files that people take for their badge. */
const OTHER_FILES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x52, 0x49, 0x46, 0x46], // WebP
  [0x25, 0x50, 0x44, 0x46], // PDF
  [0x50, 0x4b, 0x03, 0x04], // ZIP
]

/**
 * Reads the one credential that something presented holds. What it is shows in how it begins, whatever it was declared as, so
 * that bytes which could pass for several forms are read as one of them, always the same (step 1 of section 2.4).
 */
export function readDocument(parseXml: ParseXml, given: Uint8Array | string): Reading {
  if (typeof given === 'string') return readMarkupOrText(parseXml, given)
  if (beginsWith(given, PNG_START)) return readPng(given)
  if (OTHER_FILES.some((start) => beginsWith(given, start))) return err(OTHER_FILE)
  const text = decodeUtf8(given)
  return text === undefined ? err(NO_TEXT) : readMarkupOrText(parseXml, text)
}

function readMarkupOrText(parseXml: ParseXml, given: string): Reading {
  const text = given.trim()
  if (!/^<(?:\?xml\b|!--|!doctype\s+svg\b|(?:[\w-]+:)?svg\b)/i.test(text)) return readText(text)
  const svg = decodeSvg(new TextEncoder().encode(text))
  return svg.ok ? readSvgText(parseXml, svg.value) : err(NO_TEXT)
}

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

const OTHER_FILE = fail(
  'parse',
  'FORM_UNSUPPORTED',
  'A badge may come as JSON, as a JWT, or in a PNG or SVG image. This is another kind of file.',
)

const NO_TEXT = fail('parse', 'NOT_A_CREDENTIAL', 'This is not a credential: it is neither an image nor text in UTF-8.')
