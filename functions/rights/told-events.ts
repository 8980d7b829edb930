import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'

/**
 * The events of a claim that its learner is told. What an endorser has undone is told to nobody, with whatever it undid; and while
 * judgements are kept from the learner, none is told by its event either.
 */
export function toldEvents(events: readonly ClaimEvent[], tellsJudgements: boolean): readonly ClaimEvent[] {
  const undone = events.filter(({ type }) => type === 'endorsement.undone')
  return events.filter((event) => {
    if (!event.type.startsWith('endorsement.')) return true
    return tellsJudgements && !undone.some((one) => isUndoneBy(event, one))
  })
}

/** One that restored a version undid the one that took its place; any other undid all that was ever said. */
const isUndoneBy = (event: ClaimEvent, undone: ClaimEvent): boolean =>
  event.id === undone.id ||
  (event.data['endorsementId'] === undone.data['endorsementId'] &&
    (undone.data['restoredVersion'] === undefined || event.data['version'] === undone.data['version']))
