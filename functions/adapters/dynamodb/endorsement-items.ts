import { z } from 'zod'
import { VerdictSchema } from '../../../schemas/endorsement.ts'
import { RoleSchema } from '../../../schemas/member.ts'
import { AssuranceSchema } from '../../../schemas/policy.ts'
import type { Endorsement, EndorserFacts } from '../../domain/endorsement/endorsement.ts'
import { itemSizeBytes } from './item-size.ts'
import type { Key } from './keys.ts'
import { parseItem, type RawItem } from './reads.ts'
import { stored } from './stored-fields.ts'
import type { Item } from './writes.ts'

/** A write of so much costs one unit; every item a decision reads keeps to it. */
const MAX_FACTS_BYTES = 1024

/** What is left of {@link MAX_FACTS_BYTES} beside the key and the fields of a part. */
const PART_CHARACTERS = 850

const RatingsSchema = z.record(z.string(), z.string())

const HeadSchema = z.object({
  endorsementId: z.string(),
  claimId: z.string(),
  endorserId: z.string(),
  evidenceVersion: stored.version,
  version: stored.version,
  previous: stored.count.optional(),
  revised: z.literal(true).optional(),
  state: z.enum(['given', 'withdrawn', 'erased']),
  verdict: VerdictSchema,
  ratings: RatingsSchema,
  criterion: z.string().optional(),
  relationship: z.string().optional(),
  consentToBeNamed: z.boolean(),
  assurance: AssuranceSchema,
  givenAt: stored.instant,
  changedAt: stored.instant,
  facts: z.object({
    role: RoleSchema,
    memberSince: stored.instant,
    circles: z.array(z.string()),
    holds: z.array(z.string()),
    workedOnChallenge: z.boolean().optional(),
    holdsChallengeBadge: z.boolean().optional(),
    licensed: z.boolean().optional(),
    drawn: z.boolean().optional(),
    person: z.string().optional(),
    sharesWork: z.literal(true).optional(),
    endorsedByLearnerAt: stored.instant.optional(),
    closesRingOf: z.int().min(3).optional(),
    reach: z.number().min(0).optional(),
    share: z.object({ given: stored.count, total: stored.count, endorsers: stored.count }).optional(),
    received: z.object({ count: stored.count, sumOfSquares: stored.count, fromEndorser: stored.count }).optional(),
    summarisedAt: stored.instant.optional(),
  }),
  /** How many parts follow; absent when everything is here. */
  parts: z.int().min(1).optional(),
})

const PartSchema = z.object({ endorserId: z.string(), version: stored.version, part: z.int().min(1), text: z.string() })

const RingSchema = z.object({ endorserId: z.string(), closesRingOf: z.int().min(3) })

const SpilledSchema = z.object({ ratings: RatingsSchema, circles: z.array(z.string()), holds: z.array(z.string()) })

/** Under which keys an endorsement is stored: the newest version, or an earlier one. */
export interface EndorsementKeys {
  readonly entity: 'endorsement' | 'earlier-endorsement'
  readonly head: Key
  readonly part: (part: number) => Key
}

/**
 * An endorsement as stored: one item of at most 1 KB. When many ratings, circles or holdings do not fit, they go as JSON into
 * further items of at most 1 KB right behind it, read by the same query.
 *
 * @throws TypeError when not even that makes the first item small enough.
 */
export function toEndorsementItems(
  { entity, head, part }: EndorsementKeys,
  endorsement: Endorsement,
): readonly [Item, ...(readonly Item[])] {
  const { id, ...rest } = endorsement
  const whole: Item = { ...head, entity, endorsementId: id, ...rest }
  if (itemSizeBytes(whole) <= MAX_FACTS_BYTES) return [whole]
  const { ratings, facts, endorserId, version } = endorsement
  const slices = toSlices(JSON.stringify({ ratings, circles: facts.circles, holds: facts.holds }))
  const first: Item = { ...whole, ratings: {}, facts: { ...facts, circles: [], holds: [] }, parts: slices.length }
  const items = slices.map(
    (text, index): Item => ({
      ...part(index + 1),
      entity: `${entity}-part`,
      endorserId,
      version,
      part: index + 1,
      text,
    }),
  )
  for (const item of [first, ...items])
    if (itemSizeBytes(item) > MAX_FACTS_BYTES)
      throw new TypeError(`endorsement ${id} takes ${itemSizeBytes(item)} bytes of ${MAX_FACTS_BYTES}`)
  return [first, ...items]
}

/** How many parts an endorsement is stored in beside its first item. */
export const countParts = (endorsementKeys: EndorsementKeys, endorsement: Endorsement): number =>
  toEndorsementItems(endorsementKeys, endorsement).length - 1

/**
 * The endorsements among the items of a range, in the order of endorsers, with rings that were found later.
 *
 * @param entity  Which of them: the newest versions, or earlier ones.
 * @returns `undefined` when a first item stands without its parts: a query may meet a transaction half-way, so the range
 *   must be read again.
 */
export function fromEndorsementItems(
  items: readonly RawItem[],
  entity: EndorsementKeys['entity'] = 'endorsement',
): readonly Endorsement[] | undefined {
  const heads = items.filter((item) => item['entity'] === entity).map((item) => parseItem(HeadSchema, item))
  const parts = items.filter((item) => item['entity'] === `${entity}-part`).map((item) => parseItem(PartSchema, item))
  const rings = new Map(
    items
      .filter((item) => item['entity'] === 'endorsement-ring')
      .map((item) => parseItem(RingSchema, item))
      .map(({ endorserId, closesRingOf }) => [endorserId, closesRingOf]),
  )
  const endorsements: Endorsement[] = []
  for (const { endorsementId, parts: count, ...asGiven } of heads) {
    const head = { ...asGiven, facts: withRing(asGiven.facts, rings.get(asGiven.endorserId)) }
    if (count === undefined) {
      endorsements.push({ id: endorsementId, ...head })
      continue
    }
    const own = parts
      .filter((part) => part.endorserId === head.endorserId && part.version === head.version && part.part <= count)
      .sort((a, b) => a.part - b.part)
    if (own.length < count) return undefined
    const { ratings, circles, holds } = SpilledSchema.parse(JSON.parse(own.map(({ text }) => text).join('')))
    endorsements.push({ id: endorsementId, ...head, ratings, facts: { ...head.facts, circles, holds } })
  }
  return endorsements
}

/** What is spilled are slugs and ids, so every character is one byte. */
function toSlices(text: string): readonly string[] {
  const slices: string[] = []
  for (let from = 0; from < text.length; from += PART_CHARACTERS) slices.push(text.slice(from, from + PART_CHARACTERS))
  return slices
}

/** A ring that was found after the endorsement was given is stored beside it. */
const withRing = (facts: EndorserFacts, found: number | undefined): EndorserFacts =>
  found === undefined ? facts : { ...facts, closesRingOf: Math.min(found, facts.closesRingOf ?? found) }
