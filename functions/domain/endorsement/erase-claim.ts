import type { Claim } from './claim.ts'
import { type ClaimChange, mayMove } from './claim-transitions.ts'

/** Stands for nobody. */
const NIL_UUID = 'urn:uuid:00000000-0000-0000-0000-000000000000'

/**
 * The learner of a claim is erased: it takes nothing any more, and names no identifier of theirs. What others judged stays, and
 * the achievement is nobody's to claim under that id again.
 *
 * @returns `undefined` when the claim is over already and says nothing of them.
 */
export function eraseClaim(claim: Claim): ClaimChange | undefined {
  const says = claim.identify.length > 0 || claim.subjectId !== NIL_UUID
  const ends = mayMove(claim.status, 'withdrawn', 'erasure')
  if (!ends && !says) return undefined
  return {
    from: claim,
    to: {
      ...claim,
      status: ends ? 'withdrawn' : claim.status,
      identify: [],
      subjectId: NIL_UUID,
      version: claim.version + 1,
    },
    event: ends ? 'claim.withdrawn' : 'claim.erased',
    data: { erased: true },
    uniqueness: { kind: 'keep' },
  }
}
