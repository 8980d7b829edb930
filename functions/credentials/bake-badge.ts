import { bakePng, unbakePng } from '../domain/baking/bake-png.ts'
import { bakeSvg, unbakeSvg } from '../domain/baking/bake-svg.ts'
import type { BakedForm } from '../domain/baking/baked-form.ts'
import type { ImageRefusal } from '../domain/baking/image-refusal.ts'
import type { ParseXml } from '../domain/baking/svg-document.ts'
import { type BadgeImage, decodeSvg } from '../domain/baking/uploaded-image.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'

/**
 * Bakes a signed badge into a picture, takes it out again, and gives the picture out only when both are the same.
 *
 * @param text  The stored bytes of the badge: JSON, or the compact JWS when `form` says so.
 * @returns the bytes of the picture, or why it cannot hold the badge.
 * @throws A fault when what comes out is not what was put in.
 */
export function bakeBadge(
  parseXml: ParseXml,
  { mediaType, bytes }: BadgeImage,
  text: string,
  form: BakedForm,
): Result<Uint8Array, ImageRefusal> {
  const baked = mediaType === 'image/png' ? bakeIntoPng(bytes, text) : bakeIntoSvg(parseXml, bytes, text, form)
  if (!baked.ok) return baked
  if (!isSame(baked.value.unbaked, text)) throw new Error(`a badge changed while it was baked into ${mediaType}`)
  return ok(baked.value.bytes)
}

interface Baked {
  readonly bytes: Uint8Array
  readonly unbaked: string
}

function bakeIntoPng(png: Uint8Array, text: string): Result<Baked, ImageRefusal> {
  const baked = bakePng(png, text)
  if (!baked.ok) return baked
  const unbaked = unbakePng(baked.value)
  return unbaked.ok ? ok({ bytes: baked.value, unbaked: unbaked.value }) : unbaked
}

function bakeIntoSvg(
  parseXml: ParseXml,
  bytes: Uint8Array,
  text: string,
  form: BakedForm,
): Result<Baked, ImageRefusal> {
  const svg = decodeSvg(bytes)
  const baked = svg.ok ? bakeSvg(parseXml, svg.value, text, form) : svg
  if (!baked.ok) return baked
  const unbaked = unbakeSvg(parseXml, baked.value)
  if (!unbaked.ok) return unbaked
  if (unbaked.value.form !== form) return err({ code: 'svg_credential_malformed', at: 0, detail: 'its form changed' })
  return ok({ bytes: new TextEncoder().encode(baked.value), unbaked: unbaked.value.text })
}

/** Character for character; in an SVG two characters are written as JSON escapes, which changes no value. */
const isSame = (unbaked: string, text: string): boolean =>
  unbaked === text ||
  (/[\ufffe\uffff]/.test(text) && JSON.stringify(JSON.parse(unbaked)) === JSON.stringify(JSON.parse(text)))
