import { z } from 'zod'
import type { CommunityEventType } from '../../domain/community/community-event.ts'
import type { ClaimEventType } from '../../domain/endorsement/claim-event.ts'
import type { DomainEvent } from '../../domain/shared/domain-event.ts'
import type { StreamedEvent } from '../../ports/streamed-event.ts'
import { stored } from './stored-fields.ts'
import { sequenceNumberOf } from './to-wake.ts'

export const CLAIM_EVENT_TYPES = [
  'claim.opened',
  'claim.evidence-added',
  'claim.withdrawn',
  'claim.erased',
  'claim.expired',
  'claim.revision-asked',
  'claim.met',
  'claim.reopened',
  'claim.issued',
  'claim.contested',
  'claim.objection-joined',
  'claim.panel-drawn',
  'claim.panel-voted',
  'claim.panel-declined',
  'claim.dispute-settled',
  'claim.objection-dismissed',
  'claim.refused',
  'claim.appealed',
  'claim.appeal-upheld',
  'claim.appeal-dismissed',
  'claim.support-lost',
  'claim.support-settled',
  'claim.support-regained',
  'endorsement.given',
  'endorsement.revised',
  'endorsement.withdrawn',
  'endorsement.undone',
  'endorsement.erased',
  'ring.found',
  'credential.refreshed',
  'credential.revoked',
  'credential.suspended',
  'credential.reinstated',
  'review.asked',
  'review.offered',
  'review.taken',
  'review.declined',
  'review.reminded',
  'review.lapsed',
  'review.withdrawn',
  'review.widened',
  'review.closed',
  'review.reopened',
  'licence.granted',
  'licence.prolonged',
  'licence.shortened',
  'licence.ended',
] as const satisfies readonly ClaimEventType[]

const COMMUNITY_EVENT_TYPES = [
  'key.added',
  'key.compromised',
  'challenge.created',
  'challenge.changed',
  'challenge.joined',
  'reviewing.paused',
  'reviewing.resumed',
  'calibration.changed',
] as const satisfies readonly CommunityEventType[]

/** A text attribute whose content some schema describes. */
const textOf = <Text extends string>(schema: z.ZodType<Text>) => z.object({ S: schema }).transform(({ S }): Text => S)
const text = textOf(z.string())

const DatumSchema = z.union([
  text,
  z.object({ N: z.string() }).transform(({ N }) => Number(N)),
  z.object({ BOOL: z.boolean() }).transform(({ BOOL }) => BOOL),
])

const eventImage = {
  eventId: text,
  at: textOf(stored.instant),
  community: text,
  actorId: text.optional(),
  data: z
    // DynamoDB Local's stream writes an empty map as an empty object.
    .object({ M: z.record(z.string(), DatumSchema).optional() })
    .transform(({ M = {} }) => M),
}

const EventImageSchema = z
  .union([
    z.object({ ...eventImage, type: textOf(z.enum(CLAIM_EVENT_TYPES)), claimId: text }),
    z.object({ ...eventImage, type: textOf(z.enum(COMMUNITY_EVENT_TYPES)) }),
  ])
  .transform(({ eventId, ...rest }): DomainEvent => ({ id: eventId, ...rest }))

const NewImageSchema = z.object({
  eventName: z.literal('INSERT'),
  dynamodb: z.object({ NewImage: z.looseObject({ entity: z.object({ S: z.literal('event') }) }) }),
})

/**
 * The domain event in a record of the table's stream.
 *
 * @returns `undefined` for every record but the insertion of an event; `unreadable` for one that has lost its shape.
 */
export function toStreamEvent(record: unknown): StreamedEvent | undefined {
  const inserted = NewImageSchema.safeParse(record)
  if (!inserted.success) return undefined
  const recordId = sequenceNumberOf(record) ?? ''
  const event = EventImageSchema.safeParse(inserted.data.dynamodb.NewImage)
  return event.success
    ? { kind: 'event', recordId, event: event.data }
    : { kind: 'unreadable', recordId, reason: z.prettifyError(event.error) }
}
