import { cors } from 'hono/cors'
import { z } from 'zod'
import {
  type VerificationReport,
  VerificationReportSchema,
  VerificationResultsSchema,
  VerifySchema,
} from '../../schemas/verification-report.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { limitCall } from '../http/limit-calls.ts'
import { negotiateLanguage } from '../http/negotiate.ts'
import { readDeclaredBody } from '../http/read-body.ts'
import { refuseLoops } from '../http/refuse-loops.ts'
import type { RateLimiter } from '../ports/rate-limiter.ts'
import { addReceipts, unitsOf, type WriteReceipts } from './add-receipts.ts'
import { DOCUMENT_TYPES, readRequest } from './read-request.ts'
import { sayInLanguage } from './say-in-language.ts'
import type { VerifyDeps } from './verification.ts'
import { verifyAll } from './verify-all.ts'
import { VERIFY_LANGUAGES } from './verify-page-languages.ts'

export interface VerificationRoutesDeps extends VerifyDeps {
  /** Counts the documents that each caller presents. @default nothing is limited */
  readonly limiter?: RateLimiter | undefined
  readonly writeReceipts: WriteReceipts
}

/** A badge with hundreds of endorsements is large. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

const text = { type: 'string' as const }
const texts = { type: 'array' as const, items: text }

/** The handler reads bodies itself, so that what they may be is only described here. */
const FORM = {
  type: 'object' as const,
  properties: {
    file: {
      type: 'array' as const,
      items: { ...text, format: 'binary' },
      description: 'A badge as a file: JSON, JWT, PNG or SVG. The field may have any name.',
    },
    url: texts,
    credential: texts,
    recipientType: text,
    recipient: text,
    receipt: { ...text, enum: ['true', 'false'] },
  },
}

/** Documents by others are looked into by the checks, not by a schema. */
const schemaOf = (type: string) =>
  type.endsWith('json') || type === 'application/vc'
    ? {}
    : { type: 'string' as const, ...(type === 'image/png' ? { format: 'binary' } : {}) }

const createVerificationRoute = apiRoute({
  method: 'post',
  path: '/v1/verifications',
  operationId: 'createVerification',
  summary: 'Verify badges',
  description: `Checks a badge and each endorsement in it: form, signature and key, status, dates. \`verified\` means that every check passed, \`not-verified\` that one failed, \`undetermined\` that one could not be carried out.

As \`application/json\` the body names the address of a badge (any form it is given out in), holds the badge itself (a JSON object, or a string with the JWT, JSON or SVG), or lists up to 100 of either as \`items\`. Any other type is the badge itself: JSON, JWT, PNG or SVG, told apart by content. A form (\`multipart/form-data\`) holds one or several badges as files or fields. Several badges are answered as \`results\`, one report each, in their order.

\`recipient\` is what you know of the person: whether the badge was given to them stands in the report beside the outcome, and changes nothing of it. It is compared, and neither kept nor repeated.

With \`receipt\` each report is kept for 366 days as a signed receipt that names nobody, and holds its address; otherwise nothing is kept.

Open to anyone. Each badge counts towards a limit for each caller, one with a receipt as three.`,
  tags: ['verification'],
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Verify' } },
        'multipart/form-data': { schema: FORM },
        ...Object.fromEntries(DOCUMENT_TYPES.map((type) => [type, { schema: schemaOf(type) }])),
      },
    },
  },
  readsBody: true,
  refusals: ['verification_loop'],
  maxBodyBytes: MAX_BODY_BYTES,
  responses: {
    200: jsonResponse(
      'The report, whatever the outcome; of several badges, all of them',
      z.union([VerificationReportSchema, VerificationResultsSchema]),
      'Content-Language',
    ),
  },
})

/** Verification, open to anyone and to any site. */
export function verificationRoutes(deps: VerificationRoutesDeps) {
  const app = createApp()
  // A copy, since a schema made before the OpenAPI library was loaded cannot be registered by it.
  app.openAPIRegistry.register('Verify', VerifySchema.clone())
  // A browser asks before it sends JSON elsewhere, and hides a refusal too unless it is told not to.
  const openToAll = cors({ origin: '*', allowMethods: ['POST'], allowHeaders: ['Content-Type'], maxAge: 86_400 })
  app.use(createVerificationRoute.path, openToAll, refuseLoops)
  return app.openapi(createVerificationRoute, async (c) => {
    const body = await readDeclaredBody(c.req, MAX_BODY_BYTES)
    if (!body.ok) return answerRefusal(c, body.error)
    const request = await readRequest(body.value)
    if (!request.ok) return answerRefusal(c, request.error)
    const limited = await limitCall(c, deps.limiter, unitsOf(request.value))
    if (limited) return limited
    const reports = await verifyAll(deps, request.value)
    const [first, ...others] = await addReceipts(deps, request.value, reports)
    if (!first) throw new TypeError('a request presents at least one document')
    const language = negotiateLanguage(c.req.header('accept-language'), VERIFY_LANGUAGES)
    c.header('Content-Language', language)
    c.header('Vary', 'Accept-Language')
    const say = (report: VerificationReport) => sayInLanguage(report, language)
    return c.json(request.value.isList ? { results: [say(first), ...others.map(say)] } : say(first), 200)
  })
}
