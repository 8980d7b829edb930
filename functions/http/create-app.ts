import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { RefusalCode } from '../domain/shared/refusal.ts'
import { StoreOverloaded } from '../ports/store-overloaded.ts'
import { answerRefusal } from './answer-refusal.ts'
import type { AppEnv, Edge } from './app-env.ts'
import { toFieldErrors } from './json-pointer.ts'
import { unknownQuery } from './unknown-query.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A path parameter that is not even well-formed names nothing. */
const NOT_FOUND_BY_PARAMETER: Readonly<Record<string, RefusalCode>> = {
  slug: 'community_not_found',
  member: 'member_not_found',
  apiKey: 'api_key_not_found',
  achievement: 'achievement_not_found',
  version: 'achievement_not_found',
  claim: 'claim_not_found',
  endorsement: 'endorsement_not_found',
  reviewRequest: 'review_request_not_found',
  credential: 'credential_not_found',
  credentialVersion: 'credential_version_not_found',
  vcIssuer: 'vc_issuer_not_found',
}

/** A part of the application: the routes of one capability. */
export const createApp = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => (result.success ? undefined : answerInvalid(c, result.target, result.error.issues)),
  })

function answerInvalid(c: Context<AppEnv>, target: string, issues: readonly z.core.$ZodIssue[]) {
  if (target === 'json') return answerRefusal(c, { code: 'invalid_request', errors: toFieldErrors(issues) })
  if (target === 'param')
    return answerRefusal(c, { code: NOT_FOUND_BY_PARAMETER[String(issues[0]?.path[0])] ?? 'not_found' })
  const place = target === 'query' ? 'query parameter' : target
  const details = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, 1).map(unknownQuery)
      : [`The ${place} "${issue.path.join('.')}": ${issue.message}.`],
  )
  return answerRefusal(c, { code: 'invalid_request', detail: details.slice(0, 10).join(' ') })
}

/**
 * The application that parts are mounted on: it answers what no route does (unknown paths, other methods, unreadable
 * addresses) and what breaks, always with a problem document, and tells the log what the caller is not told.
 */
export function createRoot(edge: Edge): OpenAPIHono<AppEnv> {
  const root = createApp()
  root.use('*', async (c, next) => {
    c.set('edge', edge)
    if (!isReadable(c.req.url))
      return answerRefusal(c, { code: 'invalid_request', detail: 'The address is not well-formed UTF-8.' })
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    if (/^\/(v1|vc-api)\//.test(c.req.path) && !c.res.headers.has('cache-control'))
      c.header('Cache-Control', 'no-store')
    return undefined
  })
  root.onError(answerError)
  root.notFound(answerUnknown(root))
  return root
}

/** Whether path and query hold nothing but percent-encoded UTF-8 without NUL. */
function isReadable(url: string): boolean {
  try {
    return !decodeURIComponent(url.replaceAll('+', ' ')).includes('\u0000')
  } catch {
    return false
  }
}

const answerError: ErrorHandler<AppEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status === 400) return answerRefusal(c, { code: 'malformed_json' })
  if (error instanceof HTTPException && error.status === 415)
    return answerRefusal(c, { code: 'unsupported_media_type' })
  const { log } = c.get('edge')
  const facts = { method: c.req.method, path: c.req.path }
  if (error instanceof StoreOverloaded) {
    log.warn('store_overloaded', { ...facts, reason: error.message })
    const answer = answerRefusal(c, { code: 'overloaded', detail: 'The store is busy; repeat the request.' })
    answer.headers.set('retry-after', String(error.retryAfterSeconds))
    return answer
  }
  log.error('request_failed', facts, error)
  return answerRefusal(c, { code: 'internal_error' })
}

const answerUnknown =
  (root: OpenAPIHono<AppEnv>): NotFoundHandler<AppEnv> =>
  (c) => {
    const allowed = METHODS.filter((method) => takes(root, method, c.req.path))
    if (allowed.length === 0) return answerRefusal(c, { code: 'not_found' })
    const allow = allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    c.header('Allow', allow)
    return answerRefusal(c, { code: 'method_not_allowed', detail: `This address takes ${allow}.` })
  }

const takes = ({ router }: OpenAPIHono<AppEnv>, method: string, path: string): boolean =>
  router.match(method, path)[0].some(([[, route]]) => route.method === method)
