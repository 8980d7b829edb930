import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import { keys, ranges } from './keys.ts'
import { loadAttributes, loadItem } from './reads.ts'
import { removeRange } from './remove-range.ts'
import { CredentialStatusSchema } from './status-items.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { put, remove } from './writes.ts'

const ErasedSchema = z.object({ erasedAt: stored.instant }).transform(({ erasedAt }) => erasedAt)

/**
 * Deletes a revoked badge: first its item, with what it is told by from then on, then what else there is of it.
 *
 * @throws Error when the badge is not revoked.
 */
export async function eraseCredential(deps: StoreDeps, id: Id, capability: string): Promise<void> {
  const head = await loadAttributes(
    deps,
    keys.credential(id),
    ['entity', 'status'],
    z.object({ status: CredentialStatusSchema }),
  )
  if (head) {
    const failed = await transact(deps, {
      badge: remove(keys.credential(id), {
        ConditionExpression: '#status = :revoked',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':revoked': 'revoked' },
      }),
      tombstone: put({ ...keys.erasedCredential(id), entity: 'erased-credential', erasedAt: deps.now() }),
      refresh: remove(keys.refreshPointer(capability)),
    })
    // Gone by now: somebody else erases it as well.
    if (failed?.badge?.item) throw new Error(`badge ${id} is to be erased and not revoked`)
  }
  await removeRange(deps, ranges.allCredentialChunks(id))
  await removeRange(deps, ranges.earlierCredentials(id))
  await removeRange(deps, ranges.statusChanges(id))
}

/** Since when a badge is erased. */
export const loadErasedAt = (deps: StoreDeps, id: Id): Promise<Instant | undefined> =>
  loadItem(deps, keys.erasedCredential(id), ErasedSchema)
