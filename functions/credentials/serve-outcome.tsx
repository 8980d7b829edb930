import { DisputeOutcomeSchema } from '../../schemas/objection.ts'
import { IdSchema } from '../../schemas/text.ts'
import { lotOf } from '../domain/dispute/draw-panel.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { HTML, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { OutcomePage } from './outcome-page.tsx'
import { OUTCOME_LANGUAGES } from './outcome-words.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 3600
const FORMS = ['application/json', HTML] as const

/** The outcome of an objection or appeal: its exact signed bytes, which never change, or a page that says it in words. */
export const serveOutcome =
  ({ objections, communities }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, ['json'])
    const stored = file && (await objections.loadOutcome(file.name))
    if (!stored) return answerRefusal(c, { code: 'objection_not_found' })
    const type = file.suffix === 'json' ? FORMS[0] : negotiateType(c.req.header('accept'), FORMS)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This outcome is available as ${FORMS.join(', ')}.` })
    if (type !== HTML)
      return answerText(c, { ...stored, mediaType: type, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
    const outcome = DisputeOutcomeSchema.parse(JSON.parse(stored.text))
    // The last part of a community's DID is its slug.
    const slug = outcome.issuer.split(':').at(-1) ?? ''
    const name = (await communities.load(slug))?.name ?? outcome.issuer
    const { digests, publicUrl } = c.get('edge')
    const language = negotiateLanguage(c.req.header('accept-language'), OUTCOME_LANGUAGES)
    return answerPage(c, {
      language,
      state: [stored.digest, name],
      alternate: { url: `${outcome.id}.json`, mediaType: FORMS[0] },
      render: async () => ({
        html: toDocument(
          <OutcomePage
            outcome={outcome}
            community={{ name, url: publicUrls(publicUrl).community(slug) }}
            lotOf={(pseudonym) => lotOf(outcome.lots.seed, pseudonym, digests)}
            language={language}
          />,
        ),
      }),
    })
  }
