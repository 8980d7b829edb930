import type { Id } from '../shared/ids.ts'
import type { ClaimEvent } from './claim-event.ts'

/** What an event says of somebody who judges, or could. */
const OF_ENDORSERS: ReadonlySet<string> = new Set(['reviewerId', 'vouchers', 'reached', 'endorserPerson'])

/** Whether an event could tell who judges a claim; what leaders do with its badge cannot. */
export const maySayWhoJudges = ({ type, actorId, data }: ClaimEvent): boolean =>
  !type.startsWith('credential.') &&
  (type === 'ring.found' || actorId !== undefined || Object.keys(data).some((name) => OF_ENDORSERS.has(name)))

/**
 * Clause `blindness: anonymous`: an event of a claim without who judges it. Summaries read the stored one, which names them.
 *
 * @returns `undefined` when nothing would be left: that an endorsement closes a ring.
 */
export function withoutEndorsers(event: ClaimEvent, learnerId: Id): ClaimEvent | undefined {
  if (!maySayWhoJudges(event)) return event
  if (event.type === 'ring.found') return undefined
  const { actorId, data, ...rest } = event
  return {
    ...rest,
    ...(actorId === learnerId ? { actorId } : {}),
    data: Object.fromEntries(Object.entries(data).filter(([name]) => !OF_ENDORSERS.has(name))),
  }
}
