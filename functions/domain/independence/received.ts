import type { ReceivedEndorsements } from '../endorsement/endorsement.ts'
import type { Id } from '../shared/ids.ts'

/** An endorsement that a learner received. */
export interface Received {
  readonly endorserId: Id
  readonly claimId: Id
  /** Whole days since 1970. */
  readonly day: number
}

/** So many of the newest are told apart. */
const KEPT = 90
const YEAR_DAYS = 365

/** Adds an endorsement; one of the same claim by the same endorser is one, the first. Keeps the newest ninety of a year. */
export function addReceived(received: readonly Received[], more: Received): readonly Received[] {
  if (received.some((one) => isSame(one, more))) return received
  const all = [...received, more].sort((a, b) => b.day - a.day || (nameOf(a) < nameOf(b) ? -1 : 1))
  const newest = all[0]?.day ?? more.day
  return all.filter(({ day }) => day >= newest - YEAR_DAYS).slice(0, KEPT)
}

/** Takes out what an endorser gave for a claim. What was forgotten for it stays so. */
export const withoutReceived = (received: readonly Received[], gone: Source): readonly Received[] =>
  received.filter((one) => !isSame(one, gone))

type Source = Pick<Received, 'endorserId' | 'claimId'>

const nameOf = ({ endorserId, claimId }: Source): string => `${endorserId} ${claimId}`
const isSame = (a: Source, b: Source): boolean => nameOf(a) === nameOf(b)

/** What a learner received within 365 days before `today` for other claims than this one, and how much of it from one endorser. */
export function receivedBefore(
  received: readonly Received[],
  claimId: Id,
  endorserId: Id,
  today: number,
): ReceivedEndorsements {
  const byEndorser = new Map<Id, number>()
  for (const one of received) {
    if (one.claimId === claimId || one.day < today - YEAR_DAYS) continue
    byEndorser.set(one.endorserId, (byEndorser.get(one.endorserId) ?? 0) + 1)
  }
  const counts = [...byEndorser.values()]
  return {
    count: counts.reduce((sum, n) => sum + n, 0),
    sumOfSquares: counts.reduce((sum, n) => sum + n * n, 0),
    fromEndorser: byEndorser.get(endorserId) ?? 0,
  }
}

/**
 * The effective number of endorsers: of how many who each endorse as often as the others one would see the same concentration
 * (inverse Simpson index). 0 when there are no endorsements.
 *
 * @param sumOfSquares  The sum, over endorsers, of the square of how many each gave.
 */
export const effectiveEndorsers = ({
  count,
  sumOfSquares,
}: Pick<ReceivedEndorsements, 'count' | 'sumOfSquares'>): number => (count === 0 ? 0 : (count * count) / sumOfSquares)
