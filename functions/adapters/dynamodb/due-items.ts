import { z } from 'zod'
import { DUE_KINDS } from '../../domain/shared/due-kind.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { DueItem } from '../../ports/due-store.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { Item } from './writes.ts'

/** A stored due item. */
export const DueItemSchema = z.object({
  at: stored.instant,
  kind: z.enum(DUE_KINDS),
  claimId: z.string(),
  ref: z.string().optional(),
  attempt: z.int().min(0),
}) satisfies z.ZodType<DueItem>

/**
 * A due item as stored. One due in the past is due now instead: hours that are over and empty are never looked at again.
 */
export function toDueItem(due: DueItem, now: Instant): Item {
  const item: DueItem = due.at < now ? { ...due, at: now } : due
  return { ...keys.due(item), entity: 'due', ...item }
}
