import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ToldClaim } from './load-told-claim.ts'

/** What an event says of others than the learner, or of the learner whom all of it is about. */
const UNTOLD: ReadonlySet<string> = new Set([
  'reviewerId',
  'vouchers',
  'learnerId',
  'reached',
  'endorserPerson',
  'learnerPerson',
])

/**
 * The events of a claim as its learner is told them, naming nobody. What an endorser has undone is told to nobody, with whatever
 * it undid; and while judgements are kept from the learner, none is told by its event either.
 */
export function toldEvents({ claim, events, isSealed, isNamed }: Omit<ToldClaim, 'received' | 'objections'>) {
  const undone = events.filter(({ type }) => type === 'endorsement.undone')
  return events
    .filter((event) => {
      // A ring tells who is in it.
      if (event.type === 'ring.found') return isNamed && !isSealed(evidenceVersionOf(event))
      if (!event.type.startsWith('endorsement.')) return true
      return !isSealed(evidenceVersionOf(event)) && !undone.some((one) => isUndoneBy(event, one))
    })
    .map(({ id, type, at, actorId, data }) => ({
      id,
      type,
      at,
      ...(actorId === claim.learnerId ? { byThemself: true } : {}),
      data: Object.fromEntries(Object.entries(data).filter(([name]) => !UNTOLD.has(name))),
    }))
}

const evidenceVersionOf = ({ data }: ClaimEvent): number => Number(data['evidenceVersion'])

/** One that restored a version undid the one that took its place; any other undid all that was ever said. */
const isUndoneBy = (event: ClaimEvent, undone: ClaimEvent): boolean =>
  event.id === undone.id ||
  (event.data['endorsementId'] === undone.data['endorsementId'] &&
    (undone.data['restoredVersion'] === undefined || event.data['version'] === undone.data['version']))
