import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, type Result } from '../../domain/shared/result.ts'
import type { Revocation } from '../../ports/credential-store.ts'
import type { IdempotencyKey, Written } from '../../ports/written.ts'
import { changeUniqueness, putEvent } from './claim-items.ts'
import { toDueItem } from './due-items.ts'
import { writeOnce } from './idempotency.ts'
import { changeHoldings } from './issue.ts'
import { keys } from './keys.ts'
import { toHolding } from './member-items.ts'
import type { StoreDeps } from './store-deps.ts'
import type { TransactItem } from './transact.ts'
import { put } from './writes.ts'

/**
 * Marks a badge revoked, sets its bit, ends the holding and frees the achievement, as one. Revocations of two badges in
 * one list write different items and do not wait for each other.
 *
 * @throws TypeError when the claim has no entry in a status list: it was never issued.
 */
export async function revoke(
  deps: StoreDeps,
  id: Id,
  { claim, at, reason, event, due }: Revocation,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Written, Refusal>> {
  const { statusEntry, learnerId, achievementId } = claim
  if (!statusEntry) throw new TypeError(`claim ${claim.id} has no status entry to set`)
  const { list, index } = statusEntry
  return writeOnce(deps, {
    id,
    idempotency,
    items: {
      badge: markRevoked(id, claim.id, at, reason),
      bit: put({ ...keys.listBit(list, index), entity: 'status-bit', listId: list, index, credentialId: id, at }),
      holding: changeHoldings('DELETE', learnerId, toHolding(achievementId, id)),
      event: putEvent(event),
      uniqueness: changeUniqueness(claim, { kind: 'release' }),
      due: put(toDueItem(due, deps.now())),
    },
    dispensable: 'uniqueness',
    refuse: (failed) => {
      if (failed.badge === undefined) throw new Error(`event ${event.id} is already stored`)
      return failed.badge.item?.['claimId'] === claim.id
        ? err({ code: 'already_revoked', detail: 'The badge is already revoked.' })
        : err({ code: 'credential_not_found' })
    },
  })
}

const markRevoked = (id: Id, claimId: Id, at: string, reason: string): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.credential(id),
    UpdateExpression:
      'SET #status = :revoked, statusVersion = statusVersion + :one, revokedAt = :at, revocationReason = :reason',
    ConditionExpression: 'claimId = :claimId AND #status <> :revoked',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':revoked': 'revoked', ':one': 1, ':at': at, ':reason': reason, ':claimId': claimId },
  },
})
