import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { VcStatusStore } from '../ports/vc-status-store.ts'
import type { StatusListPublisher } from './credential-status.ts'

export interface ChangeVcStatusDeps {
  readonly vcStatuses: Pick<VcStatusStore, 'load' | 'isSet' | 'set'>
  readonly lists: Pick<StatusListPublisher, 'publish'>
}

/**
 * Revokes a credential that was issued with a status, and publishes the list before it answers; or finds that it is not
 * revoked. A revocation is for good. Safe to repeat, also after it broke off.
 *
 * @returns `credential_not_found` unless this community issued such a credential; `already_revoked` when it shall be valid
 *   and is not.
 * @see https://w3c-ccg.github.io/vc-api/#update-status
 */
export async function changeVcStatus(
  { vcStatuses, lists }: ChangeVcStatusDeps,
  community: Slug,
  credentialId: string,
  isRevoked: boolean,
): Promise<Result<void, Refusal>> {
  const listed = await vcStatuses.load(community, credentialId)
  if (!listed)
    return err({
      code: 'credential_not_found',
      detail: 'No VC-API issuer of this community issued a credential with this id and a status.',
    })
  if (!isRevoked) {
    const detail = 'A revocation is for good (Bitstring Status List); issue the credential anew under another "id".'
    return (await vcStatuses.isSet(listed.entry)) ? err({ code: 'already_revoked', detail }) : ok(undefined)
  }
  await vcStatuses.set(listed.entry)
  await lists.publish(listed.entry.list)
  return ok(undefined)
}
