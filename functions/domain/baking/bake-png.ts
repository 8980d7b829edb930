import { err, ok, type Result } from '../shared/result.ts'
import type { ImageRefusal } from './image-refusal.ts'
import { type PngChunk, readPngChunks, toPng, toPngChunk } from './png-chunks.ts'

const KEYWORD = 'openbadgecredential'
/** Keyword, its end, no compression, method 0, no language, no translated keyword (PNG-02). */
const PREFIX = new TextEncoder().encode(`${KEYWORD}\0\0\0\0\0`)

/** A credential in an image may have so many bytes. */
export const MAX_BAKED_BYTES = 4 * 1024 * 1024

/**
 * Puts a credential into a PNG, in place of any that is there: one uncompressed `iTXt` chunk right before the image data.
 * All other chunks stay byte for byte, so that no pixel changes.
 *
 * @param text  The compact JWS of a JWT badge, the JSON of one with an embedded proof (PNG-03).
 * @throws TypeError for text that is not well-formed Unicode.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#baked-badge
 */
export function bakePng(png: Uint8Array, text: string): Result<Uint8Array<ArrayBuffer>, ImageRefusal> {
  if (!text.isWellFormed()) throw new TypeError('text with lone surrogates cannot be written as UTF-8')
  const chunks = readPngChunks(png)
  if (!chunks.ok) return chunks
  const encoded = new TextEncoder().encode(text)
  if (encoded.length > MAX_BAKED_BYTES)
    return err({ code: 'png_too_large', at: 0, detail: `a baked credential may have ${MAX_BAKED_BYTES} bytes` })
  const data = new Uint8Array(PREFIX.length + encoded.length)
  data.set(PREFIX)
  data.set(encoded, PREFIX.length)
  const kept = chunks.value.filter((chunk) => !isCredential(chunk))
  const firstData = kept.findIndex(({ type }) => type === 'IDAT')
  const raw = kept.map((chunk) => chunk.raw)
  return ok(toPng(raw.toSpliced(firstData, 0, toPngChunk('iTXt', data))))
}

/**
 * The PNG without a credential, if it has one.
 *
 * @returns `png_credential_repeated` when it has more than one (PNG-04).
 */
export function stripPng(png: Uint8Array): Result<Uint8Array, ImageRefusal> {
  const chunks = readPngChunks(png)
  if (!chunks.ok) return chunks
  const [first, second] = chunks.value.filter(isCredential)
  if (second) return err({ code: 'png_credential_repeated', at: second.at, detail: 'there are two credential chunks' })
  return ok(first ? toPng(chunks.value.filter((chunk) => chunk !== first).map(({ raw }) => raw)) : png)
}

/**
 * The text of the first credential chunk of a PNG. Other text chunks are passed over, `openbadges` of Open Badges 1 and 2
 * among them, which is another format (PNG-05).
 *
 * @returns `no_credential`; `png_credential_compressed` for a compressed chunk, which is never unpacked (PNG-07);
 *   `png_credential_malformed` when its fields or its UTF-8 are broken; or what is wrong with the PNG.
 */
export function unbakePng(png: Uint8Array): Result<string, ImageRefusal> {
  const chunks = readPngChunks(png)
  if (!chunks.ok) return chunks
  const chunk = chunks.value.find(isCredential)
  if (!chunk) return err({ code: 'no_credential', at: 0, detail: `the PNG has no iTXt chunk "${KEYWORD}"` })
  return readText(chunk)
}

/** Whether a chunk is an `iTXt` with the keyword; the zero byte behind it may be missing. */
function isCredential({ type, data }: PngChunk): boolean {
  if (type !== 'iTXt') return false
  for (let index = 0; index < KEYWORD.length; index++) if (data[index] !== KEYWORD.charCodeAt(index)) return false
  return data.length === KEYWORD.length || data[KEYWORD.length] === 0
}

function readText({ data, at }: PngChunk): Result<string, ImageRefusal> {
  const malformed = (detail: string) => err({ code: 'png_credential_malformed', at, detail } as const)
  const [flag, method] = data.subarray(KEYWORD.length + 1)
  if (flag === 1)
    return err({
      code: 'png_credential_compressed',
      at,
      detail: 'the credential chunk is compressed, which is not read',
    })
  if (flag !== 0 || method !== 0) return malformed('compression flag and method must be 0')
  const languageEnd = data.indexOf(0, KEYWORD.length + 3)
  const translatedEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1)
  if (translatedEnd === -1) return malformed('language and translated keyword must each end with a zero byte')
  const encoded = data.subarray(translatedEnd + 1)
  if (encoded.length > MAX_BAKED_BYTES)
    return err({ code: 'png_too_large', at, detail: `a baked credential may have ${MAX_BAKED_BYTES} bytes` })
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(encoded))
  } catch {
    return malformed('the text is not UTF-8')
  }
}
