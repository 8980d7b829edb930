import { IdSchema } from '../../schemas/text.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { negotiateJson } from '../http/negotiate.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

/** Short, so that a revocation is seen within a minute of being made. */
const MAX_AGE_SECONDS = 15
const TYPES = ['application/vc', 'application/vc+ld+json', 'application/ld+json', 'application/json'] as const

/** The newest signed version of a status list, byte for byte. */
export const serveStatusList =
  ({ statusLists }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const id = IdSchema.safeParse(c.req.param('list'))
    const signed = id.success ? await statusLists.loadSigned(id.data) : undefined
    if (!signed) return answerRefusal(c, { code: 'status_list_not_found' })
    const type = negotiateJson(c.req.header('accept'), TYPES)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This list is available as ${TYPES.join(', ')}.` })
    return answerText(c, {
      text: signed.text,
      mediaType: type,
      digest: c.get('edge').digests.sha256Base64Url(signed.text),
      maxAgeSeconds: MAX_AGE_SECONDS,
      vary: 'Accept',
    })
  }
