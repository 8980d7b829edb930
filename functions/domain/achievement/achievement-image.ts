import type { ImageInput } from '../../../schemas/image.ts'
import type { OpenBadgesAchievement } from '../../../schemas/open-badges.ts'
import type { Slug } from '../shared/ids.ts'
import { publicUrls } from '../shared/public-urls.ts'
import type { AchievementVersion } from './achievement.ts'

/** An uploaded image is called by the SHA-256 of itself, base64url. */
const NAME = /^[\w-]{43}$/

/** The name of the uploaded image that an address stands for; `undefined` for any other address. */
export function uploadedImageName(address: string, baseUrl: string, community: Slug): string | undefined {
  const folder = publicUrls(baseUrl).uploadedImage(community, '')
  const name = address.startsWith(folder) ? address.slice(folder.length) : ''
  return NAME.test(name) ? name : undefined
}

/** Where the picture of a published version comes from. */
export type AchievementImageSource =
  | { readonly kind: 'uploaded'; readonly name: string }
  /** It lies on another server, from which nothing is fetched. */
  | { readonly kind: 'elsewhere'; readonly image: ImageInput }
  | { readonly kind: 'generated' }

export function imageSourceOf({ content, community }: AchievementVersion, baseUrl: string): AchievementImageSource {
  if (content.image === undefined) return { kind: 'generated' }
  const name = uploadedImageName(content.image.id, baseUrl, community)
  return name === undefined ? { kind: 'elsewhere', image: content.image } : { kind: 'uploaded', name }
}

/**
 * The `image` of a published version, which every one has: what was uploaded or generated stands under an address of the
 * version itself, so that it never changes (ACH-11, IMG-01).
 */
export function toAchievementImage(
  version: AchievementVersion,
  baseUrl: string,
): NonNullable<OpenBadgesAchievement['image']> {
  const { content, achievementId, version: number } = version
  const caption = content.image?.caption ?? generatedCaption(content.name)
  const source = imageSourceOf(version, baseUrl)
  const id = source.kind === 'elsewhere' ? source.image.id : publicUrls(baseUrl).achievementImage(achievementId, number)
  return { id, type: 'Image', caption }
}

/** The text that stands for a generated image. */
export const generatedCaption = (achievementName: string): string => `Badge of ${achievementName}`
