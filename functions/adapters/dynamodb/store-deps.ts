import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Now } from '../../ports/clock.ts'
import type { RetryLimits } from './retry-conflicts.ts'

/** The table and how patiently to use it. */
export interface TableDeps {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** @default RETRY_LIMITS */
  readonly retry?: RetryLimits | undefined
}

/** A store whose writes may come with an idempotency key, which lapses. */
export interface StoreDeps extends TableDeps {
  readonly now: Now
}
