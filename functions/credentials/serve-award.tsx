import { z } from 'zod'
import { AwardRecordSchema } from '../../schemas/award-record.ts'
import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import { IdSchema } from '../../schemas/text.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { HTML, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { AwardPage } from './award-page.tsx'
import { PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'

const MAX_AGE_SECONDS = 300
const FORMS = ['application/json', HTML] as const
const VersionSchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number)

/** An award record: its exact signed bytes, or a page that says the same in words. */
export const serveAward =
  ({ credentials, communities }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const file = readFileName(c.req.param('file') ?? '', IdSchema, ['json'])
    const award = file && (await credentials.loadAward(file.name))
    if (!award) return answerRefusal(c, { code: 'award_not_found' })
    const type = file.suffix === 'json' ? FORMS[0] : negotiateType(c.req.header('accept'), FORMS)
    if (type === undefined)
      return answerRefusal(c, { code: 'not_acceptable', detail: `This record is available as ${FORMS.join(', ')}.` })
    if (type !== HTML)
      return answerText(c, {
        text: award.text,
        mediaType: type,
        digest: award.digest,
        maxAgeSeconds: MAX_AGE_SECONDS,
        vary: 'Accept',
      })
    const record = AwardRecordSchema.parse(JSON.parse(award.text))
    // The last part of a community's DID is its slug.
    const slug = record.issuer.split(':').at(-1) ?? ''
    const [community, badge] = await Promise.all([communities.load(slug), credentials.load(file.name)])
    const language = negotiateLanguage(c.req.header('accept-language'), PAGE_LANGUAGES)
    return answerPage(c, {
      language,
      state: [award.digest, community?.name ?? '', badge?.digest ?? ''],
      alternate: { url: `${record.id}.json`, mediaType: FORMS[0] },
      render: async () => ({
        html: toDocument(
          <AwardPage
            award={record}
            names={badge ? namesIn(badge.text) : new Map()}
            community={{
              name: community?.name ?? record.issuer,
              url: publicUrls(c.get('edge').publicUrl).community(slug),
            }}
            language={language}
          />,
        ),
      }),
    })
  }

/** Endorsement id → name, of those who agreed to be named and still are in the badge. */
const namesIn = (badge: string): ReadonlyMap<string, string> =>
  new Map(
    (OpenBadgeCredentialSchema.parse(JSON.parse(badge)).endorsement ?? []).flatMap(({ id, issuer }) =>
      issuer.name === undefined ? [] : [[id, issuer.name] as const],
    ),
  )

/** The evidence version a badge was given for, byte for byte; earlier versions stay with the community. */
export const serveEvidence =
  ({ credentials, claims }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const credentialId = IdSchema.safeParse(c.req.param('file'))
    const version = VersionSchema.safeParse(c.req.param('version')).data
    if (!credentialId.success || version === undefined) return answerRefusal(c, { code: 'not_found' })
    const [embedded, claim] = await Promise.all([
      credentials.loadEmbedded(credentialId.data),
      claims.loadByCredential(credentialId.data),
    ])
    if (!embedded || claim?.evidenceVersion !== version) return answerRefusal(c, { code: 'not_found' })
    const evidence = await claims.loadEvidenceVersion(claim, version)
    if (!evidence) return answerRefusal(c, { code: 'not_found' })
    return answerText(c, {
      text: evidence.text,
      mediaType: 'application/json',
      digest: evidence.digest,
      maxAgeSeconds: MAX_AGE_SECONDS,
    })
  }
