import { paginateScan } from '@aws-sdk/lib-dynamodb'
import type { TestTable } from './dynamodb.ts'

/** Everything in a table, however many megabytes it is. */
export async function everyItem({
  client,
  tableName,
}: Pick<TestTable, 'client' | 'tableName'>): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = []
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
    items.push(...(page.Items ?? []))
  return items
}
