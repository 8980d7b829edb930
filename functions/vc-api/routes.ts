import { cors } from 'hono/cors'
import {
  ChangeVcStatusSchema,
  ChecksQuerySchema,
  IssueCredentialSchema,
  IssuedCredentialSchema,
  VcApiVerificationSchema,
  VcStatusSchema,
  VerifyCredentialSchema,
  VerifyPresentationSchema,
} from '../../schemas/vc-api.ts'
import type { Caller } from '../domain/community/caller.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { apiRoute, jsonBody, jsonResponse } from '../http/api-route.ts'
import { createApp } from '../http/create-app.ts'
import { limitCall, limitCalls } from '../http/limit-calls.ts'
import type { RateLimiter } from '../ports/rate-limiter.ts'
import { type ChangeVcStatusDeps, changeVcStatus } from './change-vc-status.ts'
import { type IssueCredentialDeps, issueCredential } from './issue-credential.ts'
import { type VerifyCredentialDeps, verifyProofAlone, verifyVerifiableCredential } from './verify-credential.ts'
import { unitsOf, verifyVerifiablePresentation } from './verify-presentation.ts'

export type VcApiRoutesDeps = IssueCredentialDeps &
  VerifyCredentialDeps &
  ChangeVcStatusDeps & {
    /** Counts what each caller has verified without credentials. @default nothing is limited */
    readonly limiter?: RateLimiter | undefined
  }

/** A badge with hundreds of endorsements is large. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

const issueCredentialRoute = apiRoute({
  method: 'post',
  path: '/vc-api/credentials/issue',
  operationId: 'issueCredential',
  summary: 'Issue a credential',
  description:
    'Signs a credential (VC Data Model 2.0 or 1.1) as the VC-API issuer it names, which must be one of the community the key belongs to. The document is checked against the data model first, and against Open Badges 3.0 when it is of those kinds. It may not name addresses of badges and achievements of this service.',
  tags: ['VC-API'],
  request: { body: jsonBody(IssueCredentialSchema) },
  maxBodyBytes: MAX_BODY_BYTES,
  refusals: ['document_refused', 'reserved_address', 'issuer_not_allowed', 'credential_exists', 'base_url_changed'],
  responses: { 201: jsonResponse('The signed credential', IssuedCredentialSchema) },
})

const changeVcStatusRoute = apiRoute({
  method: 'post',
  path: '/vc-api/credentials/status',
  operationId: 'changeVcStatus',
  summary: 'Revoke a credential',
  description:
    'Of credentials that were issued with a `credentialStatus`: for good. The status list is published before the answer. Safe to repeat.',
  tags: ['VC-API'],
  request: { body: jsonBody(ChangeVcStatusSchema) },
  refusals: ['credential_not_found', 'already_revoked'],
  responses: { 200: jsonResponse('How it stands now', VcStatusSchema) },
})

const verifyCredentialRoute = apiRoute({
  method: 'post',
  path: '/vc-api/credentials/verify',
  operationId: 'verifyVerifiableCredential',
  summary: 'Verify a credential',
  description:
    'Checks form, signature and key, dates and status. 200 means that every check passed; what cannot be known here is no pass. Nothing is fetched from elsewhere. Open to anyone.',
  tags: ['VC-API'],
  request: { query: ChecksQuerySchema, body: jsonBody(VerifyCredentialSchema) },
  maxBodyBytes: MAX_BODY_BYTES,
  refusals: ['document_refused', 'envelope_unsupported', 'not_verified'],
  responses: { 200: jsonResponse('It verifies', VcApiVerificationSchema) },
})

const verifyPresentationRoute = apiRoute({
  method: 'post',
  path: '/vc-api/presentations/verify',
  operationId: 'verifyVerifiablePresentation',
  summary: 'Verify a presentation',
  description:
    'Checks form, the proof of the holder (with `challenge` and `domain` when they are given) and every credential in it. Open to anyone.',
  tags: ['VC-API'],
  request: { body: jsonBody(VerifyPresentationSchema) },
  maxBodyBytes: MAX_BODY_BYTES,
  refusals: ['document_refused', 'envelope_unsupported', 'not_verified'],
  responses: { 200: jsonResponse('It verifies', VcApiVerificationSchema) },
})

/** The VC-API: issuing for a community's own VC-API issuers, verifying for anyone and any site. */
export function vcApiRoutes(deps: VcApiRoutesDeps) {
  const app = createApp()
  const openToAll = cors({ origin: '*', allowMethods: ['POST'], allowHeaders: ['Content-Type'], maxAge: 86_400 })
  app.use(verifyCredentialRoute.path, openToAll)
  app.use(verifyPresentationRoute.path, openToAll)
  app.use(verifyCredentialRoute.path, limitCalls(deps.limiter))
  return app
    .openapi(issueCredentialRoute, async (c) => {
      const issued = await issueCredential(deps, communityOf(c.get('caller')), c.req.valid('json'))
      if (!issued.ok) return answerRefusal(c, issued.error)
      const { verifiableCredential, warnings } = issued.value
      return c.json({ verifiableCredential, ...(warnings.length === 0 ? {} : { warnings: [...warnings] }) }, 201)
    })
    .openapi(changeVcStatusRoute, async (c) => {
      const { credentialId, status = true } = c.req.valid('json')
      const isRevoked = status === true || status === '1'
      const changed = await changeVcStatus(deps, communityOf(c.get('caller')), credentialId, isRevoked)
      return changed.ok
        ? c.json({ credentialId, status: isRevoked ? ('revoked' as const) : ('valid' as const) }, 200)
        : answerRefusal(c, changed.error)
    })
    .openapi(verifyCredentialRoute, async (c) => {
      const verify = c.req.valid('query').checks === 'proof' ? verifyProofAlone : verifyVerifiableCredential
      const verified = await verify(deps, c.req.valid('json'))
      return verified.ok ? c.json(verified.value, 200) : answerRefusal(c, verified.error)
    })
    .openapi(verifyPresentationRoute, async (c) => {
      const limited = await limitCall(c, deps.limiter, unitsOf(c.req.valid('json')))
      if (limited) return limited
      const verified = await verifyVerifiablePresentation(deps, c.req.valid('json'))
      return verified.ok ? c.json(verified.value, 200) : answerRefusal(c, verified.error)
    })
}

/** Only keys may issue, and a key belongs to one community. */
function communityOf(caller: Caller): string {
  if (caller.kind !== 'api-key') throw new TypeError('only API keys reach this operation')
  return caller.community
}
