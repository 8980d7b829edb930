import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { SignedStatusList, StatusList, StatusListStore } from '../../ports/status-list-store.ts'
import { compress, decompress } from './chunks.ts'
import { putClaim } from './claim-items.ts'
import { keys, ranges } from './keys.ts'
import { PointedIdSchema, toPointer } from './pointers.ts'
import { loadItem, loadRange, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact, writeUnless } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const ListSchema = z
  .object({
    listId: z.string(),
    community: stored.slug,
    purpose: z.enum(['revocation', 'suspension']),
    size: z.int().min(1),
    createdAt: stored.instant,
    suspensionListId: z.string().optional(),
  })
  .transform(({ listId, ...rest }): StatusList => ({ id: listId, ...rest }))

const SignedSchema = z
  .object({
    listId: z.string(),
    version: stored.version,
    bytes: stored.bytes,
    setCount: z.int().min(0),
    signedAt: stored.instant,
  })
  .transform(({ bytes, ...rest }): SignedStatusList => ({ ...rest, text: decompress(bytes) }))

const BitSchema = z.object({ index: z.int().min(0) })

/**
 * Status lists in DynamoDB: an item for each entry given out and for each bit set, so that neither ever waits for
 * another, and one item for the newest signed version.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoStatusListStore = (deps: TableDeps): StatusListStore => ({
  // The pointer holds a copy of the list: a list never changes.
  current: (community) => loadItem(deps, keys.currentList(community), ListSchema),
  load: (id) => loadItem(deps, keys.list(id), ListSchema),
  listIds: (community) => loadRange(deps, ranges.communityLists(community), PointedIdSchema),
  async start(revocation, suspension, replaces) {
    const { list } = revocation
    const failed = await transact(deps, {
      lists: [revocation, suspension].map((started) => put(toListItem(started.list), IF_NEW)),
      signed: [revocation, suspension].map(({ signed }) => put(toSignedItem(signed), IF_NEW)),
      pointers: [revocation, suspension].map((started) => put(toListPointer(started.list))),
      current: put(
        { ...toListItem(list), ...keys.currentList(list.community), entity: 'current-status-list' },
        replaces === undefined
          ? IF_NEW
          : { ConditionExpression: 'listId = :replaces', ExpressionAttributeValues: { ':replaces': replaces } },
      ),
    })
    if (failed !== undefined && failed.current === undefined) throw new Error(`status list ${list.id} already exists`)
    return failed === undefined
  },
  async addSuspensionList(revocationListId, suspension) {
    const failed = await transact(deps, {
      suspension: put(toListItem(suspension), IF_NEW),
      pointer: put(toListPointer(suspension)),
      revocation: {
        Update: {
          TableName: '',
          Key: keys.list(revocationListId),
          UpdateExpression: 'SET suspensionListId = :id',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(suspensionListId)',
          ExpressionAttributeValues: { ':id': suspension.id },
        },
      },
    })
    if (failed === undefined) return suspension.id
    const { suspensionListId } = parseItem(ListSchema, failed.revocation?.item ?? {})
    if (suspensionListId === undefined) throw new Error(`status list ${suspension.id} already exists`)
    return suspensionListId
  },
  async allot(claim, statusEntry) {
    const { list, index } = statusEntry
    const allotted: Claim = { ...claim, statusEntry, version: claim.version + 1 }
    const failed = await transact(deps, {
      entry: put(
        { ...keys.listIndex(list, index), entity: 'status-entry', claimId: claim.id, listId: list, index },
        IF_NEW,
      ),
      claim: putClaim(claim, allotted),
    })
    if (failed === undefined) return { kind: 'allotted', claim: allotted }
    return { kind: failed.claim === undefined ? 'taken' : 'stale' }
  },
  loadSetIndexes: async (id) =>
    (await loadRange(deps, ranges.setBits(id), BitSchema, 'index')).map(({ index }) => index),
  isSet: async ({ list, index }) => (await loadItem(deps, keys.listBit(list, index), BitSchema)) !== undefined,
  loadSigned: (id) => loadItem(deps, keys.signedList(id), SignedSchema),
  async publish(signed) {
    const next = new PutCommand({
      TableName: deps.tableName,
      Item: toSignedItem(signed),
      ...(signed.version === 1 ? IF_NEW : ifVersion(signed.version - 1)),
    })
    return (await writeUnless(deps, () => deps.client.send(next))) === undefined
  },
})

const toListItem = ({ id, ...rest }: StatusList): Item => ({
  ...keys.list(id),
  entity: 'status-list',
  listId: id,
  ...rest,
})

const toListPointer = ({ id, community }: StatusList): Item =>
  toPointer(keys.communityList(community, id), 'community-status-list', id)

const toSignedItem = ({ text, ...rest }: SignedStatusList): Item => ({
  ...keys.signedList(rest.listId),
  entity: 'signed-status-list',
  ...rest,
  bytes: compress(text),
})
