import { asIssued, IssuedProfileSchema } from '../../schemas/open-badges/issued.ts'
import { SlugSchema } from '../../schemas/text.ts'
import type { Community } from '../domain/community/community.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import { OPEN_BADGES_CONTEXTS } from '../domain/credential/contexts.ts'
import type { DidDocument } from '../domain/credential/to-did-document.ts'
import { toProfile } from '../domain/credential/to-profile.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import {
  DID_DOCUMENT_TYPES,
  HTML,
  JSON_LD_TYPES,
  negotiateJson,
  negotiateLanguage,
  negotiateType,
} from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { CommunityPage } from './community-page.tsx'
import { PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 300
const FORMS = [...JSON_LD_TYPES, HTML] as const

/** Terms of a Profile that also says which keys sign in its name. */
const PROFILE_CONTEXTS = [
  ...OPEN_BADGES_CONTEXTS,
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/multikey/v1',
]

/** A community as an Open Badges Profile with its keys (IS-04), or as a page. */
export const serveCommunity =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', SlugSchema, ['json'])
    const found = file && (await loadIssuer(deps, file.name))
    if (!found) return answerRefusal(c, { code: 'community_not_found' })
    const { community, didDocument } = found
    const accept = c.req.header('accept')
    const type =
      file.suffix === 'json' ? (negotiateType(accept, JSON_LD_TYPES) ?? JSON_LD_TYPES[0]) : negotiateType(accept, FORMS)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This profile is available as ${FORMS.join(', ')}.` })
    // Keys of JWTs are found at their own addresses; no package publishes the terms a Profile would need to list them.
    const verificationMethod = didDocument.verificationMethod.filter(({ type }) => type === 'Multikey')
    const assertionMethod = didDocument.assertionMethod.filter((id) =>
      verificationMethod.some((method) => method.id === id),
    )
    const profile = { '@context': PROFILE_CONTEXTS, ...toProfile(community), verificationMethod, assertionMethod }
    const text = JSON.stringify(asIssued(IssuedProfileSchema, profile))
    const digest = c.get('edge').digests.sha256Base64Url(text)
    if (type !== HTML)
      return answerText(c, { text, mediaType: type, digest, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    return answerPage(c, {
      language,
      state: [digest],
      alternate: {
        url: `${publicUrls(community.baseUrl).community(community.slug)}.json`,
        mediaType: FORMS[0],
      },
      render: async () => ({
        html: toDocument(<CommunityPage community={community} didDocument={didDocument} language={language} />),
      }),
    })
  }

/** The DID document of a community: every key that may sign in its name (KEY-07). */
export const serveDidDocument =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const slug = SlugSchema.safeParse(c.req.param('file'))
    const found = slug.success ? await loadIssuer(deps, slug.data) : undefined
    if (!found) return answerRefusal(c, { code: 'community_not_found' })
    const type = negotiateJson(c.req.header('accept'), DID_DOCUMENT_TYPES)
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This document is available as ${DID_DOCUMENT_TYPES.join(', ')}.`,
      })
    const text = JSON.stringify(found.didDocument)
    return answerText(c, {
      text,
      mediaType: type,
      digest: c.get('edge').digests.sha256Base64Url(text),
      maxAgeSeconds: MAX_AGE_SECONDS,
      vary: 'Accept',
    })
  }

async function loadIssuer(
  { communities }: PublicRoutesDeps,
  slug: string,
): Promise<{ readonly community: Community; readonly didDocument: DidDocument } | undefined> {
  const [community, keys] = await Promise.all([communities.load(slug), communities.loadIssuerKeys(slug)])
  if (!community) return undefined
  return { community, didDocument: communityDidDocument(community, keys) }
}
