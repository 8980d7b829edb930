import type { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { RECORD_INDEXES, type Records } from '../constructs/record-table.ts'

/** Whose key is sealed stands in KMS's encryption context under this name; no call without it is allowed. */
const OWNER_IS_NAMED = { Null: { 'kms:EncryptionContext:peerbadge:owner': 'false' } }

type RecordAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem'

/**
 * These actions on the table, and no others; a transaction needs no action of its own, but that of each write in it. A
 * test holds them against what each function sends.
 */
export const useRecords = (table: Records, actions: readonly RecordAction[]): PolicyStatement[] => [
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] }),
]

/** Querying the table's two indexes. */
export const listClaims = (table: Records): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: RECORD_INDEXES.map((index) => `${table.tableArn}/index/${index}`),
  }),
]

/**
 * What Lambda itself needs, in the function's role, to read the table's stream.
 *
 * @throws TypeError  when the table has no stream.
 */
export const readStream = ({ tableStreamArn }: Records): PolicyStatement[] => {
  if (tableStreamArn === undefined) throw new TypeError('the table has no stream')
  return [
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [tableStreamArn],
    }),
    // Covered by the acknowledgement on every function's role: the action knows no resource.
    new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  ]
}

/** Sealing a signing key for a named owner. */
export const sealKeys = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({ actions: ['kms:Encrypt'], resources: [key.keyArn], conditions: OWNER_IS_NAMED }),
]

/** Opening a sealed signing key of a named owner. */
export const openKeys = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions: OWNER_IS_NAMED }),
]

/** Putting domain events on the one bus. */
export const putEvents = (bus: Pick<EventBus, 'eventBusArn'>): PolicyStatement[] => [
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
]
