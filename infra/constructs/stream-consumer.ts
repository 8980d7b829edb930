import { Duration } from 'aws-cdk-lib'
import { EventSourceMapping, FilterCriteria, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import { OperatorAlarm } from './operator-alarm.ts'
import type { Records } from './record-table.ts'

export interface StreamConsumerProps {
  /** Name of the consuming Lambda, for alarms. */
  readonly consumer: string
  readonly function: IFunction
  readonly table: Records
  readonly alarmTopic: ITopic
  /** Kinds of change that reach the function; others are passed over without a call. */
  readonly changes: readonly ('INSERT' | 'MODIFY')[]
  /** Kinds of item, as their attribute `entity` says, whose changes reach the function. */
  readonly entities: readonly string[]
  /** Most records in one call. */
  readonly batchSize: number
  /**
   * How long records are gathered before a call.
   *
   * @default 0
   */
  readonly batchingWindowSeconds?: number
  /**
   * Batches of one shard worked on at once, 1 to 10. Records of one partition key stay in order at any value.
   *
   * @default 1
   */
  readonly parallelBatchesPerShard?: number
  /**
   * Age at which the oldest record not yet handled is worth an alarm.
   *
   * @default 60
   */
  readonly toleratedLagSeconds?: number
}

/**
 * Feeds a table's stream to a function, in order and at least once.
 *
 * The function reports each record it could not handle; a batch that fails as a whole is halved until the culprit stands
 * alone. After 30 further attempts, or 6 hours, the culprit's place in the stream goes to a dead-letter queue and the
 * shard moves on. That leaves 18 hours to read the record itself, which streams keep for 24. Begins with the oldest
 * record held, so a replaced mapping repeats some records and misses none.
 */
export class StreamConsumer extends Construct {
  readonly failures: Queue

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id)
    const { consumer, table, alarmTopic } = props
    if (table.tableStreamArn === undefined) throw new TypeError('a stream consumer needs a table with a stream')
    const holds = `Stream records that ${consumer} could not handle`
    this.failures = new DeadLetterQueue(this, 'Failures', { holds, alarmTopic }).queue
    new EventSourceMapping(this, 'Mapping', {
      target: props.function,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(props.batchingWindowSeconds ?? 0),
      parallelizationFactor: props.parallelBatchesPerShard ?? 1,
      retryAttempts: 30,
      maxRecordAge: Duration.hours(6),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.failures),
      filters: [
        FilterCriteria.filter({
          eventName: [...props.changes],
          dynamodb: { NewImage: { entity: { S: [...props.entities] } } },
        }),
      ],
    })
    const toleratedLagSeconds = props.toleratedLagSeconds ?? 60
    new OperatorAlarm(this, 'Late', {
      metric: props.function.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      description: `${consumer} is more than ${toleratedLagSeconds} seconds behind the table's stream.`,
      tolerated: toleratedLagSeconds * 1000,
      periods: 3,
      topic: alarmTopic,
    })
  }
}
