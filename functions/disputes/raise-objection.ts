import type { RaiseObjection } from '../../schemas/objection.ts'
import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import { factsOf } from '../domain/dispute/facts-of.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import { joinObjection, mayObject, newObjection } from '../domain/dispute/raise-objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { contestClaim, openDisputeOf } from '../domain/endorsement/claim-dispute.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import { addMilliseconds } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type DisputeDeps, MAX_TRIES } from './dispute-deps.ts'

/** By then the panel is drawn; the clock looks whether it is. */
const DRAWN_WITHIN_MILLISECONDS = 60_000

export interface RaiseInput {
  readonly community: Slug
  readonly claimId: Id
  readonly memberId: Id
  readonly idempotency?: IdempotencyKey | undefined
}

/**
 * Objects to a met claim, or joins the objection that is being settled; either way the claim is contested. Nobody is named to the
 * learner.
 *
 * @returns the objection; `claim_not_found`, `member_not_found`, `idempotency_key_reused`, what the pure rule refuses, or
 *   `overloaded` when the claim never rests.
 */
export const raiseObjection = (
  deps: DisputeDeps,
  input: RaiseInput,
  request: RaiseObjection,
): Promise<Result<Objection, Refusal>> =>
  answerRepeat(
    input.idempotency,
    async () =>
      (await deps.endorsements.readForChange(input.claimId, input.memberId, input.idempotency)).earlier !== undefined,
    () => attempt(deps, input, request),
  )

async function attempt(
  deps: DisputeDeps,
  { community, claimId, memberId, idempotency }: RaiseInput,
  { reason, grounds }: RaiseObjection,
): Promise<Result<Objection, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const {
      claim,
      endorser: member,
      holdings,
      facts: known,
      earlier,
    } = await deps.endorsements.readForGiving(claimId, memberId, idempotency)
    if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
    if (claim?.community !== community) return err({ code: 'claim_not_found' })
    if (earlier) return loadRaised(deps, claimId, earlier.id)
    if (member?.community !== community) return err({ code: 'member_not_found' })
    const openId = openDisputeOf(claim)
    const [achievement, sharing, judged, disputes] = await Promise.all([
      loadAchievement(deps, claim),
      loadSharing(deps, claim),
      deps.endorsements.load(claimId, claim.evidenceVersion),
      claim.disputeId === undefined ? [] : deps.objections.loadAll(claimId),
    ])
    const open = disputes.find(({ id }) => id === openId)
    const rule = { policy: achievement.policy, rubric: achievement.content.rubric ?? [] }
    const now = deps.now()
    const allowed = mayObject({
      claim,
      rule,
      member,
      facts: factsOf(member, holdings, known, rule),
      sharing,
      judged,
      open,
      settled: disputes.filter(({ id, round }) => id !== openId && round === claim.round),
      now,
    })
    if (!allowed.ok) return allowed
    const objection = open
      ? joinObjection(open, memberId, grounds, now)
      : newObjection(
          claim,
          { id: deps.random.id(), kind: 'objection', memberId, grounds, randomness: deps.random.secret(), now },
          deps.digests,
        )
    const stored = await (open
      ? deps.objections.join(
          { from: open, to: objection, event: toJoined(deps, claim, objection) },
          claim,
          memberId,
          reason,
          idempotency,
        )
      : raise(deps, claim, objection, reason, idempotency))
    if (stored.ok) return stored.value.kind === 'written' ? ok(objection) : loadRaised(deps, claimId, stored.value.id)
    if (stored.error.code !== 'stale') return stored
  }
  return err({ code: 'overloaded', detail: 'The claim keeps changing; repeat the request.' })
}

/** Learner and collaborators, and who they are where they have more than one account. */
async function loadSharing(
  { members }: Pick<DisputeDeps, 'members'>,
  { learnerId, collaborators, learnerPerson }: Claim,
): Promise<ReadonlySet<Id>> {
  const ids = [learnerId, ...collaborators]
  const persons = (await members.loadMany(ids)).flatMap(({ person }) => person ?? [])
  return new Set([...ids, ...persons, ...(learnerPerson === undefined ? [] : [learnerPerson])])
}

function raise(
  deps: DisputeDeps,
  claim: Claim,
  objection: Objection,
  reason: string,
  idempotency: IdempotencyKey | undefined,
) {
  const change = contestClaim(claim, objection.id)
  const event = toClaimEvent(change, deps.random.id(), objection.raisedAt)
  return deps.objections.raise({ change, event, objection, reason, due: dueOf(objection) }, idempotency)
}

/** When the clock looks whether the panel of an objection or appeal was drawn. */
export const dueOf = ({ id, claimId, raisedAt }: Objection) => ({
  at: addMilliseconds(raisedAt, DRAWN_WITHIN_MILLISECONDS),
  kind: 'objection' as const,
  claimId,
  ref: id,
  attempt: 0,
})

const toJoined = ({ random, now }: DisputeDeps, claim: Claim, { id, objectors }: Objection) => ({
  id: random.id(),
  type: 'claim.objection-joined' as const,
  at: now(),
  community: claim.community,
  claimId: claim.id,
  data: { objectionId: id, objectors: objectors.length },
})

/** The objection that an earlier request under the same key led to. */
export async function loadRaised(
  { objections }: Pick<DisputeDeps, 'objections'>,
  claimId: Id,
  id: Id,
): Promise<Result<Objection, Refusal>> {
  const objection = await objections.load(claimId, id)
  return objection ? ok(objection) : err({ code: 'objection_not_found' })
}

/** The version that a claim was opened on; from a cache, since versions never change. */
export async function loadAchievement(
  { achievements }: Pick<DisputeDeps, 'achievements'>,
  claim: Claim,
): Promise<AchievementVersion> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
  return version
}
