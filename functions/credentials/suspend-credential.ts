import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import {
  type ChangeCredentialStatusDeps,
  changeCredentialStatus,
  type StatusRequest,
} from './change-credential-status.ts'
import { type FindSuspensionEntryDeps, findSuspensionEntry } from './find-suspension-entry.ts'

/** What suspending and reinstating a badge touches. */
export type SuspendCredentialDeps = ChangeCredentialStatusDeps & FindSuspensionEntryDeps

/** A badge after it was suspended or reinstated. */
export interface Suspended<Status extends 'suspended' | 'valid'> {
  readonly id: Id
  readonly status: Status
  readonly changedAt: Instant
  readonly reason: string
}

/**
 * Suspends the badge of a claim until it is reinstated or revoked.
 *
 * @returns `credential_not_found` while there is no badge yet, `already_suspended` the second time, `already_revoked`.
 */
export const suspendCredential = (deps: SuspendCredentialDeps, request: StatusRequest) =>
  change(deps, request, 'suspended')

/**
 * Makes a suspended badge valid again.
 *
 * @returns `credential_not_found` while there is no badge yet, `not_suspended`, or `already_revoked`.
 */
export const reinstateCredential = (deps: SuspendCredentialDeps, request: StatusRequest) =>
  change(deps, request, 'valid')

async function change<Status extends 'suspended' | 'valid'>(
  deps: SuspendCredentialDeps,
  request: StatusRequest,
  status: Status,
): Promise<Result<Suspended<Status>, Refusal>> {
  const changed = await changeCredentialStatus(deps, request, status, ({ statusEntry }) =>
    findSuspensionEntry(deps, statusEntry),
  )
  if (!changed.ok) return changed
  const { at, reason } = changed.value
  return ok({ id: request.claim.credentialId, status, changedAt: at, reason })
}
