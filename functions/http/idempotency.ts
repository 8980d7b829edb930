import type { Context } from 'hono'
import type { Caller } from '../domain/community/caller.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import type { AppEnv } from './app-env.ts'
import { actingMemberOf } from './permissions.ts'

/** The header a client names its request with. */
export const IDEMPOTENCY_HEADER = 'idempotency-key'

const VISIBLE = /^[\x21-\x7e]{1,255}$/

/**
 * The `Idempotency-Key` of a request, bound to its caller and to method, path, acting member and body.
 *
 * @returns `undefined` when none was sent; `invalid_request` when it is not 1 to 255 visible ASCII characters.
 */
export async function idempotencyKeyOf(
  c: Context<AppEnv>,
  caller: Caller,
): Promise<Result<IdempotencyKey | undefined, Refusal>> {
  const key = c.req.header(IDEMPOTENCY_HEADER)
  if (key === undefined) return ok(undefined)
  if (!VISIBLE.test(key))
    return err({ code: 'invalid_request', detail: 'The Idempotency-Key must be 1 to 255 visible ASCII characters.' })
  const request = [c.req.method, c.req.path, actingMemberOf(caller)?.id ?? '', await c.req.text()]
  return ok({
    caller: nameOf(caller),
    key,
    digest: c.get('edge').digests.sha256Base64Url(JSON.stringify(request)),
  })
}

function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'administrator':
      return 'administrator'
    case 'api-key':
      return `key-${caller.keyId}`
    case 'member':
      return `member-${caller.member.id}`
  }
}
