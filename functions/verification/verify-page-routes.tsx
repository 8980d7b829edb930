import type { Context } from 'hono'
import type { Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createApp } from '../http/create-app.ts'
import { limitCall } from '../http/limit-calls.ts'
import { negotiateLanguage } from '../http/negotiate.ts'
import { answerOneTimePage, answerPage } from '../http/pages/answer-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { readDeclaredBody } from '../http/read-body.ts'
import { refuseLoops } from '../http/refuse-loops.ts'
import { addReceipts, unitsOf } from './add-receipts.ts'
import { fitReportPage } from './fit-report-page.tsx'
import type { VerifyRequest } from './read-request.ts'
import { FORM_TYPES, type FormMistake, readVerifyAddress, readVerifyForm } from './read-verify-form.ts'
import type { VerificationRoutesDeps } from './routes.ts'
import { verifyAll } from './verify-all.ts'
import { VerifyFormPage } from './verify-page.tsx'
import { VERIFY_LANGUAGES } from './verify-page-languages.ts'
import { VERIFY_PAGE_OPERATIONS } from './verify-page-operations.ts'
import { problemsAsPages } from './verify-page-problems.tsx'

const PATH = '/verify'

/** A badge of 4 MB, and what a form lays around it. */
const MAX_BODY_BYTES = 4 * 1024 * 1024 + 64 * 1024

/** The page that verifies: a form, and what came of it. It works without script, and nothing that is sent is kept. */
export function verifyPageRoutes(deps: VerificationRoutesDeps) {
  const app = createApp()
  for (const operation of VERIFY_PAGE_OPERATIONS) app.openAPIRegistry.registerPath(operation)
  app.use(PATH, problemsAsPages, refuseLoops)
  app.get(PATH, (c) => {
    const url = c.req.query('url') ?? ''
    return url.trim() === '' ? answerForm(c) : answerResult(c, deps, readVerifyAddress(url))
  })
  app.post(PATH, async (c) => {
    const body = await readDeclaredBody(c.req, MAX_BODY_BYTES)
    if (!body.ok) return answerRefusal(c, body.error)
    if (!FORM_TYPES.some((type) => type === body.value.mediaType))
      return answerRefusal(c, {
        code: 'unsupported_media_type',
        detail: `Send the form as ${FORM_TYPES.join(' or ')}.`,
      })
    return answerResult(c, deps, await readVerifyForm(body.value))
  })
  return app
}

const languageOf = (c: Context<AppEnv>) => negotiateLanguage(c.req.header('accept-language'), VERIFY_LANGUAGES)
const addressOf = (c: Context<AppEnv>) => `${c.get('edge').publicUrl}${PATH}`

const answerForm = (c: Context<AppEnv>) => {
  const language = languageOf(c)
  const html = toDocument(<VerifyFormPage language={language} url={addressOf(c)} />)
  return answerPage(c, {
    language,
    hasForm: true,
    state: [c.get('edge').digests.sha256Base64Url(html)],
    render: async () => ({ html }),
  })
}

async function answerResult(
  c: Context<AppEnv>,
  deps: VerificationRoutesDeps,
  form: Result<VerifyRequest, FormMistake>,
) {
  const language = languageOf(c)
  const url = addressOf(c)
  if (!form.ok) {
    const html = toDocument(<VerifyFormPage language={language} url={url} obstacle={form.error} />)
    return answerOneTimePage(c, { status: 400, language, hasForm: true, page: { html } })
  }
  const limited = await limitCall(c, deps.limiter, unitsOf(form.value))
  if (limited) return limited
  const [report] = await addReceipts(deps, form.value, await verifyAll(deps, form.value))
  if (!report) throw new TypeError('a form presents one document')
  return answerOneTimePage(c, {
    status: 200,
    language,
    hasForm: true,
    page: await fitReportPage({ report, language, url }),
  })
}
