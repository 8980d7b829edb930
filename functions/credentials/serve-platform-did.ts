import { platformDidDocument } from '../domain/credential/platform-did-document.ts'
import { platformDid } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { DID_DOCUMENT_TYPES, negotiateJson } from '../http/negotiate.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

const MAX_AGE_SECONDS = 300

/**
 * The DID document of the service itself, with the keys that sign receipts. The first receipt brings the first key, and must
 * then verify at once: until then no one keeps the document.
 */
export const servePlatformDid =
  ({ platformKeys }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const type = negotiateJson(c.req.header('accept'), DID_DOCUMENT_TYPES)
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This document is available as ${DID_DOCUMENT_TYPES.join(', ')}.`,
      })
    const keys = await platformKeys.load()
    const { publicUrl, digests } = c.get('edge')
    const text = JSON.stringify(platformDidDocument(platformDid(publicUrl), keys))
    return answerText(c, {
      text,
      mediaType: type,
      digest: digests.sha256Base64Url(text),
      maxAgeSeconds: keys.length === 0 ? 0 : MAX_AGE_SECONDS,
      vary: 'Accept',
    })
  }
