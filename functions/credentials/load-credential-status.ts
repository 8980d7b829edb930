import type { CredentialStatusView } from '../../schemas/credential.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { CredentialStore } from '../ports/credential-store.ts'

/** What reading a badge's status touches. */
export interface LoadCredentialStatusDeps {
  readonly credentials: Pick<CredentialStore, 'loadStatus'>
}

/**
 * How a badge stands and how it came to, for those who may change it.
 *
 * @returns `credential_not_found` while there is no badge yet.
 */
export async function loadCredentialStatus(
  { credentials }: LoadCredentialStatusDeps,
  { credentialId }: Claim,
): Promise<Result<CredentialStatusView, Refusal>> {
  const record = await credentials.loadStatus(credentialId)
  if (!record) return err({ code: 'credential_not_found' })
  const { status, statusVersion, history } = record
  return ok({
    id: credentialId,
    status,
    statusVersion,
    history: history.map(({ status, reason, at }) => ({ status, reason, at })),
  })
}
