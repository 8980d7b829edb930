import type { Role } from '../../schemas/member.ts'
import { isSealedFrom, judgedBy } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { loadRule } from './load-review-context.ts'
import type { ReviewDeps } from './review-deps.ts'
import type { PeersSeen } from './to-review-view.ts'

/**
 * What somebody may see of those who were asked to judge a claim. A learner learns who judges only where the rule lets them;
 * leaders who take no part and keys see who, others how far it is. Of a `sealed` claim whoever has yet to judge sees neither:
 * that others have answered is already something of theirs.
 *
 * @param member  Absent for a key that acts for nobody.
 */
export async function peersSeenBy(
  deps: Pick<ReviewDeps, 'achievements' | 'endorsements'>,
  claim: Claim,
  member: { readonly id: Id; readonly role?: Role | undefined } | undefined,
): Promise<PeersSeen> {
  if (member === undefined) return { isLearner: false }
  const { policy } = await loadRule(deps, claim)
  if (member.id === claim.learnerId) return policy.blindness === 'anonymous' ? 'unnamed' : { isLearner: true }
  if (policy.blindness === 'sealed') {
    const viewer = { kind: 'member', id: member.id, role: member.role ?? 'member' } as const
    const judged = judgedBy(viewer, await deps.endorsements.load(claim.id, claim.evidenceVersion))
    if (isSealedFrom({ claim, policy, viewer, judged }, claim.evidenceVersion)) return 'sealed'
  }
  const isLeader = member.role !== undefined && member.role !== 'member'
  const sharesTheWork = policy.blindness === 'anonymous' && claim.collaborators.includes(member.id)
  return isLeader && !sharesTheWork ? { isLearner: false } : 'none'
}
