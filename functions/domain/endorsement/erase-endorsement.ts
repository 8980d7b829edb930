import type { Instant } from '../shared/instant.ts'
import type { Endorsement } from './endorsement.ts'
import { turn } from './endorsement-transitions.ts'

/**
 * What stays of an endorsement whose endorser had it erased: that they once judged, and when. It counts like a withdrawn one,
 * and is never given again.
 */
export function eraseEndorsement(earlier: Endorsement, now: Instant): Endorsement {
  const { criterion: _criterion, relationship: _relationship, previous: _previous, ...kept } = earlier
  const erased: Endorsement = {
    ...kept,
    version: earlier.version + 1,
    state: 'erased',
    ratings: {},
    consentToBeNamed: false,
    changedAt: now,
    facts: { ...earlier.facts, circles: [], holds: [] },
  }
  return turn(earlier, erased, 'erase')
}
