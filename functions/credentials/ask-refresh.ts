import type { RefreshedCredential } from '../../schemas/credential.ts'
import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Pause } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { RefreshStore } from '../ports/refresh-store.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/** What asking for a refresh touches. */
export interface AskRefreshDeps {
  readonly credentials: Pick<CredentialStore, 'load' | 'loadStatus'>
  readonly refreshes: Pick<RefreshStore, 'ask' | 'load'>
  readonly pause: Pause
}

const FIRST_WAIT_MILLISECONDS = 50
const LAST_WAIT_MILLISECONDS = 500
const WHOLE_WAIT_MILLISECONDS = 8000

/** The badge as it is now, and whether everything that was asked for is in it. */
export interface AskedRefresh {
  readonly isSettled: boolean
  readonly badge: RefreshedCredential
}

/**
 * Asks issuance to issue a badge again with what was endorsed by now, and waits a few seconds for it: this side cannot sign.
 * Asked again, or by many at once, it comes to one new version, or to none when nothing changed.
 *
 * @returns `credential_not_found` while there is no badge, `already_revoked` for a revoked one, `idempotency_key_reused`.
 */
export async function askRefresh(
  deps: AskRefreshDeps,
  { id, credentialId }: Claim,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<AskedRefresh, Refusal>> {
  const standing = await deps.credentials.loadStatus(credentialId)
  if (!standing) return err({ code: 'credential_not_found' })
  if (standing.status === 'revoked')
    return err({ code: 'already_revoked', detail: 'A revoked badge is not issued again.' })
  const asked = await deps.refreshes.ask(id, idempotency)
  if (!asked.ok) return asked
  const isSettled = await waitUntilSettled(deps, id)
  const stored = await deps.credentials.load(credentialId)
  if (!stored) throw new Error(`badge ${credentialId} is gone`)
  const { validFrom } = OpenBadgeCredentialSchema.parse(JSON.parse(stored.text))
  return ok({ isSettled, badge: { id: credentialId, version: stored.version, validFrom } })
}

/** Whoever asks later does not make this wait longer. */
async function waitUntilSettled({ refreshes, pause }: AskRefreshDeps, claimId: Claim['id']): Promise<boolean> {
  let requests = await refreshes.load(claimId)
  const wanted = requests?.requested ?? 0
  let wait = FIRST_WAIT_MILLISECONDS
  for (let waited = 0; (requests?.done ?? 0) < wanted; waited += wait) {
    if (waited >= WHOLE_WAIT_MILLISECONDS) return false
    wait = Math.min(wait * 1.5, LAST_WAIT_MILLISECONDS)
    await pause(wait)
    requests = await refreshes.load(claimId)
  }
  return true
}
