import { z } from 'zod'
import type { StreamedEvent } from '../ports/streamed-event.ts'
import { type PublishEventsDeps, publishEvents } from './publish-events.ts'

const StreamBatchSchema = z.looseObject({ Records: z.array(z.unknown()) })

/** How a record of the table's stream is read; `undefined` for records that hold no new event. */
export type ReadStreamEvent = (record: unknown) => StreamedEvent | undefined

/** Which records of a batch the stream is to deliver again. */
export interface StreamBatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/**
 * Handles a batch of stream records. Returns those to deliver again by their sequence numbers; the stream begins again
 * at the first of them, so later ones may be published twice.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const fanOutConsumer =
  (deps: PublishEventsDeps, readEvent: ReadStreamEvent) =>
  async (batch: unknown): Promise<StreamBatchAnswer> => {
    const { Records } = StreamBatchSchema.parse(batch)
    const failed = await publishEvents(
      deps,
      Records.flatMap((record) => readEvent(record) ?? []),
    )
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
