import type { Context, MiddlewareHandler } from 'hono'
import type { Caller } from '../domain/community/caller.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal, RefusalCode } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRefusal } from './answer-refusal.ts'
import type { AppEnv } from './app-env.ts'
import type { Identified } from './caller.ts'
import { accessTo, decidePermission, noMemberMay, type OperationId } from './permissions.ts'
import { MAX_BODY_BYTES, readJsonBody, refuseBody } from './read-body.ts'
import { unknownQuery } from './unknown-query.ts'

/** The codes that say of something named by a path that it does not exist for this caller. */
export type NotFoundCode = Extract<RefusalCode, `${string}_not_found`>

/** What stands before the handler of a route: who calls, whether they may, and whether the body can be read. */
export interface GateOptions {
  readonly operation: OperationId
  /** Whether the path names a community as `{slug}`, so that the caller is known before the handler runs. */
  readonly namesCommunity: boolean
  /** `none` when the route takes no body, `unread` when its method carries none or its handler reads it. */
  readonly body: 'json' | 'none' | 'unread'
  /** Whether the route takes a query; one that does checks it itself. */
  readonly query: boolean
  /** @default 256 KB */
  readonly maxBodyBytes?: number | undefined
}

/** The middleware of one route. Credentials are looked at before the body is. */
export const createGate =
  ({ operation, namesCommunity, body, query, maxBodyBytes = MAX_BODY_BYTES }: GateOptions): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const admitted = accessTo(operation) === 'anyone' ? ok(undefined) : await admit(c, operation, namesCommunity)
    if (!admitted.ok) return answerRefusal(c, admitted.error)
    const [unknown] = query ? [] : Object.keys(c.req.query())
    if (unknown !== undefined) return answerRefusal(c, { code: 'invalid_request', detail: unknownQuery(unknown) })
    if (body === 'unread') return next()
    const read = body === 'json' ? await readJsonBody(c.req, maxBodyBytes) : await refuseBody(c.req)
    return read.ok ? next() : answerRefusal(c, read.error)
  }

async function admit(
  c: Context<AppEnv>,
  operation: OperationId,
  namesCommunity: boolean,
): Promise<Result<void, Refusal>> {
  const { callers } = c.get('edge')
  if (!callers) throw new TypeError(`${operation} is not public, and this function knows no callers`)
  const identified = await callers.identify(c.req.header('authorization'), c.req.header('peerbadge-member'))
  if (!identified.ok) return identified
  c.set('identified', identified.value)
  if (namesCommunity) {
    const allowed = await authorize(c, operation, c.req.param('slug'), 'community_not_found')
    if (allowed.ok) c.set('caller', allowed.value)
    return allowed.ok ? ok(undefined) : allowed
  }
  return admitEarly(c, operation, identified.value)
}

/** Refuses what no community could change, so that the answer does not depend on what the path names. */
function admitEarly(c: Context<AppEnv>, operation: OperationId, identified: Identified): Result<void, Refusal> {
  if (identified.kind !== 'token') {
    const allowed = decidePermission(operation, identified)
    if (allowed.ok) c.set('caller', identified)
    return allowed
  }
  const access = accessTo(operation)
  if (access === 'anyone' || access.roles.length > 0) return ok(undefined)
  return err({ code: 'forbidden', detail: noMemberMay(access.administrator) })
}

/**
 * The caller of a request about a community that the path does not name (a claim's, say), found to be allowed.
 *
 * @param community  The community; `undefined` when what the path names does not exist.
 * @param notFound  What callers are told who do not belong there, and everyone when nothing exists: the two look alike.
 */
export async function authorize(
  c: Context<AppEnv>,
  operation: OperationId,
  community: Slug | undefined,
  notFound: NotFoundCode,
): Promise<Result<Caller, Refusal>> {
  const { callers } = c.get('edge')
  if (!callers) throw new TypeError(`${operation} is not public, and this function knows no callers`)
  if (community === undefined) return err({ code: notFound })
  const caller = await callers.callerFor(c.get('identified'), community)
  const allowed = caller.ok ? decidePermission(operation, caller.value, community) : caller
  if (!allowed.ok) return allowed.error.code === 'community_not_found' ? err({ code: notFound }) : allowed
  return caller
}
