import type { Caller } from '../domain/community/caller.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface RevokeCredentialDeps {
  readonly credentials: Pick<CredentialStore, 'revoke' | 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** By then the published list shows every revocation; the clock looks whether it does. */
const PUBLISHED_WITHIN_MILLISECONDS = 60_000

export interface Revoked {
  readonly id: Id
  readonly status: 'revoked'
  readonly revokedAt: Instant
  readonly reason: string
}

/**
 * Revokes the badge of a claim for good. The bit in its status list is set with it; whoever publishes the list learns of
 * it from the event, and the clock looks after it.
 *
 * @returns `credential_not_found` while there is no badge yet, `already_revoked` the second time.
 */
export async function revokeCredential(
  { credentials, random, now }: RevokeCredentialDeps,
  claim: Claim,
  caller: Caller,
  reason: string,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Revoked, Refusal>> {
  if (claim.status !== 'issued' || claim.statusEntry === undefined) return err({ code: 'credential_not_found' })
  const at = now()
  const actorId = memberBehind(caller)
  const revocation = {
    claim,
    at,
    reason,
    event: {
      id: random.id(),
      type: 'credential.revoked' as const,
      at,
      community: claim.community,
      claimId: claim.id,
      ...(actorId === undefined ? {} : { actorId }),
      data: { credentialId: claim.credentialId, list: claim.statusEntry.list, index: claim.statusEntry.index },
    },
    due: {
      at: addMilliseconds(at, PUBLISHED_WITHIN_MILLISECONDS),
      kind: 'revocation' as const,
      claimId: claim.id,
      attempt: 0,
    },
  }
  const revoked = await credentials.revoke(claim.credentialId, revocation, idempotency)
  if (!revoked.ok) return revoked
  const earlier = revoked.value.kind === 'replayed' ? await credentials.load(claim.credentialId) : undefined
  return ok({ id: claim.credentialId, status: 'revoked', revokedAt: earlier?.revokedAt ?? at, reason })
}

const memberBehind = (caller: Caller): Id | undefined =>
  caller.kind === 'member' ? caller.member.id : caller.kind === 'api-key' ? caller.actingFor?.id : undefined
