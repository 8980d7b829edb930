import { z } from 'zod'
import type { ClaimEvent } from '../../domain/endorsement/claim-event.ts'
import { stored } from './stored-fields.ts'
import { CLAIM_EVENT_TYPES } from './to-stream-event.ts'

/** A stored event of a claim. */
export const EventItemSchema = z
  .object({
    eventId: z.string(),
    type: z.enum(CLAIM_EVENT_TYPES),
    at: stored.instant,
    community: stored.slug,
    claimId: z.string(),
    actorId: z.string().optional(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  })
  .transform(({ eventId, ...rest }): ClaimEvent => ({ id: eventId, ...rest }))
