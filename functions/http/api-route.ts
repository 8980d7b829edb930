import { type RouteConfig, z } from '@hono/zod-openapi'
import { ProblemSchema } from '../../schemas/problem.ts'
import { RULE_LANGUAGES } from '../domain/endorsement/rule-language.ts'
import { createGate } from './gate.ts'
import { IDEMPOTENCY_HEADER } from './idempotency.ts'
import { accessTo, type OperationId, scopesOf } from './permissions.ts'
import { PROBLEM_JSON, PROBLEMS, type ProblemCode } from './problems.ts'

/** A JSON request body of a schema. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})

const ANSWER_HEADERS = {
  'Content-Language': { description: 'The language of the sentences in it', schema: { type: 'string' } },
  ETag: { description: 'The version that was answered, for `If-Match`', schema: { type: 'string' } },
  Link: { description: 'The next page, as `rel="next"`; absent on the last', schema: { type: 'string' } },
  Location: { description: 'The public address of what was made', schema: { type: 'string' } },
} as const

/** A JSON answer of a schema, with the headers that come with it. */
export const jsonResponse = <Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  ...headers: readonly (keyof typeof ANSWER_HEADERS)[]
) => ({
  description,
  ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers.map((name) => [name, ANSWER_HEADERS[name]])) }),
  content: { 'application/json': { schema } },
})

type Declared = Omit<RouteConfig, 'path' | 'middleware' | 'security' | 'operationId'>

type HeadersObject = Readonly<
  Record<string, { readonly description: string; readonly schema: { readonly type: 'string' | 'integer' } }>
>

/** What a route says of itself beyond its request and its answers when all goes well. */
export interface RouteManners {
  readonly operationId: OperationId
  /** The refusals of its own; those of credentials, bodies and load are added. */
  readonly refusals?: readonly ProblemCode[]
  /** Whether it takes an `Idempotency-Key`. */
  readonly idempotent?: boolean
  /** Whether it takes `If-Match`. */
  readonly conditional?: boolean
  /** How large its body may be. @default 256 KB */
  readonly maxBodyBytes?: number
  /** Whether the handler reads the body itself, since it may be something else than JSON. */
  readonly readsBody?: boolean
}

/**
 * Declares a route of the API: its gate (credentials, permission, body) comes from the table of permissions, and every
 * status it can answer is declared.
 */
export function apiRoute<Path extends string, Config extends Declared & RouteManners & { readonly path: Path }>(
  config: Config & { readonly path: Path },
) {
  const {
    refusals: _refusals,
    idempotent: _idempotent,
    conditional: _conditional,
    maxBodyBytes,
    readsBody,
    ...route
  } = config
  const access = accessTo(config.operationId)
  const declared = {
    ...route,
    ...(access === 'anyone' ? {} : { security: securityOf(access) }),
    request: { ...config.request, ...headersOf(config) },
    responses: { ...config.responses, ...problemsOf(config) },
    middleware: createGate({
      operation: config.operationId,
      namesCommunity: config.path.includes('{slug}'),
      body: readsBody || config.method === 'get' ? 'unread' : config.request?.body !== undefined ? 'json' : 'none',
      query: config.request?.query !== undefined || !isStrict(config.path),
      maxBodyBytes,
    }),
  }
  // Handlers are typed by what the route declares itself; what is added here they never read or answer.
  return declared as unknown as Config
}

/** Requests to the API proper are strict; what else asks for our health or our description may ask as it likes. */
const isStrict = (path: string): boolean => /^\/(v1|vc-api)\//.test(path)

function securityOf(access: Exclude<ReturnType<typeof accessTo>, 'anyone'>): Record<string, string[]>[] {
  return [
    ...(access.administrator ? [{ administrator: [] }] : []),
    ...scopesOf(access).map((scope) => ({ apiKey: [scope] })),
    ...(access.roles.length > 0 ? [{ memberToken: [...access.roles] }] : []),
  ]
}

function headersOf({ operationId, idempotent, conditional, responses }: Declared & RouteManners) {
  const access = accessTo(operationId)
  const headers = {
    ...(idempotent
      ? { [IDEMPOTENCY_HEADER]: z.string().optional().meta({ description: IDEMPOTENCY_DESCRIPTION }) }
      : {}),
    ...(conditional ? { 'if-match': z.string().optional().meta({ description: IF_MATCH_DESCRIPTION }) } : {}),
    ...(access !== 'anyone' && access.scope !== undefined
      ? { 'peerbadge-member': z.string().optional().meta({ description: MEMBER_DESCRIPTION }) }
      : {}),
    ...(Object.values(responses).some(isInWords)
      ? { 'accept-language': z.string().optional().meta({ description: LANGUAGE_DESCRIPTION }) }
      : {}),
  }
  return Object.keys(headers).length === 0 ? {} : { headers: z.object(headers) }
}

/** Whether an answer says which language its sentences are in. */
const isInWords = (answer: object): boolean =>
  'headers' in answer &&
  typeof answer.headers === 'object' &&
  answer.headers !== null &&
  'Content-Language' in answer.headers

const IDEMPOTENCY_DESCRIPTION =
  '1 to 255 visible ASCII characters. The same key with the same request within 24 hours does nothing again and answers with the same status and id; with another request it is refused.'
const IF_MATCH_DESCRIPTION = 'The ETag that was read; refused with 412 when it changed since.'
const LANGUAGE_DESCRIPTION = `Which language the sentences of the answer are in: ${RULE_LANGUAGES.join(' or ')}. Otherwise ${RULE_LANGUAGES[0]}`
const MEMBER_DESCRIPTION = 'With an API key: the id of the member it acts for.'

function problemsOf(config: Declared & RouteManners & { readonly path: string }) {
  const access = accessTo(config.operationId)
  const codes: readonly ProblemCode[] = [
    ...(config.refusals ?? []),
    ...(isStrict(config.path) ? (['invalid_request'] as const) : []),
    ...(config.request?.body ? (['malformed_json', 'unsupported_media_type'] as const) : []),
    ...(config.method === 'get' ? [] : (['body_too_large'] as const)),
    ...(config.idempotent ? (['idempotency_key_reused'] as const) : []),
    ...(config.conditional ? (['stale'] as const) : []),
    ...(access === 'anyone' ? [] : (['unauthenticated', 'forbidden', 'acting_member_mismatch'] as const)),
    ...(access !== 'anyone' && access.scope ? (['insufficient_scope'] as const) : []),
    ...(config.path.includes('{slug}') ? (['community_not_found'] as const) : []),
    'rate_limited',
    'internal_error',
    'overloaded',
  ]
  return problemResponses(codes)
}

/** The declarations of answers with problem documents, one for each status, with the codes it may carry. */
export function problemResponses(codes: readonly ProblemCode[]) {
  const distinct = [...new Set(codes)]
  const describe = (status: number) =>
    distinct
      .filter((code) => PROBLEMS[code].status === status)
      .map((code) => `\`${code}\`: ${PROBLEMS[code].title}`)
      .join('\n\n')
  const statuses = [...new Set(distinct.map((code) => PROBLEMS[code].status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: describe(status),
        ...(PROBLEM_HEADERS[status] === undefined ? {} : { headers: PROBLEM_HEADERS[status] }),
        content: { [PROBLEM_JSON]: { schema: ProblemSchema } },
      },
    ]),
  )
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds after which the request is worth repeating', schema: { type: 'integer' } },
} as const

const PROBLEM_HEADERS: Readonly<Record<number, HeadersObject>> = {
  401: { 'WWW-Authenticate': { description: 'How to authenticate (RFC 6750)', schema: { type: 'string' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
}
