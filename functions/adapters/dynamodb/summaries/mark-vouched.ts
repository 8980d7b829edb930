import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Id } from '../../../domain/shared/ids.ts'
import { keys } from '../keys.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import type { TableDeps } from '../store-deps.ts'

/** Notes that somebody whom the panel's trust reaches vouched for a claim: who vouches for it as well uses no unit of theirs. */
export async function markVouched(deps: TableDeps, claimId: Id): Promise<void> {
  const Item = { ...keys.vouchedClaim(claimId), entity: 'vouched-claim' }
  await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
}
