import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { ListedCredential, VcStatusStore } from '../../ports/vc-status-store.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const ListedSchema = z
  .object({
    community: stored.slug,
    credentialId: z.string(),
    issuer: z.union([stored.didKey, stored.didWeb]),
    entry: z.object({ list: z.string(), index: z.int().min(0) }),
    listedAt: stored.instant,
  })
  .transform((listed): ListedCredential => listed)

const BitSchema = z.object({ index: z.int().min(0) })

/**
 * Entries of VC-API credentials in DynamoDB: one item finds a credential's entry, another keeps the entry from being
 * given out again, as with badges.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoVcStatusStore = (deps: TableDeps): VcStatusStore => ({
  async allot(credential) {
    const { community, credentialId, entry } = credential
    const failed = await transact(deps, {
      credential: put(
        { ...keys.vcCredential(community, credentialId), entity: 'listed-credential', ...credential },
        IF_NEW,
      ),
      entry: put(
        {
          ...keys.listIndex(entry.list, entry.index),
          entity: 'status-entry',
          credentialId,
          listId: entry.list,
          index: entry.index,
        },
        IF_NEW,
      ),
    })
    if (failed === undefined) return 'allotted'
    return failed.credential === undefined ? 'taken' : 'exists'
  },
  load: (community, credentialId) => loadItem(deps, keys.vcCredential(community, credentialId), ListedSchema),
  isSet: async ({ list, index }) => (await loadItem(deps, keys.listBit(list, index), BitSchema)) !== undefined,
  async set({ list, index }) {
    const Item = { ...keys.listBit(list, index), entity: 'status-bit', index }
    await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
  },
})
