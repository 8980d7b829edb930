import { Duration } from 'aws-cdk-lib'
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'

export interface EventDeliveryProps {
  readonly bus: EventBus
  /** Kinds of domain event to deliver, such as `credential.revoked`. */
  readonly detailTypes: readonly string[]
  readonly queue: IQueue
  readonly alarmTopic: ITopic
}

/** Carries domain events of the named kinds from the bus to a queue, trying for a day before it gives up on one. */
export class EventDelivery extends Construct {
  readonly rule: Rule

  constructor(scope: Construct, id: string, { bus, detailTypes, queue, alarmTopic }: EventDeliveryProps) {
    super(scope, id)
    const holds = `Events (${detailTypes.join(', ')}) that could not be delivered`
    const undelivered = new DeadLetterQueue(this, 'Undelivered', { holds, alarmTopic }).queue
    this.rule = new Rule(this, 'Rule', {
      eventBus: bus,
      description: `To a queue: ${detailTypes.join(', ')}`,
      eventPattern: { detailType: [...detailTypes] },
      targets: [
        new SqsQueue(queue, { deadLetterQueue: undelivered, maxEventAge: Duration.days(1), retryAttempts: 185 }),
      ],
    })
  }
}
