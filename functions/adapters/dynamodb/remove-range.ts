import { DeleteCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Key, KeyRange } from './keys.ts'
import { rangeQuery } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'

const KeySchema = z.object({ pk: z.string(), sk: z.string() })

/** Deletes the items of a range, or those of them that `isGone` names, one by one; safe to repeat. */
export async function removeRange(
  { client, tableName, retry }: TableDeps,
  range: KeyRange,
  isGone: (key: Key) => boolean = () => true,
): Promise<void> {
  const query = { TableName: tableName, ...rangeQuery(range), ProjectionExpression: 'pk, sk' }
  const found: Key[] = []
  await retryConflicts(async () => {
    found.length = 0
    for await (const page of paginateQuery({ client }, query))
      found.push(...(page.Items ?? []).map((item) => KeySchema.parse(item)))
  }, retry)
  for (const Key of found.filter(isGone))
    await retryConflicts(() => client.send(new DeleteCommand({ TableName: tableName, Key: { ...Key } })), retry)
}
