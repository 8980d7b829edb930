import { z } from 'zod'
import { AwardRecordSchema } from '../../schemas/award-record.ts'
import { IdSchema } from '../../schemas/text.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { HTML, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { AwardPage } from './award-page.tsx'
import { loadAwardNames } from './load-award-names.ts'
import { loadHeldNames } from './load-held-names.ts'
import { PAGE_LANGUAGES } from './messages.ts'
import { nameCriteria } from './name-criteria.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName } from './public-file.ts'
import { translateAchievement } from './translate-achievement.ts'

const MAX_AGE_SECONDS = 300
const FORMS = ['application/json', HTML] as const
const VersionSchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number)

/** An award record: its exact signed bytes, or a page that says the same in words. */
export const serveAward =
  (deps: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const { credentials, communities } = deps
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
    const [community, badge, version] = await Promise.all([
      communities.load(slug),
      credentials.load(file.name),
      loadPublished(deps, record.achievement),
    ])
    const acceptLanguage = c.req.header('accept-language')
    const [names, heldNames] = await Promise.all([
      loadAwardNames(deps, { credentialId: file.name, text: badge?.text }),
      loadHeldNames(deps.achievements, record.policy, acceptLanguage),
    ])
    const language = negotiateLanguage(acceptLanguage, PAGE_LANGUAGES)
    const texts = version && translateAchievement(version, acceptLanguage)
    return answerPage(c, {
      language,
      state: [award.digest, community?.name ?? '', texts?.inLanguage ?? '', JSON.stringify([...names, ...heldNames])],
      alternate: { url: `${record.id}.json`, mediaType: FORMS[0] },
      render: async () => ({
        html: toDocument(
          <AwardPage
            award={record}
            names={names}
            achievement={texts}
            heldNames={heldNames}
            rubric={nameCriteria(record.rubric, version?.content.rubric)}
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

/** The version whose rule the record states; it never changes. */
async function loadPublished({ achievements }: Pick<PublicRoutesDeps, 'achievements'>, url: string) {
  const [version, achievement] = url.split('/').reverse()
  const id = IdSchema.safeParse(achievement).data
  const number = VersionSchema.safeParse(version).data
  return id === undefined || number === undefined ? undefined : achievements.loadVersion(id, number)
}

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
