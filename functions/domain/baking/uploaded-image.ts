import { err, ok, type Result } from '../shared/result.ts'
import { stripPng } from './bake-png.ts'
import { bakeSvg } from './bake-svg.ts'
import { findSvgDanger } from './check-svg.ts'
import type { ImageRefusal } from './image-refusal.ts'
import { type ParseXml, readOwnSvg, splice, withoutCredentials } from './svg-document.ts'

/** The forms an image may have that carries a badge (SVG-07). */
export const IMAGE_TYPES = ['image/png', 'image/svg+xml'] as const
export type ImageType = (typeof IMAGE_TYPES)[number]

/** An image as it is stored and given out. */
export interface BadgeImage {
  readonly mediaType: ImageType
  readonly bytes: Uint8Array
}

const DATA_URI = /^data:(image\/png|image\/svg\+xml);base64,/

/**
 * The image in a `data:` URI.
 *
 * @returns `undefined` when the URI is of another kind, or its base64 is broken.
 */
export function readImageUri(uri: string): BadgeImage | undefined {
  const [prefix = '', named] = DATA_URI.exec(uri) ?? []
  const mediaType = IMAGE_TYPES.find((type) => type === named)
  if (mediaType === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(uri.slice(prefix.length)), (byte) => byte.charCodeAt(0))
    return { mediaType, bytes }
  } catch {
    return undefined
  }
}

/** An image as a `data:` URI. */
export const toDataUri = ({ mediaType, bytes }: BadgeImage): string => {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `data:${mediaType};base64,${btoa(binary)}`
}

/**
 * Decides whether an image may stand for a badge, so that one can be baked into it, and takes out any credential that was
 * baked into it before.
 *
 * @returns the image to store; or what is wrong with it, and where.
 */
export function takeUploadedImage(
  parseXml: ParseXml,
  { mediaType, bytes }: BadgeImage,
): Result<BadgeImage, ImageRefusal> {
  if (mediaType === 'image/png') {
    const stripped = stripPng(bytes)
    return stripped.ok ? ok({ mediaType, bytes: stripped.value }) : stripped
  }
  const text = decodeSvg(bytes)
  if (!text.ok) return text
  const svg = readOwnSvg(parseXml, text.value)
  if (!svg.ok) return svg
  const danger = findSvgDanger(svg.value)
  if (danger) return err(danger)
  const stripped = splice(text.value, withoutCredentials(svg.value))
  const baked = bakeSvg(parseXml, stripped, '{}', 'embedded')
  return baked.ok ? ok({ mediaType, bytes: new TextEncoder().encode(stripped) }) : baked
}

/** The text of an SVG file, which must be UTF-8 and say no other encoding. */
export function decodeSvg(bytes: Uint8Array): Result<string, ImageRefusal> {
  const refusal = { code: 'svg_not_well_formed', at: 0, detail: 'the SVG must be UTF-8' } as const
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const encoding = /^<\?xml\s[^<>?]{0,200}?encoding\s*=\s*["']([^"']*)/.exec(text)?.[1]
    return encoding === undefined || /^(?:utf-8|us-ascii)$/i.test(encoding) ? ok(text) : err(refusal)
  } catch {
    return err(refusal)
  }
}
