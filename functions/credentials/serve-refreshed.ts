import { z } from 'zod'
import { answerRefusal } from '../http/answer-refusal.ts'
import { CREDENTIAL_TYPES, isJwtType, JWT_TYPES, negotiateJson } from '../http/negotiate.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

/** Whoever asks wants the newest version. */
const MAX_AGE_SECONDS = 10

const CapabilitySchema = z.string().regex(/^[\w-]{43}$/)

/**
 * The refresh service of badges (REF-02): the current bytes of one, as JSON or JWT. The address itself is what entitles to
 * ask (REF-04). A revoked badge is still given: its status list says that it was revoked.
 */
export const serveRefreshed =
  ({ credentials }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const capability = CapabilitySchema.safeParse(c.req.param('capability')).data
    const id = capability === undefined ? undefined : await credentials.locateRefresh(capability)
    const stored = id === undefined ? undefined : await credentials.load(id)
    if (!stored) return answerRefusal(c, { code: 'credential_not_found' })
    const forms = [...CREDENTIAL_TYPES, ...(stored.jwt ? JWT_TYPES : [])]
    const type = negotiateJson(c.req.header('accept'), forms)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This badge is available as ${forms.join(', ')}.` })
    const { text, digest } = stored.jwt && isJwtType(type) ? stored.jwt : stored
    return answerText(c, { text, digest, mediaType: type, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
  }
