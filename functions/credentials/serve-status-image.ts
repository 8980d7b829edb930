import { z } from 'zod'
import { IdSchema } from '../../schemas/text.ts'
import { ok } from '../domain/shared/result.ts'
import { answerPicture, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { standingOf } from './read-badge.ts'
import { drawStatus, type ShownStatus, STATUS_IMAGE_EDITION } from './status-image.ts'

/** As long as a page about the same is kept. */
const MAX_AGE_SECONDS = 60

const ExpirySchema = z.object({ validUntil: z.string().optional() })

/**
 * How a badge stands now, as a picture to be embedded anywhere; one read. Also that there is no such badge is said by a
 * picture, since that is all a page elsewhere can show.
 */
export const serveStatusImage =
  ({ credentials, now }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const id = IdSchema.safeParse(c.req.param('file'))
    const stored = id.success ? await credentials.load(id.data) : undefined
    const status: ShownStatus = stored
      ? standingOf(stored, ExpirySchema.parse(JSON.parse(stored.text)).validUntil, now())
      : { kind: 'missing' }
    return answerPicture(c, {
      status: stored ? 200 : 404,
      mediaType: 'image/svg+xml',
      state: [STATUS_IMAGE_EDITION, status.kind, stored?.statusVersion ?? 0, 'at' in status ? (status.at ?? '') : ''],
      keep: MAX_AGE_SECONDS,
      render: async () => ok(new TextEncoder().encode(drawStatus(status))),
    })
  }
