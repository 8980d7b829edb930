import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import { generatedCaption, imageSourceOf } from '../domain/achievement/achievement-image.ts'
import { pngSizeOf } from '../domain/baking/png-chunks.ts'
import { type BadgeImage, type ImageType, toDataUri } from '../domain/baking/uploaded-image.ts'
import { type Deflate, encodePng } from '../domain/medallion/encode-png.ts'
import { medallionOf } from '../domain/medallion/medallion.ts'
import { SIDE } from '../domain/medallion/shapes.ts'
import { toPixels } from '../domain/medallion/to-pixels.ts'
import { escapeXml, toSvg } from '../domain/medallion/to-svg.ts'
import type { ImageStore } from '../ports/image-store.ts'

export interface PictureDeps {
  readonly images: Pick<ImageStore, 'load'>
  readonly deflate: Deflate
}

/**
 * The picture of an achievement in the form asked for: the upload where it has that form, an SVG that holds an uploaded
 * PNG, the generated one otherwise. Nobody's SVG is turned into pixels here, and nothing is fetched from elsewhere.
 */
export async function loadPicture(
  deps: PictureDeps,
  version: AchievementVersion,
  baseUrl: string,
  mediaType: ImageType,
): Promise<BadgeImage> {
  const upload = await loadUpload(deps, version, baseUrl)
  if (upload?.mediaType === mediaType) return upload
  if (upload && mediaType === 'image/svg+xml')
    return toSvgImage(toSvgAround(upload, version.content.image?.caption ?? version.content.name))
  if (mediaType === 'image/png') return { mediaType, bytes: generatedPng(deps.deflate, version.achievementId) }
  return toSvgImage(toSvg(medallionOf(version.achievementId), generatedCaption(version.content.name)))
}

/** What the community uploaded for a version, if it did. */
export async function loadUpload(
  { images }: Pick<PictureDeps, 'images'>,
  version: AchievementVersion,
  baseUrl: string,
): Promise<BadgeImage | undefined> {
  const source = imageSourceOf(version, baseUrl)
  if (source.kind !== 'uploaded') return undefined
  const upload = await images.load(version.community, source.name)
  if (!upload) throw new Error(`image ${source.name} of achievement ${version.achievementId} is missing`)
  return upload
}

const toSvgImage = (text: string): BadgeImage => ({ mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(text) })

function toSvgAround(png: BadgeImage, title: string): string {
  const { width, height } = pngSizeOf(png.bytes)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<image href="${toDataUri(png)}" width="${width}" height="${height}"/>`,
    '</svg>\n',
  ].join('\n')
}

const MAX_KEPT = 50
/** Painting takes a tenth of a second, so what was painted last is kept. */
const painted = new Map<string, Uint8Array>()

function generatedPng(deflate: Deflate, achievementId: string): Uint8Array {
  const known = painted.get(achievementId)
  if (known) return known
  const png = encodePng(toPixels(medallionOf(achievementId)), SIDE, deflate)
  const [oldest] = painted.keys()
  if (oldest !== undefined && painted.size >= MAX_KEPT) painted.delete(oldest)
  painted.set(achievementId, png)
  return png
}
