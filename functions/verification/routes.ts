import { cors } from 'hono/cors'
import { VerificationReportSchema, VerifySchema } from '../../schemas/verification-report.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { openVerification, type VerifyDeps } from './verification.ts'
import { verifyCredential, verifyUrl } from './verify-credential.ts'

export type VerificationRoutesDeps = VerifyDeps

/** A badge with hundreds of endorsements is large. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

const createVerificationRoute = apiRoute({
  method: 'post',
  path: '/v1/verifications',
  operationId: 'createVerification',
  summary: 'Verify a badge',
  description:
    'Checks a badge given as JSON or JWT, or by an address of it at this service (in any of its forms, or its refresh address), and each endorsement in it: form, signature and key, status, dates. `verified` means that every check passed, `not-verified` that one failed, `undetermined` that one could not be carried out here. Open to anyone.',
  tags: ['verification'],
  request: { body: jsonBody(VerifySchema) },
  maxBodyBytes: MAX_BODY_BYTES,
  responses: { 200: jsonResponse('The report, whatever the outcome', VerificationReportSchema) },
})

/** Verification, open to anyone and to any site. */
export function verificationRoutes(deps: VerificationRoutesDeps) {
  const app = createApp()
  // A browser asks before it sends JSON elsewhere, and hides a refusal too unless it is told not to.
  const openToAll = cors({ origin: '*', allowMethods: ['POST'], allowHeaders: ['Content-Type'], maxAge: 86_400 })
  app.use(createVerificationRoute.path, openToAll)
  return app.openapi(createVerificationRoute, async (c) => {
    const { url, credential } = c.req.valid('json')
    const verification = openVerification(deps)
    const report = url === undefined ? verifyCredential(verification, credential) : verifyUrl(verification, url)
    return c.json(await report, 200)
  })
}
