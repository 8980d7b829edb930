import { IdSchema } from '../../schemas/text.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { answerPage, answerText, type PublicContext } from './answers.ts'
import { BadgePage, freeTextLengths } from './badge-page.tsx'
import { endorsementsOnPage } from './endorsement-list.tsx'
import { fitPage } from './fit-page.ts'
import { toDocument } from './layout.tsx'
import { PAGE_LANGUAGES } from './messages.ts'
import { CREDENTIAL_TYPES, HTML, negotiateLanguage, negotiateType } from './negotiate.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'
import { readBadge } from './read-badge.ts'

const MAX_AGE_SECONDS = 60
const FORMS = [...CREDENTIAL_TYPES, HTML] as const
/** Suffixes that force a form; all but the first are forms this version does not make. */
const SUFFIXES = ['json', 'jwt', 'png', 'svg'] as const

/** A badge: its exact signed bytes, or the page that says what they say. One read serves either. */
export const serveCredential =
  ({ credentials, now }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, SUFFIXES)
    const part = /^[1-9]\d{0,3}$/.exec(c.req.query('endorsements') ?? '1')?.[0]
    const stored = file && (await credentials.load(file.name))
    if (!file || !stored) return answerRefusal(c, { code: 'credential_not_found' })
    const isForced = file.suffix === 'json'
    const type =
      file.suffix === undefined || isForced
        ? (negotiateType(c.req.header('accept'), isForced ? CREDENTIAL_TYPES : FORMS) ??
          (isForced ? FORMS[0] : undefined))
        : undefined
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This badge is available as ${FORMS.join(', ')}.` })
    if (type !== HTML)
      return answerText(c, {
        text: stored.text,
        mediaType: type,
        digest: stored.digest,
        maxAgeSeconds: MAX_AGE_SECONDS,
        vary: 'Accept',
      })

    const badge = readBadge(stored, now())
    const shown = part === undefined ? undefined : endorsementsOnPage(badge.credential.endorsement ?? [], Number(part))
    if (!shown) return answerRefusal(c, { code: 'not_found' })
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    const urls = publicUrls(c.get('edge').publicUrl)
    return answerPage(c, {
      language,
      state: [stored.digest, stored.statusVersion, badge.standing.kind, shown.page],
      alternate: { url: `${urls.credential(stored.id)}.json`, mediaType: FORMS[0] },
      render: () =>
        fitPage(freeTextLengths(badge, shown.shown), (maxCharacters) =>
          toDocument(
            <BadgePage
              badge={badge}
              slug={stored.community}
              id={stored.id}
              urls={urls}
              language={language}
              maxCharacters={maxCharacters}
              part={shown}
            />,
          ),
        ),
    })
  }
