import { ReceiptIdSchema, VerificationReceiptSchema } from '../../schemas/verification-receipt.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { HTML, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'
import { ReceiptPage } from './receipt-page.tsx'

const FORMS = ['application/json', HTML] as const
const MAX_AGE_SECONDS = 3600

/** A receipt: its exact signed bytes, or a page that says the same in words. It never changes, and ends. */
export const serveReceipt =
  ({ receipts, now }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', ReceiptIdSchema, ['json'])
    const receipt = file && (await receipts.load(file.name))
    if (!receipt) return answerRefusal(c, { code: 'receipt_not_found' })
    const at = now()
    if (receipt.validUntil <= at) return answerRefusal(c, { code: 'receipt_ended' })
    const type = file.suffix === 'json' ? FORMS[0] : negotiateType(c.req.header('accept'), FORMS)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This receipt is available as ${FORMS.join(', ')}.` })
    const secondsLeft = Math.floor((toEpochMilliseconds(receipt.validUntil) - toEpochMilliseconds(at)) / 1000)
    if (type !== HTML)
      return answerText(c, {
        text: receipt.text,
        mediaType: type,
        digest: receipt.digest,
        maxAgeSeconds: Math.min(MAX_AGE_SECONDS, secondsLeft),
        vary: 'Accept',
      })
    const content = VerificationReceiptSchema.parse(JSON.parse(receipt.text))
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    const { publicUrl } = c.get('edge')
    return answerPage(c, {
      language,
      state: [receipt.digest, publicUrl],
      alternate: { url: `${content.id}.json`, mediaType: FORMS[0] },
      render: async () => ({
        html: toDocument(<ReceiptPage receipt={content} serviceUrl={publicUrl} language={language} />),
      }),
    })
  }
