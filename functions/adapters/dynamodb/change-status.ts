import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import { type CredentialStatus, decideStatusChange, type StatusChange } from '../../domain/status/credential-status.ts'
import type { ToChangeStatus } from '../../ports/credential-store.ts'
import type { IdempotencyKey, Written } from '../../ports/written.ts'
import { standingAfterStatus } from './challenge-standing-items.ts'
import { changeUniqueness, putEvent } from './claim-items.ts'
import { toDueItem } from './due-items.ts'
import { writeOnce } from './idempotency.ts'
import { changeHoldings } from './issue.ts'
import { keys } from './keys.ts'
import { toHolding } from './member-items.ts'
import { loadItem } from './reads.ts'
import { CredentialStatusSchema, StatusChangeItemSchema, toStatusChangeItem } from './status-items.ts'
import type { StoreDeps } from './store-deps.ts'
import type { FailedConditions, TransactItem } from './transact.ts'
import { put, remove } from './writes.ts'

const StandingSchema = z.object({
  claimId: z.string(),
  status: CredentialStatusSchema,
  statusVersion: z.int().min(1),
  statusBy: z.literal('rule').optional(),
})

/** The version that a badge most likely has before it gets a status; another is learnt from the failed condition. */
const LIKELY_VERSION = { suspended: 1, revoked: 1, valid: 2 } as const satisfies Record<CredentialStatus, number>

/**
 * Changes a badge's status, keeps the change, sets or clears its entry, and does with the holding and the uniqueness item
 * what the new status asks for, as one. Two badges in one list write different items and do not wait for each other. A
 * suspended badge keeps the place that stands in the way of another claim.
 *
 * @throws TypeError when the claim has no entry in a status list: it was never issued.
 */
export async function changeStatus(
  deps: StoreDeps,
  id: Id,
  change: ToChangeStatus,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<StatusChange, Refusal>> {
  if (!change.claim.statusEntry) throw new TypeError(`claim ${change.claim.id} has no status entry`)
  let from: number = change.onlyFrom ?? LIKELY_VERSION[change.status]
  for (;;) {
    const written = await writeFrom(deps, id, from, change, idempotency)
    if (!written.ok) return written
    switch (written.value.kind) {
      case 'moved':
        if (change.onlyFrom !== undefined) return err(STALE)
        from = written.value.statusVersion
        continue
      case 'written':
        return ok(toKept(change, from + 1))
      case 'replayed':
        return loadChange(deps, id, Number(written.value.id))
    }
  }
}

const STALE: Refusal = { code: 'stale', detail: 'The status changed meanwhile; read it again.' }

type Moved = { readonly kind: 'moved'; readonly statusVersion: number }

function writeFrom(
  deps: StoreDeps,
  id: Id,
  from: number,
  change: ToChangeStatus,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Written | Moved, Refusal>> {
  const { claim, status, entry, event, due } = change
  const { learnerId, achievementId } = claim
  const bit = { ...keys.listBit(entry.list, entry.index), entity: 'status-bit', index: entry.index }
  return writeOnce<Label, Moved>(deps, {
    id: String(from + 1),
    idempotency,
    items: {
      badge: updateHead(id, from, change),
      change: toStatusChangeItem(id, toKept(change, from + 1)),
      bit: status === 'valid' ? remove(bit) : put(bit),
      holding: changeHoldings(status === 'valid' ? 'ADD' : 'DELETE', learnerId, toHolding(achievementId, id)),
      standing: standingAfterStatus(claim, status === 'valid'),
      event: putEvent(event),
      uniqueness: status === 'revoked' ? changeUniqueness(claim, { kind: 'release' }) : undefined,
      due: put(toDueItem(due, deps.now())),
    },
    dispensable: 'uniqueness',
    refuse: (failed) => refuse(failed, change),
  })
}

type Label = 'badge' | 'change' | 'bit' | 'holding' | 'standing' | 'event' | 'uniqueness' | 'due'

function refuse({ badge }: FailedConditions<Label>, change: ToChangeStatus): Result<Moved, Refusal> {
  const { claim, status, event } = change
  if (badge === undefined) throw new Error(`event ${event.id} is already stored`)
  const standing = badge.item && StandingSchema.parse(badge.item)
  if (standing?.claimId !== claim.id) return err({ code: 'credential_not_found' })
  const isTakenOver = standing.status === 'suspended' && standing.statusBy === 'rule' && change.by === undefined
  const decided = isTakenOver ? ok(undefined) : decideStatusChange(standing.status, status)
  return decided.ok ? ok({ kind: 'moved', statusVersion: standing.statusVersion }) : decided
}

const toKept = ({ status, reason, at, by, actorId }: ToChangeStatus, statusVersion: number): StatusChange => ({
  statusVersion,
  status,
  reason,
  at,
  ...(by === undefined ? {} : { by }),
  ...(actorId === undefined ? {} : { actorId }),
})

/** The change an earlier request made; reasons go when a badge is erased, and with them the answer. */
async function loadChange(deps: StoreDeps, id: Id, statusVersion: number): Promise<Result<StatusChange, Refusal>> {
  const change = await loadItem(deps, keys.statusChange(id, statusVersion), StatusChangeItemSchema)
  return change ? ok(change) : err({ code: 'credential_not_found' })
}

/** What the rule suspended, a person may suspend for good: from then on the rule leaves it alone. */
function updateHead(id: Id, from: number, { claim, status, at, reason, by }: ToChangeStatus): TransactItem {
  return {
    Update: {
      TableName: '',
      Key: keys.credential(id),
      UpdateExpression: `SET #status = :status, statusVersion = :next, statusChangedAt = :at, statusReason = :reason${by ? ', statusBy = :rule' : ' REMOVE statusBy'}`,
      ConditionExpression: `claimId = :claimId AND statusVersion = :from AND (NOT #status IN (:status, :revoked)${by ? '' : ' OR (#status <> :revoked AND statusBy = :rule)'})`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': status,
        ':revoked': 'revoked',
        ':from': from,
        ':next': from + 1,
        ':at': at,
        ':reason': reason,
        ':claimId': claim.id,
        ':rule': 'rule',
      },
    },
  }
}
