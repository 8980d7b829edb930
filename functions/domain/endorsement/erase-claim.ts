import type { Claim } from './claim.ts'
import { type ClaimChange, mayMove, move } from './claim-transitions.ts'

/** Stands for nobody. */
const NIL_UUID = 'urn:uuid:00000000-0000-0000-0000-000000000000'

/**
 * The learner of a claim is erased: it takes nothing any more, and names no identifier of theirs. What others judged stays, and
 * the achievement is nobody's to claim under that id again.
 *
 * @returns `undefined` when the claim is over already and says nothing of them.
 */
export function eraseClaim(claim: Claim): ClaimChange | undefined {
  const forgotten = { identify: [], subjectId: NIL_UUID } as const
  const data = { erased: true }
  if (mayMove(claim.status, 'withdrawn', 'erasure'))
    return { ...move(claim, 'erasure', 'claim.withdrawn', { ...forgotten, status: 'withdrawn' }), data }
  if (claim.identify.length === 0 && claim.subjectId === NIL_UUID) return undefined
  const to = { ...claim, ...forgotten, version: claim.version + 1 }
  return { from: claim, to, event: 'claim.erased', data, uniqueness: { kind: 'keep' } }
}
