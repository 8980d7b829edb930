import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { MemberKeyStore } from '../../ports/community-store.ts'
import { keys } from './keys.ts'
import { loadItem, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { KeptMultikeySchema } from './stored-fields.ts'
import { writeUnless } from './transact.ts'
import { IF_NEW } from './writes.ts'

const MemberKeySchema = z.object({ key: KeptMultikeySchema }).transform(({ key }) => key)

/**
 * Members' kept keys in DynamoDB; the first one kept stays.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoMemberKeyStore = (deps: TableDeps): MemberKeyStore => ({
  load: (memberId) => loadItem(deps, keys.memberKey(memberId), MemberKeySchema),
  async keep(memberId, key) {
    const first = new PutCommand({
      TableName: deps.tableName,
      Item: { ...keys.memberKey(memberId), entity: 'member-key', memberId, key },
      ...IF_NEW,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const failed = await writeUnless(deps, () => deps.client.send(first))
    return failed?.item === undefined ? key : parseItem(MemberKeySchema, failed.item)
  },
})
