import { EndorsementCredentialSchema } from '../../schemas/open-badges.ts'
import { IdSchema } from '../../schemas/text.ts'
import type { Id } from '../domain/shared/ids.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import { answerPage, answerText, type PublicContext } from './answers.ts'
import { EndorsementPage } from './endorsement-page.tsx'
import { toDocument } from './layout.tsx'
import { PAGE_LANGUAGES } from './messages.ts'
import { CREDENTIAL_TYPES, HTML, negotiateLanguage, negotiateType } from './negotiate.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 300
const FORMS = [...CREDENTIAL_TYPES, HTML] as const

/** An endorsement that a badge holds, in exactly that version: its signed bytes, or a page. All others are unknown here. */
export const serveEndorsement =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, ['json'])
    const signed = file && (await loadPublic(deps, file.name))
    if (!signed) return answerRefusal(c, { code: 'endorsement_not_found' })
    const accept = c.req.header('accept')
    const type =
      file.suffix === 'json'
        ? (negotiateType(accept, CREDENTIAL_TYPES) ?? CREDENTIAL_TYPES[0])
        : negotiateType(accept, FORMS)
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This endorsement is available as ${FORMS.join(', ')}.`,
      })
    const { sha256Base64Url } = c.get('edge').digests
    const digest = sha256Base64Url(signed.text)
    if (type !== HTML)
      return answerText(c, {
        text: signed.text,
        mediaType: type,
        digest,
        maxAgeSeconds: MAX_AGE_SECONDS,
        vary: 'Accept',
      })
    const endorsement = EndorsementCredentialSchema.parse(JSON.parse(signed.text))
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    return answerPage(c, {
      language,
      state: [digest],
      alternate: { url: `${endorsement.id}.json`, mediaType: FORMS[0] },
      render: async () => ({ html: toDocument(<EndorsementPage endorsement={endorsement} language={language} />) }),
    })
  }

async function loadPublic(
  { signedEndorsements, credentials }: PublicRoutesDeps,
  endorsementId: Id,
): Promise<SignedEndorsement | undefined> {
  const place = await signedEndorsements.locate(endorsementId)
  const embedded = place && (await credentials.loadEmbedded(place.credentialId))
  const version = embedded?.get(endorsementId)
  return place && version !== undefined
    ? signedEndorsements.loadOne(place.claimId, place.evidenceVersion, place.endorserId, version)
    : undefined
}
