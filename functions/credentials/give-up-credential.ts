import type { Caller } from '../domain/community/caller.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, type Result } from '../domain/shared/result.ts'
import { actingMemberOf } from '../http/permissions.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import type { ChangeCredentialStatusDeps } from './change-credential-status.ts'
import { type Revoked, revokeCredential } from './revoke-credential.ts'

/** Revokes a badge because its holder does not want it; to anybody else it is none of theirs. */
export const giveUpCredential = async (
  deps: ChangeCredentialStatusDeps,
  {
    claim,
    caller,
    idempotency,
  }: { readonly claim: Claim; readonly caller: Caller; readonly idempotency: IdempotencyKey | undefined },
): Promise<Result<Revoked, Refusal>> =>
  actingMemberOf(caller)?.id === claim.learnerId
    ? revokeCredential(deps, { claim, caller, idempotency, reason: 'Given up by its holder.' })
    : err({ code: 'credential_not_found' })
