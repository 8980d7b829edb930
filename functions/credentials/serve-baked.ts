import { z } from 'zod'
import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import type { BakedForm } from '../domain/baking/baked-form.ts'
import { describeImageRefusal } from '../domain/baking/image-refusal.ts'
import type { ImageType } from '../domain/baking/uploaded-image.ts'
import { err } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import type { StoredCredential } from '../ports/credential-store.ts'
import { loadPicture } from './achievement-picture.ts'
import { answerPicture, type PublicContext } from './answers.ts'
import { bakeBadge } from './bake-badge.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { PICTURE_EDITION } from './serve-image.ts'

/** A badge to be given out as a picture. */
export interface BakedAnswer {
  readonly stored: StoredCredential
  readonly mediaType: ImageType
  readonly maxAgeSeconds: number
}

/**
 * Answers with the picture of a badge's achievement and the exact signed bytes baked in: the JSON, or the compact JWS when
 * the query asks for `proof=jwt`.
 */
export async function answerBaked(
  c: PublicContext,
  deps: PublicRoutesDeps,
  { stored, mediaType, maxAgeSeconds }: BakedAnswer,
): Promise<Response> {
  const form = ProofSchema.safeParse(c.req.query('proof'))
  if (!form.success)
    return answerRefusal(c, { code: 'invalid_request', detail: 'The query "proof" is embedded or jwt.' })
  const signed = form.data === 'jwt' ? stored.jwt : stored
  if (!signed) return answerRefusal(c, { code: 'not_acceptable', detail: 'This badge has no JWT form.' })
  return answerPicture(c, {
    mediaType,
    state: [PICTURE_EDITION, form.data, signed.digest],
    keep: maxAgeSeconds,
    render: async () => {
      const { version, baseUrl } = await loadAchievement(deps, stored)
      const picture = await loadPicture(deps, version, baseUrl, mediaType)
      const baked = bakeBadge(deps.parseXml, picture, signed.text, form.data)
      return baked.ok
        ? baked
        : err({ code: 'not_acceptable', detail: `${TOO_MUCH} ${describeImageRefusal(baked.error)}` })
    },
  })
}

/** Which of its two forms of proof the badge in a picture has. */
const ProofSchema = z.enum(['embedded', 'jwt'] satisfies [BakedForm, BakedForm]).default('embedded')

const TOO_MUCH = 'This badge cannot be baked into its image; it is available as JSON.'

const NamedAchievementSchema = z.object({
  credentialSubject: z.object({
    achievement: z.object({ id: z.string().regex(/^.+\/achievements\/[0-9A-Z]{26}\/[1-9]\d{0,5}$/) }),
  }),
})

/** The version the signed badge names, and the base URL that its addresses lie under. */
async function loadAchievement(
  { achievements }: PublicRoutesDeps,
  { id, text }: StoredCredential,
): Promise<{ readonly version: AchievementVersion; readonly baseUrl: string }> {
  const named = NamedAchievementSchema.parse(JSON.parse(text)).credentialSubject.achievement.id
  const [number = '', achievementId = ''] = named.split('/').toReversed()
  const version = await achievements.loadVersion(achievementId, Number(number))
  if (!version) throw new Error(`the achievement of badge ${id} is missing`)
  return { version, baseUrl: named.slice(0, named.lastIndexOf('/achievements/')) }
}
