import { z } from 'zod'
import type { Wake } from '../../ports/wake.ts'

const text = z.object({ S: z.string() })

const StreamRecordSchema = z.object({
  eventName: z.string(),
  dynamodb: z.object({
    SequenceNumber: z.string(),
    Keys: z.object({ pk: text, sk: text }),
    NewImage: z.record(z.string(), z.unknown()).optional(),
  }),
})

/** The kinds of items whose change may be a claim's next step. */
const WAKING: ReadonlySet<string | undefined> = new Set([
  'endorsement',
  'endorsement-ring',
  'nudge',
  'refresh-requests',
  'objection',
])

const ClaimKeySchema = z.templateLiteral(['CLAIM#', z.string()])

/** The number by which a stream record is reported as failed; `undefined` when it has none. */
export const sequenceNumberOf = (record: unknown): string | undefined =>
  z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) }).safeParse(record).data?.dynamodb.SequenceNumber

/**
 * What a record of the table's stream asks of issuance: to look at a claim because an endorsement of it was stored, an
 * objection to it moved, its badge is to be issued again, or the clock said so. Every other item, and every deletion, asks for nothing.
 *
 * @returns `undefined` for what is none of issuance's business; `unreadable` for what should be but has lost its shape.
 */
export function toWake(record: unknown): Wake | undefined {
  const parsed = StreamRecordSchema.safeParse(record)
  if (!parsed.success)
    return { kind: 'unreadable', recordId: sequenceNumberOf(record) ?? '', reason: 'not a stream record of the table' }
  const { eventName, dynamodb } = parsed.data
  if (eventName === 'REMOVE' || dynamodb.NewImage === undefined) return undefined
  const recordId = dynamodb.SequenceNumber
  const entity = text.safeParse(dynamodb.NewImage['entity']).data?.S
  if (entity === 'refresh-requests' && areSettled(dynamodb.NewImage)) return undefined
  if (!WAKING.has(entity)) return undefined
  const key = ClaimKeySchema.safeParse(dynamodb.Keys.pk.S)
  if (!key.success) return { kind: 'unreadable', recordId, reason: `an item "${entity}" outside a claim` }
  const claimId = key.data.slice('CLAIM#'.length)
  if (entity === 'objection' || entity === 'endorsement-ring') return { kind: 'look', recordId, claimId }
  if (entity === 'nudge') return { kind: 'nudge', recordId, claimId }
  if (entity === 'refresh-requests') return { kind: 'refresh', recordId, claimId }
  const endorserId = text.safeParse(dynamodb.NewImage['endorserId']).data?.S
  return endorserId === undefined
    ? { kind: 'unreadable', recordId, claimId, reason: 'an endorsement without its endorser' }
    : { kind: 'endorsement', recordId, claimId, endorserId }
}

const number = z.object({ N: z.string() }).transform(({ N }) => Number(N))
const CountsSchema = z.object({ requested: number, done: number })

/** Issuance itself wrote that nothing is left to do. */
function areSettled(image: Readonly<Record<string, unknown>>): boolean {
  const counts = CountsSchema.safeParse(image)
  return counts.success && counts.data.done >= counts.data.requested
}
