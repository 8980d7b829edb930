import type { ClaimStatus } from '../../../schemas/claim.ts'
import type { Role } from '../../../schemas/member.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import type { Claim } from './claim.ts'
import type { Endorsement } from './endorsement.ts'

/** Who looks at a claim: the community's software by itself, or one of its members. */
export type Viewer = { readonly kind: 'community' } | { readonly kind: 'member'; readonly id: Id; readonly role: Role }

/** Everything that decides what a viewer is shown. */
export interface Looking {
  readonly claim: Pick<Claim, 'learnerId' | 'collaborators' | 'status' | 'evidenceVersion'>
  readonly policy: ThresholdPolicy
  readonly viewer: Viewer
  /** The evidence versions the viewer has a standing judgement of. */
  readonly judged: ReadonlySet<number>
  /** Whether the viewer sits on the panel that settles an objection to it. */
  readonly settles?: boolean | undefined
}

/** States that nothing takes a claim back from into judging. */
const SETTLED: readonly ClaimStatus[] = ['issued', 'refused', 'withdrawn', 'expired']

export const isSettled = ({ status }: Pick<Claim, 'status'>): boolean => SETTLED.includes(status)

/** Whether the policy lets an endorser's answer carry the kind of the decision and nothing else. */
export const answersKindOnly = ({ blindness }: Pick<ThresholdPolicy, 'blindness'>): boolean =>
  blindness === 'sealed' || blindness === 'anonymous'

/** Who declines has judged nothing: they see no more than before, and may still judge. */
export const isStandingJudgement = ({ state, verdict }: Pick<Endorsement, 'state' | 'verdict'>): boolean =>
  state === 'given' && verdict !== 'decline'

/** The evidence versions that a viewer has judged. */
export const judgedBy = (viewer: Viewer, endorsements: readonly Endorsement[]): ReadonlySet<number> =>
  new Set(
    endorsements
      .filter((one) => viewer.kind === 'member' && one.endorserId === viewer.id && isStandingJudgement(one))
      .map(({ evidenceVersion }) => evidenceVersion),
  )

/**
 * Clause `blindness: sealed`: whether judgements of an evidence version by others are kept from the viewer, with their number
 * and all that follows from them. Whoever has judged that version sees them, and the learner once it is judged: when a
 * revision is asked for or new evidence is there. Whoever settles an objection sees what it is about. When the claim is settled everyone does. Roles change nothing: whoever
 * leads may endorse as well.
 */
export function isSealedFrom({ claim, policy, viewer, judged, settles }: Looking, evidenceVersion: number): boolean {
  if (policy.blindness !== 'sealed' || viewer.kind === 'community' || isSettled(claim)) return false
  if (viewer.id !== claim.learnerId) return settles !== true && !judged.has(evidenceVersion)
  return evidenceVersion === claim.evidenceVersion && claim.status !== 'revision'
}

/** Whether the viewer may see a judgement at all. Why someone will not judge is for the learner to know at once. */
export function maySee(looking: Looking, { endorserId, evidenceVersion, verdict }: Endorsement): boolean {
  const { claim, viewer } = looking
  if (viewer.kind === 'member' && viewer.id === endorserId) return true
  if (viewer.kind === 'member' && viewer.id === claim.learnerId && verdict === 'decline') return true
  return !isSealedFrom(looking, evidenceVersion)
}

/** Whether the viewer leads the community, and has no part in the claim. */
const isUninvolvedLeader = ({ claim, viewer }: Looking): boolean =>
  viewer.kind === 'member' &&
  viewer.role !== 'member' &&
  viewer.id !== claim.learnerId &&
  !claim.collaborators.includes(viewer.id)

/**
 * Clause `blindness: anonymous`: whether the viewer may know who gave a judgement. The community's software may, which
 * acts for its endorsers, and so may owners and facilitators who have no part in the claim; nobody else but the endorser.
 */
export const mayKnowEndorser = (looking: Looking, endorserId: Id): boolean =>
  looking.policy.blindness !== 'anonymous' || isOwn(looking, endorserId) || isUninvolvedLeader(looking)

/** Whether the viewer may know the exact reason why a judgement does not count, also where it tells about other people. */
export const mayKnowWhy = (looking: Looking, endorserId: Id): boolean =>
  isOwn(looking, endorserId) ||
  isUninvolvedLeader(looking) ||
  (isLearner(looking) && mayKnowEndorser(looking, endorserId))

/**
 * Whether the viewer may read what a judgement was before it was revised, and why it changed. Of a `sealed` claim a judgement that
 * was changed to a `decline`, which the learner is told at once, is as closed to them as any other.
 */
export const mayReadEarlier = (
  looking: Looking,
  { endorserId, evidenceVersion }: Pick<Endorsement, 'endorserId' | 'evidenceVersion'>,
): boolean =>
  isOwn(looking, endorserId) ||
  ((isLearner(looking) || isUninvolvedLeader(looking)) && !isSealedFrom(looking, evidenceVersion))

/** Whether the viewer may see how the learner rates that evidence version: only with a judgement of their own behind them. */
export const maySeeSelfRatings = ({ claim, viewer, judged }: Looking, evidenceVersion: number): boolean =>
  viewer.kind === 'community' || viewer.id === claim.learnerId || judged.has(evidenceVersion) || isSettled(claim)

const isOwn = ({ viewer }: Looking, endorserId: Id): boolean => viewer.kind === 'community' || viewer.id === endorserId

const isLearner = ({ claim, viewer }: Looking): boolean => viewer.kind === 'member' && viewer.id === claim.learnerId
