import { type EndorsementCredential, EndorsementCredentialSchema } from '../../schemas/open-badges.ts'
import { IdSchema } from '../../schemas/text.ts'
import type { Id } from '../domain/shared/ids.ts'
import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { CREDENTIAL_TYPES, HTML, JWT_TYPES, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import { answerText, type PublicContext } from './answers.ts'
import { EndorsementPage } from './endorsement-page.tsx'
import { MESSAGES, PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 300

/** What each form of a signed endorsement is given out as; neither is ever given out as the other. */
const FORMS = {
  embedded: { suffix: 'json', types: CREDENTIAL_TYPES },
  jwt: { suffix: 'jwt', types: JWT_TYPES },
} as const

/**
 * An endorsement that a badge holds or its award record links, in exactly that version: its signed bytes, or a page. All others
 * are unknown here. One that was erased is gone for good.
 */
export const serveEndorsement =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, ['json', 'jwt'])
    const place = file && (await deps.signedEndorsements.locate(file.name))
    if (place?.erasedAt !== undefined) return answerRefusal(c, { code: 'endorsement_erased' })
    const signed = place && (await loadPublic(deps, file.name, place))
    if (!signed || (file.suffix !== undefined && file.suffix !== FORMS[signed.form].suffix))
      return answerRefusal(c, { code: 'endorsement_not_found' })
    const accept = c.req.header('accept')
    const { suffix, types } = FORMS[signed.form]
    const offered = [...types, HTML]
    const type = file.suffix === undefined ? negotiateType(accept, offered) : (negotiateType(accept, types) ?? types[0])
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This endorsement is available as ${offered.join(', ')}.`,
      })
    const { digests, publicUrl } = c.get('edge')
    const digest = digests.sha256Base64Url(signed.text)
    if (type !== HTML)
      return answerText(c, {
        text: signed.text,
        mediaType: type,
        digest,
        maxAgeSeconds: MAX_AGE_SECONDS,
        vary: 'Accept',
      })
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    const words = MESSAGES[language].endorsement
    const url = publicUrls(publicUrl).endorsement(file.name)
    const alternate = { url: `${url}.${suffix}`, mediaType: types[0], words: words[suffix] }
    const page = { endorsement: toCredential(signed), url, signed: alternate, language }
    return answerPage(c, {
      language,
      state: [digest],
      alternate,
      render: async () => ({ html: toDocument(<EndorsementPage {...page} />) }),
    })
  }

/** What was signed was checked before it was stored; the claims of a JWT say nothing that a page shows. */
const toCredential = ({ form, text }: SignedEndorsement): EndorsementCredential =>
  EndorsementCredentialSchema.parse(form === 'jwt' ? peekJwtPayload(text) : JSON.parse(text))

type EndorsementPlace = NonNullable<Awaited<ReturnType<PublicRoutesDeps['signedEndorsements']['locate']>>>

async function loadPublic(
  { signedEndorsements, credentials }: PublicRoutesDeps,
  endorsementId: Id,
  place: EndorsementPlace,
): Promise<SignedEndorsement | undefined> {
  const embedded = await credentials.loadEmbedded(place.credentialId)
  const version = embedded?.get(endorsementId)
  return version !== undefined
    ? signedEndorsements.loadOne(place.claimId, place.evidenceVersion, place.endorserId, version)
    : undefined
}
