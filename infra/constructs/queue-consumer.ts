import { Duration, Validations } from 'aws-cdk-lib'
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface QueueConsumerProps {
  readonly function: IFunction
  readonly queue: IQueue
  /** Most messages in one call; above 10 a batching window of a second or more is needed. */
  readonly batchSize: number
  /** How long messages are gathered before a call. */
  readonly batchingWindowSeconds: number
  /** Most calls at once, 2 or more. */
  readonly maxConcurrency: number
}

/** Feeds a queue to a function, at least once and in any order; the function reports each message it could not handle. */
export class QueueConsumer extends Construct {
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id)
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: props.function,
      eventSourceArn: props.queue.queueArn,
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(props.batchingWindowSeconds),
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    })
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Mappings of SQS queues take no destination: what keeps failing moves to the dead-letter queue of the queue.',
    })
  }
}
