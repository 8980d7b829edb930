import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'

/** Names of the table's indexes: their roles name each one, never `index/*`. */
export const RECORD_INDEXES = ['claimsByCommunity', 'claimsByLearner'] as const

/** What a consumer needs to know of a table, be it the deployment's own or a restored one. */
export type Records = Pick<TableV2, 'tableArn' | 'tableName' | 'metric'> & Partial<Pick<TableV2, 'tableStreamArn'>>

const CLAIM_SUMMARY = ['status', 'achievementId', 'achievementVersion', 'learnerId', 'openedAt', 'community']

export interface RecordTableProps {
  /** Most read request units a second that the table, and each index, will bill; what exceeds it is throttled. */
  readonly maxReadUnitsPerSecond: number
  /** Most write request units a second that the table, and each index, will bill; what exceeds it is throttled. */
  readonly maxWriteUnitsPerSecond: number
}

/**
 * The one table: every record of every community.
 *
 * Kept when its stack is deleted, protected from deletion, restorable to any second of the last 35 days. Its name is
 * generated, so that a replacement can never collide with a retained one.
 *
 * Encrypted with the account's AWS managed key for DynamoDB: its use is logged by CloudTrail and the functions need no
 * permission on it, so that `kms:Decrypt` in a role means one thing, opening a community's signing keys. Those keys are
 * sealed before they are stored, so a customer managed key here would add cost and a second way to lose everything.
 */
export class RecordTable extends Construct {
  readonly table: TableV2

  constructor(scope: Construct, id: string, { maxReadUnitsPerSecond, maxWriteUnitsPerSecond }: RecordTableProps) {
    super(scope, id)
    const claimId = { name: 'claimId', type: AttributeType.STRING }
    const summary = { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: CLAIM_SUMMARY }
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          ...summary,
          indexName: 'claimsByCommunity',
          partitionKey: { name: 'communityClaims', type: AttributeType.STRING },
          sortKey: claimId,
        },
        {
          ...summary,
          indexName: 'claimsByLearner',
          partitionKey: { name: 'learnerClaims', type: AttributeType.STRING },
          sortKey: claimId,
        },
      ],
      billing: Billing.onDemand({
        maxReadRequestUnits: maxReadUnitsPerSecond,
        maxWriteRequestUnits: maxWriteUnitsPerSecond,
      }),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAtEpochSeconds',
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }
}
