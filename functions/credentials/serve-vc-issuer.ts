import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import { vcIssuerDocument } from '../domain/credential/vc-issuer-document.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { DID_DOCUMENT_TYPES, negotiateJson } from '../http/negotiate.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

/** One key, made with the issuer and never changed. */
const MAX_AGE_SECONDS = 3600

/** The DID document of a VC-API issuer that is a `did:web`. */
export const serveVcIssuerDocument =
  ({ vcIssuers }: Pick<PublicRoutesDeps, 'vcIssuers'>) =>
  async (c: PublicContext): Promise<Response> => {
    const slug = SlugSchema.safeParse(c.req.param('file'))
    const name = IdSchema.safeParse(c.req.param('issuer'))
    const issuer = slug.success && name.success ? await vcIssuers.load(slug.data, name.data) : undefined
    if (!issuer?.did.startsWith('did:web:')) return answerRefusal(c, { code: 'vc_issuer_not_found' })
    const type = negotiateJson(c.req.header('accept'), DID_DOCUMENT_TYPES)
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This document is available as ${DID_DOCUMENT_TYPES.join(', ')}.`,
      })
    const text = JSON.stringify(vcIssuerDocument(issuer))
    const digest = c.get('edge').digests.sha256Base64Url(text)
    return answerText(c, { text, mediaType: type, digest, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
  }
