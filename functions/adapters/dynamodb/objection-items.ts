import { z } from 'zod'
import { ObjectionSchema, ObjectionStatusSchema, PanelDrawSchema, VoteSchema } from '../../../schemas/objection.ts'
import type { Objection, Vote } from '../../domain/dispute/objection.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { PanelSeat } from '../../ports/objection-store.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const GroundsSchema = ObjectionSchema.shape.reasons.unwrap().element.shape.grounds

/** A stored objection. */
export const ObjectionItemSchema = z
  .object({
    objectionId: z.string(),
    claimId: z.string(),
    community: stored.slug,
    kind: z.enum(['objection', 'appeal']),
    status: ObjectionStatusSchema,
    round: z.int().min(0),
    against: z.string().optional(),
    objectors: z.array(z.object({ memberId: z.string(), at: stored.instant, grounds: GroundsSchema })),
    raisedAt: stored.instant,
    seed: z.string(),
    draws: z.array(PanelDrawSchema.extend({ at: stored.instant })),
    seats: z.array(
      z.object({
        memberId: z.string(),
        draw: z.int().min(1),
        votedAt: stored.instant.optional(),
        declinedAt: stored.instant.optional(),
        replacedAt: stored.instant.optional(),
      }),
    ),
    decideBy: stored.instant.optional(),
    settlement: z
      .object({
        status: z.enum(['upheld', 'dismissed']),
        basis: z.enum(['votes', 'no-votes', 'no-panel', 'withdrawn']),
        upheld: stored.count,
        dismissed: stored.count,
        at: stored.instant,
      })
      .optional(),
    version: stored.version,
  })
  .transform(({ objectionId, ...rest }): Objection => ({ id: objectionId, ...rest }))

const toItem = ({ id, ...rest }: Objection): Item => ({
  ...keys.objection(rest.claimId, id),
  entity: 'objection',
  objectionId: id,
  ...rest,
})

/** Puts an objection that must not exist yet. */
export const putNewObjection = (objection: Objection): TransactItem => put(toItem(objection), IF_NEW)

/** Puts an objection in place of `from`, while that is what is stored. */
export const putObjection = (from: Objection, to: Objection): TransactItem => put(toItem(to), ifVersion(from.version))

/** A stored vote. */
export const VoteItemSchema = z
  .object({ memberId: z.string(), vote: VoteSchema })
  .transform(({ memberId, vote }): readonly [Id, Vote] => [memberId, vote])

/** Words of a member about an objection. */
export const WordsSchema = z.object({ pk: z.string(), sk: z.string(), reason: z.string() })

/** A stored place on a panel. */
export const SeatItemSchema = z.object({
  objectionId: z.string(),
  claimId: z.string(),
  kind: z.enum(['objection', 'appeal']),
  drawnAt: stored.instant,
}) satisfies z.ZodType<PanelSeat>
