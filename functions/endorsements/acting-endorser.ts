import type { Context } from 'hono'
import { decideActingMember } from '../domain/community/acting-member.ts'
import type { CommunityCaller } from '../domain/community/caller.ts'
import { RULE_LANGUAGES, type RuleLanguage } from '../domain/endorsement/rule-language.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { AppEnv } from '../http/app-env.ts'
import { createCallerOfClaim } from '../http/caller-of-claim.ts'
import { idempotencyKeyOf } from '../http/idempotency.ts'
import { etagOf, ifMatchOf } from '../http/if-match.ts'
import { negotiateLanguage } from '../http/negotiate.ts'
import type { OperationId } from '../http/permissions.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/** Who acts, and under which idempotency key. */
export interface ActingEndorser {
  readonly caller: CommunityCaller
  readonly memberId: Id
  readonly idempotency: IdempotencyKey | undefined
  /** The one in which they are told how the claim stands. */
  readonly language: RuleLanguage
}

/** Tells who endorses a claim, or changes their endorsement: a member themself, or whoever a key acts for. */
export function createActingEndorser(claims: Pick<ClaimStore, 'load'>) {
  const callerOfClaim = createCallerOfClaim(claims)
  return async (
    c: Context<AppEnv>,
    operation: OperationId,
    claimId: Id,
    named?: Id,
  ): Promise<Result<ActingEndorser, Refusal>> => {
    const caller = await callerOfClaim(c, operation, claimId)
    if (!caller.ok) return caller
    const acting = decideActingMember(caller.value, named, 'acting_member_missing')
    if (!acting.ok) return acting
    const idempotency = await idempotencyKeyOf(c, caller.value)
    if (!idempotency.ok) return idempotency
    const language = negotiateLanguage(c.req.header('accept-language'), RULE_LANGUAGES)
    return ok({ caller: caller.value, memberId: acting.value, idempotency: idempotency.value, language })
  }
}

/** What every change of one's own endorsement starts from. */
export const toOwnChange = ({ caller, memberId, idempotency, language }: ActingEndorser, c: Context<AppEnv>) => ({
  community: caller.community,
  actorId: memberId,
  ifMatch: ifMatchOf(c),
  idempotency,
  language,
})

/** Names the version of an endorsement that is answered with, and the language of its decision. */
export function nameVersion(c: Context<AppEnv>, version: number, { language }: ActingEndorser): void {
  c.header('ETag', etagOf(version))
  c.header('Content-Language', language)
  c.header('Vary', 'Accept-Language', { append: true })
}
