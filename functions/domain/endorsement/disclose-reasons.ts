import type { Id } from '../shared/ids.ts'
import { heldBackByIndependence } from './clauses/min-endorsers.ts'
import type { Decision } from './decision.ts'
import { withoutOthers } from './independence-reasons.ts'

/**
 * A decision as it may be told to somebody: what it lacks because some are not independent says why only as far as they may
 * know it, endorsement by endorsement. Kind and numbers stay.
 *
 * @param mayKnowWhy  Whether they may know why an endorsement of this member does not count.
 */
export function discloseReasons(decision: Decision, mayKnowWhy: (endorserId: Id) => boolean): Decision {
  const place = decision.missing.findIndex(({ clause }) => clause === 'independence')
  if (place === -1) return decision
  const shown = decision.uncounted.map((judged) =>
    mayKnowWhy(judged.endorsement.endorserId) ? judged : { ...judged, reasons: withoutOthers(judged.reasons) },
  )
  const others = decision.missing.filter(({ clause }) => clause !== 'independence')
  return { ...decision, missing: others.toSpliced(place, 0, ...heldBackByIndependence(shown)) }
}
