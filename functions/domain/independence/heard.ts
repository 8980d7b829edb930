import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What an event says of an endorsement. */
export interface EndorsementNews {
  readonly endorsementId: Id
  /** Of all that is told of one endorsement the highest says how it stands, in whatever order it comes. */
  readonly rank: number
  /** Whether it stands as an `endorse`. */
  readonly endorses: boolean
  readonly at: Instant
}

/** What was heard of the endorsements that one person gave of one claim. */
export type Heard = Readonly<Record<Id, HeardOne>>

interface HeardOne {
  readonly rank: number
  readonly endorses: boolean
  /** When it first endorsed, as far as that was heard. */
  readonly first?: Instant | undefined
}

/** So many that were taken back are remembered, the newest; of an older one that comes once more nobody knows that it was. */
const REMEMBERED = 20

/** The rank of a version, and of its undoing, which comes after it. */
export const rankOf = (version: number, isUndone: boolean): number => version * 2 + Number(isUndone)

/** Hears news. @returns the very same when it says nothing new. */
export function hear(heard: Heard, { endorsementId, rank, endorses, at }: EndorsementNews): Heard {
  const known = heard[endorsementId]
  const first = earlierOf(known?.first, endorses ? at : undefined)
  const newest = known && known.rank >= rank ? known : { rank, endorses }
  if (known === newest && known.first === first) return heard
  const one = { rank: newest.rank, endorses: newest.endorses, ...(first === undefined ? {} : { first }) }
  return withoutOldest({ ...heard, [endorsementId]: one })
}

function withoutOldest(heard: Heard): Heard {
  const gone = Object.keys(heard).filter((id) => !heard[id]?.endorses)
  const forgotten = new Set(gone.sort().slice(0, -REMEMBERED))
  return forgotten.size === 0 ? heard : Object.fromEntries(Object.entries(heard).filter(([id]) => !forgotten.has(id)))
}

const earlierOf = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/**
 * Since when they endorse the claim: since the first of their endorsements that stand, for a claim is endorsed by each once.
 *
 * @returns `undefined` when none stands.
 */
export const standsSince = (heard: Heard): Instant | undefined =>
  Object.values(heard)
    .flatMap(({ endorses, first }) => (endorses && first !== undefined ? first : []))
    .sort()[0]

/** Where an endorsement is counted, by when it was given: before news of it and after. Absent: nowhere. */
export interface Recount {
  readonly before: Instant | undefined
  readonly after: Instant | undefined
}
