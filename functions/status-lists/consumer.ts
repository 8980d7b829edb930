import { z } from 'zod'
import { type DeliveredEvent, publishForEvents } from './publish-for-events.ts'
import type { PublishStatusListDeps } from './publish-status-list.ts'

const QueueBatchSchema = z.looseObject({
  Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })),
})

/** Which messages of a batch the queue is to deliver again. */
export interface QueueBatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/**
 * Handles a batch of queue messages that each hold one event from the bus. Returns those to deliver again; the queue
 * moves what keeps failing to its dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const statusListConsumer =
  (deps: PublishStatusListDeps) =>
  async (batch: unknown): Promise<QueueBatchAnswer> => {
    const { Records } = QueueBatchSchema.parse(batch)
    const failed = await publishForEvents(
      deps,
      Records.map(({ messageId, body }) => toDelivered(messageId, body)),
    )
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }

const BusEventSchema = z.looseObject({ detail: z.unknown() })

/** A body that is not JSON stays undefined and is refused with the other unreadable events. */
function toDelivered(deliveryId: string, body: string): DeliveredEvent {
  try {
    return { deliveryId, event: BusEventSchema.safeParse(JSON.parse(body)).data?.detail }
  } catch {
    return { deliveryId, event: undefined }
  }
}
