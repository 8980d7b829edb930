import { asIssued, IssuedAchievementSchema } from '../../schemas/open-badges/issued.ts'
import { IdSchema } from '../../schemas/text.ts'
import { OPEN_BADGES_CONTEXTS } from '../domain/credential/contexts.ts'
import { toAchievement } from '../domain/credential/to-achievement.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { HTML, JSON_LD_TYPES, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { AchievementPage } from './achievement-page.tsx'
import { answerText, type PublicContext } from './answers.ts'
import { loadHeldNames } from './load-held-names.ts'
import { PAGE_LANGUAGES } from './messages.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { readFileName, VersionSchema } from './public-file.ts'
import { translateAchievement } from './translate-achievement.ts'

const MAX_AGE_SECONDS = 300
const FORMS = [...JSON_LD_TYPES, HTML] as const

/** A published version as an Open Badges Achievement (IS-05), or as a page in a language the reader prefers. */
export const serveAchievement =
  ({ achievements, communities }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const id = IdSchema.safeParse(c.req.param('achievement'))
    const file = readFileName(c.req.param('file') ?? '', VersionSchema, ['json'])
    const version = id.success && file ? await achievements.loadVersion(id.data, Number(file.name)) : undefined
    const community = version && (await communities.load(version.community))
    if (!file || !version || !community) return answerRefusal(c, { code: 'achievement_not_found' })
    const accept = c.req.header('accept')
    const type =
      file.suffix === 'json' ? (negotiateType(accept, JSON_LD_TYPES) ?? JSON_LD_TYPES[0]) : negotiateType(accept, FORMS)
    if (type === undefined)
      return answerRefusal(c, {
        code: 'not_acceptable',
        detail: `This achievement is available as ${FORMS.join(', ')}.`,
      })
    const document = { '@context': OPEN_BADGES_CONTEXTS, ...toAchievement(version, community) }
    const text = JSON.stringify(asIssued(IssuedAchievementSchema, document))
    const digest = c.get('edge').digests.sha256Base64Url(text)
    if (type !== HTML)
      return answerText(c, { text, mediaType: type, digest, maxAgeSeconds: MAX_AGE_SECONDS, vary: 'Accept' })
    const acceptLanguage = c.req.header('accept-language')
    const language = negotiateLanguage(acceptLanguage, PAGE_LANGUAGES)
    const texts = translateAchievement(version, acceptLanguage)
    const heldNames = await loadHeldNames(achievements, version.policy, acceptLanguage)
    return answerPage(c, {
      language,
      state: [digest, texts.inLanguage ?? '', ...heldNames.values()],
      alternate: {
        url: `${publicUrls(community.baseUrl).achievement(version.achievementId, version.version)}.json`,
        mediaType: FORMS[0],
      },
      render: async () => ({
        html: toDocument(<AchievementPage {...{ version, community, texts, heldNames, language }} />),
      }),
    })
  }
