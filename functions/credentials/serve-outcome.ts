import { IdSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 3600

/** The signed outcome of an objection or appeal, byte for byte; it never changes. */
export const serveOutcome =
  ({ objections }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, ['json'])
    const outcome = file && (await objections.loadOutcome(file.name))
    if (!outcome) return answerRefusal(c, { code: 'objection_not_found' })
    return answerText(c, { ...outcome, mediaType: 'application/json', maxAgeSeconds: MAX_AGE_SECONDS })
  }
