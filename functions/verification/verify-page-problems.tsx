import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from '../http/app-env.ts'
import { HTML, negotiateLanguage, negotiateType } from '../http/negotiate.ts'
import { answerOneTimePage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { PROBLEM_JSON } from '../http/problems.ts'
import { VerifyFormPage } from './verify-page.tsx'
import { VERIFY_LANGUAGES } from './verify-page-languages.ts'
import type { Obstacle } from './verify-page-words.ts'

/** Answers what would be a problem document as the page with the form, which says in words what to do. */
export const problemsAsPages: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  const { status, headers } = c.res
  if (headers.get('content-type') !== PROBLEM_JSON) return
  if (negotiateType(c.req.header('accept'), [HTML, PROBLEM_JSON]) !== HTML) return
  const language = negotiateLanguage(c.req.header('accept-language'), VERIFY_LANGUAGES)
  const url = `${c.get('edge').publicUrl}${c.req.path}`
  const html = toDocument(<VerifyFormPage language={language} url={url} obstacle={obstacleOf(status)} />)
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  c.res = undefined
  c.res = await answerOneTimePage(c, {
    status: status as ContentfulStatusCode, // a problem has a body
    language,
    hasForm: true,
    page: { html },
    headers: Object.fromEntries(kept),
  })
}

const KEPT_HEADERS = ['Retry-After', 'Connection', 'Allow'] as const

function obstacleOf(status: number): Obstacle {
  switch (status) {
    case 413:
      return 'too-large'
    case 415:
      return 'wrong-type'
    case 429:
    case 503:
      return 'busy'
    case 500:
      return 'broken'
    default:
      return 'other'
  }
}
