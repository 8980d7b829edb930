import { Duration, Validations } from 'aws-cdk-lib'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { OperatorAlarm } from './operator-alarm.ts'

export interface DeadLetterQueueProps {
  /** What ends up here, as the start of a sentence: "Stream records that issuance could not handle". */
  readonly holds: string
  readonly alarmTopic: ITopic
}

/** Where work goes that was tried and failed: kept for 14 days, encrypted, TLS only, with an alarm on the first message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, { holds, alarmTopic }: DeadLetterQueueProps) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    const isEndOfTheLine = 'This queue is itself a dead-letter queue.'
    Validations.of(this.queue).acknowledge(
      { id: 'AwsSolutions-SQS3', reason: isEndOfTheLine },
      { id: 'Serverless-SQSRedrivePolicy', reason: isEndOfTheLine },
    )
    new OperatorAlarm(this, 'NotEmpty', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      description: `${holds} are waiting in a dead-letter queue.`,
      tolerated: 0,
      topic: alarmTopic,
    })
  }
}
