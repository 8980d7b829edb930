import { Duration } from 'aws-cdk-lib'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import { OperatorAlarm } from './operator-alarm.ts'

export interface WorkQueueProps {
  /** What the queue carries, in the plural: "revocations to publish". */
  readonly carries: string
  /** How long a consumer may hold a message; at least six times its function's timeout. */
  readonly visibilitySeconds: number
  /** How long a message may wait before operators are told. */
  readonly toleratedAgeSeconds: number
  readonly alarmTopic: ITopic
  /**
   * Deliveries before a message moves to the dead-letter queue.
   *
   * @default 10
   */
  readonly maxDeliveries?: number
}

/** A queue that loses nothing: encrypted, TLS only, with a dead-letter queue and alarms on both. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id)
    const { carries, visibilitySeconds, toleratedAgeSeconds, alarmTopic, maxDeliveries = 10 } = props
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { holds: `Failed ${carries}`, alarmTopic }).queue
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxDeliveries },
    })
    new OperatorAlarm(this, 'Late', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      description: `The oldest of the ${carries} has waited more than ${toleratedAgeSeconds} seconds.`,
      tolerated: toleratedAgeSeconds,
      periods: 3,
      topic: alarmTopic,
    })
  }
}
