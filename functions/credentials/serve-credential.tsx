import { IdSchema } from '../../schemas/text.ts'
import { IMAGE_TYPES } from '../domain/baking/uploaded-image.ts'
import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { CREDENTIAL_TYPES, HTML, isJwtType, JWT_TYPES, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { fitPage } from '../http/pages/fit-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import type { StoredCredential } from '../ports/credential-store.ts'
import { answerText, type PublicContext } from './answers.ts'
import { BadgePage, freeTextLengths } from './badge-page.tsx'
import { endorsementsOnPage } from './endorsement-list.tsx'
import { PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'
import { readBadge } from './read-badge.ts'
import { answerBaked } from './serve-baked.ts'

const MAX_AGE_SECONDS = 60

/** A badge that was erased with its learner is gone for good; of every other address nothing is known. */
const refusalOfMissing = async ({ credentials }: PublicRoutesDeps, id: Id | undefined): Promise<Refusal> =>
  id !== undefined && (await credentials.loadErasedAt(id)) !== undefined
    ? {
        code: 'credential_erased',
        detail: 'It was revoked, and everything in it deleted, when its learner was erased.',
      }
    : { code: 'credential_not_found' }

const SUFFIX_NAMES = ['json', 'jwt', 'png', 'svg'] as const
/** Suffixes that force a form. */
const SUFFIXES: Readonly<Record<(typeof SUFFIX_NAMES)[number], readonly string[]>> = {
  json: CREDENTIAL_TYPES,
  jwt: JWT_TYPES,
  png: ['image/png'],
  svg: ['image/svg+xml'],
}

/** The forms of a badge; of those a client likes equally, the first is served (DOC-05). */
const formsOf = ({ jwt }: StoredCredential) =>
  [...CREDENTIAL_TYPES, ...(jwt ? JWT_TYPES : []), HTML, ...IMAGE_TYPES] as const

/**
 * A badge: its exact signed bytes, the page that says what they say, or its picture with the bytes baked in. One read serves
 * the first two.
 */
export const serveCredential =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, SUFFIX_NAMES)
    const { credentials, now } = deps
    const part = /^[1-9]\d{0,3}$/.exec(c.req.query('endorsements') ?? '1')?.[0]
    const stored = file && (await credentials.load(file.name))
    if (!file || !stored) return answerRefusal(c, await refusalOfMissing(deps, file?.name))
    const accept = c.req.header('accept')
    const available = formsOf(stored)
    const { suffix } = file
    const forced = suffix && available.filter((form) => SUFFIXES[suffix].includes(form))
    const type = forced ? (negotiateType(accept, forced) ?? forced[0]) : negotiateType(accept, available)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This badge is available as ${available.join(', ')}.` })
    if (type === 'image/png' || type === 'image/svg+xml')
      return answerBaked(c, deps, { stored, mediaType: type, maxAgeSeconds: MAX_AGE_SECONDS })
    if (type !== HTML) {
      const { text, digest } = stored.jwt && isJwtType(type) ? stored.jwt : stored
      return answerText(c, { text, digest, mediaType: type, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
    }

    const badge = readBadge(stored, now())
    const shown =
      part === undefined
        ? undefined
        : endorsementsOnPage(badge.credential.endorsement ?? [], Number(part), stored.embedded.size)
    if (!shown) return answerRefusal(c, { code: 'not_found' })
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    const urls = publicUrls(c.get('edge').publicUrl)
    return answerPage(c, {
      language,
      state: [stored.digest, stored.statusVersion, badge.standing.kind, stored.support?.state ?? '', shown.page],
      alternate: { url: `${urls.credential(stored.id)}.json`, mediaType: CREDENTIAL_TYPES[0] },
      render: () =>
        fitPage(freeTextLengths(badge, shown.shown), (maxCharacters) =>
          toDocument(
            <BadgePage
              badge={badge}
              slug={stored.community}
              id={stored.id}
              hasJwt={stored.jwt !== undefined}
              urls={urls}
              language={language}
              maxCharacters={maxCharacters}
              part={shown}
            />,
          ),
        ),
    })
  }
