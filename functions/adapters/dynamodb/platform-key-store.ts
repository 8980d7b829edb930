import { z } from 'zod'
import { err } from '../../domain/shared/result.ts'
import type { PlatformKey, PlatformKeyStore } from '../../ports/platform-key-store.ts'
import { findRepeat, writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadRange } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { KeptEd25519KeySchema, stored } from './stored-fields.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const PlatformKeySchema = z
  .object({
    use: z.literal('data-integrity'),
    number: z.int().min(1),
    id: z.string(),
    createdAt: stored.instant,
    retiredAt: stored.instant.optional(),
    compromisedAt: stored.instant.optional(),
    key: KeptEd25519KeySchema,
    version: stored.version,
  })
  .transform((key): PlatformKey => key)

/**
 * The service's own keys in DynamoDB, an item each. The number in an item's key lets one of several come next.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoPlatformKeyStore = (deps: StoreDeps): PlatformKeyStore => ({
  load: () => loadRange(deps, ranges.platformKeys(), PlatformKeySchema),
  change: (id, { added, changed }, idempotency) =>
    writeOnce(deps, {
      id,
      idempotency,
      items: {
        added: added && put(toItem(added), IF_NEW),
        changed: changed && put(toItem(changed.to), ifVersion(changed.from.version)),
      },
      refuse: () => err({ code: 'stale', detail: 'The keys changed meanwhile; read them again.' }),
    }),
  findRepeat: (idempotency) => findRepeat(deps, idempotency),
})

const toItem = (key: PlatformKey): Item => ({ ...keys.platformKey(key.number), entity: 'platform-key', ...key })
