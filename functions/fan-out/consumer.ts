import { z } from 'zod'
import type { StreamedEvent } from '../ports/streamed-event.ts'
import { type CountBadgesDeps, countBadges } from './count-badges.ts'
import { type KeepSummariesDeps, keepSummaries } from './keep-summaries.ts'
import { type NoteOutcomesDeps, noteOutcomes } from './note-outcomes.ts'
import { type PublishEventsDeps, publishEvents } from './publish-events.ts'
import { type WakeReviewRequestsDeps, wakeReviewRequests } from './wake-review-requests.ts'

const StreamBatchSchema = z.looseObject({ Records: z.array(z.unknown()) })

/** How a record of the table's stream is read; `undefined` for records that hold no new event. */
export type ReadStreamEvent = (record: unknown) => StreamedEvent | undefined

/** Which records of a batch the stream is to deliver again. */
export interface StreamBatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/**
 * Handles a batch of stream records: publishes their events, then counts the badges they issued and takes them into the
 * summaries, so that no event of the batch waits for a number. Returns those to deliver again by their sequence numbers; the stream begins again at the first of
 * them, so later ones may be published twice, and are counted once.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const fanOutConsumer =
  (
    deps: PublishEventsDeps & CountBadgesDeps & WakeReviewRequestsDeps & KeepSummariesDeps & NoteOutcomesDeps,
    readEvent: ReadStreamEvent,
  ) =>
  async (batch: unknown): Promise<StreamBatchAnswer> => {
    const { Records } = StreamBatchSchema.parse(batch)
    const records = Records.flatMap((record) => readEvent(record) ?? [])
    const unpublished = await publishEvents(deps, records)
    const uncounted = await countBadges(deps, records)
    const asleep = await wakeReviewRequests(deps, records)
    const unsummarised = await keepSummaries(deps, records)
    const unnoted = await noteOutcomes(deps, records)
    const failed = new Set([...unpublished, ...uncounted, ...asleep, ...unsummarised, ...unnoted])
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
  }
