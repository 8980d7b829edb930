import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import {
  type ChangeCredentialStatusDeps,
  changeCredentialStatus,
  type StatusRequest,
} from './change-credential-status.ts'

export interface Revoked {
  readonly id: Id
  readonly status: 'revoked'
  readonly revokedAt: Instant
  readonly reason: string
}

/**
 * Revokes the badge of a claim for good, suspended or not. A suspended badge stays in the suspension list as well.
 *
 * @returns `credential_not_found` while there is no badge yet, `already_revoked` the second time.
 */
export async function revokeCredential(
  deps: ChangeCredentialStatusDeps,
  request: StatusRequest,
): Promise<Result<Revoked, Refusal>> {
  const revoked = await changeCredentialStatus(deps, request, 'revoked', ({ statusEntry }) => statusEntry)
  if (!revoked.ok) return revoked
  const { at, reason } = revoked.value
  return ok({ id: request.claim.credentialId, status: 'revoked', revokedAt: at, reason })
}
