import { z } from 'zod'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { IMAGE_TYPES } from '../domain/baking/uploaded-image.ts'
import { ok } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { negotiateType } from '../http/negotiate.ts'
import { loadPicture, loadUpload } from './achievement-picture.ts'
import { answerPicture, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { VersionSchema } from './public-file.ts'

/** Counts up when generated pictures come out otherwise than before. */
export const PICTURE_EDITION = 1

/** The picture of a published version: what the community uploaded, or the generated one as PNG or SVG. */
export const serveAchievementImage =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const id = IdSchema.safeParse(c.req.param('achievement'))
    const number = VersionSchema.safeParse(c.req.param('file'))
    const version =
      id.success && number.success ? await deps.achievements.loadVersion(id.data, Number(number.data)) : undefined
    const community = version && (await deps.communities.load(version.community))
    if (!version || !community) return answerRefusal(c, { code: 'achievement_not_found' })
    const upload = await loadUpload(deps, version, community.baseUrl)
    const forms = upload ? [upload.mediaType] : IMAGE_TYPES
    const mediaType = negotiateType(c.req.header('accept'), forms)
    if (mediaType === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This image is available as ${forms.join(', ')}.` })
    return answerPicture(c, {
      mediaType,
      state: [PICTURE_EDITION, version.achievementId, version.version],
      keep: 'for-good',
      render: async () => ok((upload ?? (await loadPicture(deps, version, community.baseUrl, mediaType))).bytes),
    })
  }

const NameSchema = z.string().regex(/^[\w-]{43}$/)

/** An image a community uploaded, under the name made from its bytes. */
export const serveUploadedImage =
  ({ images }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const slug = SlugSchema.safeParse(c.req.param('file'))
    const name = NameSchema.safeParse(c.req.param('image'))
    const image = slug.success && name.success ? await images.load(slug.data, name.data) : undefined
    if (!image || !name.success) return answerRefusal(c, { code: 'image_not_found' })
    const { mediaType, bytes } = image
    if (negotiateType(c.req.header('accept'), [mediaType]) === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This image is available as ${mediaType}.` })
    return answerPicture(c, { mediaType, state: [name.data], keep: 'for-good', render: async () => ok(bytes) })
  }
