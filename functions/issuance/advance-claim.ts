import type { Claim } from '../domain/endorsement/claim.ts'
import { openDisputeOf, waitsForObjections } from '../domain/endorsement/claim-dispute.ts'
import { askRevision, type ClaimChange, meetRule, reopenClaim } from '../domain/endorsement/claim-transitions.ts'
import { decideThreshold } from '../domain/endorsement/decide-threshold.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import { decisionInstant, frozenSet } from '../domain/endorsement/frozen-set.ts'
import { lacksAnOpinion } from '../domain/reviewing/further-opinion.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import { issueCredential } from './issue-credential.ts'
import { keepLiving } from './keep-living.ts'
import { type IssuingContext, loadIssuingContext } from './load-issuing-context.ts'
import { refreshCredential } from './refresh-credential.ts'
import { settleDispute } from './settle-dispute.ts'
import { signEndorsements } from './sign-endorsements.ts'
import { isGiven, isSignedHere, signedForms } from './signed-forms.ts'
import { toClaimEvent } from './to-claim-event.ts'

/** A claim that is still `met` after this long is looked at again by the clock. */
const MET_FOR_TOO_LONG_MILLISECONDS = 60_000

/** Each step either settles the claim or loses to a concurrent change; so many losses in a row are a fault. */
const MAX_STEPS = 20

/**
 * Takes a claim as far as it can go now: signs the endorsements that just came in, decides, freezes, issues, and issues
 * again when asked. Whatever is delivered twice, raced, or stopped half-way, exactly one badge is stored for a claim: every step is conditional on
 * the claim being exactly as it was read.
 *
 * @param changed  Whose endorsements changed; theirs are signed even when the rule is not met yet. `unknown` looks for
 *   all that are not signed.
 * @param wantsRefresh  Whether someone may have asked for the badge to be issued again.
 * @throws A fault of the store, the signer or the data; safe to repeat.
 */
export async function advanceClaim(
  deps: IssuanceDeps,
  claimId: Id,
  changed: ReadonlySet<Id> | 'unknown',
  wantsRefresh: boolean,
): Promise<void> {
  let toSign = changed
  for (let step = 0; step < MAX_STEPS; step++) {
    const claim = await deps.claims.load(claimId)
    // A sample of known levels only looks like a claim: nothing of it is signed, and nothing comes of it.
    if (claim?.planted) return
    const disputeId = claim && openDisputeOf(claim)
    if (!claim || !(isLive(claim) || disputeId !== undefined)) return
    const [context, endorsements] = await Promise.all([
      loadIssuingContext(deps, claim),
      deps.endorsements.load(claim.id, claim.evidenceVersion),
    ])
    // Nothing is signed while others settle whether it should be.
    if (disputeId !== undefined) {
      if (await settleDispute(deps, context, claim, disputeId)) return
      continue
    }
    if (toSign === 'unknown') await signedForms(deps, context, claim, endorsements)
    else await signEndorsements(deps, context, claim, justGiven(endorsements, toSign))
    toSign = new Set()
    if (!(await settle(deps, context, claim, endorsements))) continue
    if (claim.status !== 'issued' || !wantsRefresh || (await refreshCredential(deps, context, claim))) return
  }
  throw new Error(`claim ${claimId} kept changing; it is tried again later`)
}

/** States in which endorsements are taken, and so signed. */
const isLive = ({ status }: Claim): boolean => status === 'open' || status === 'met' || status === 'issued'

const justGiven = (endorsements: readonly Endorsement[], endorserIds: ReadonlySet<Id>): readonly Endorsement[] =>
  endorsements.filter(
    (endorsement) => endorserIds.has(endorsement.endorserId) && isGiven(endorsement) && isSignedHere(endorsement),
  )

/** One step of the claim. @returns whether nothing is left to do for now. */
async function settle(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<boolean> {
  switch (claim.status) {
    case 'open':
      return decideOpen(deps, context, claim, endorsements)
    case 'met':
      return issueMet(deps, context, claim, endorsements)
    case 'issued':
      return keepLiving(deps, context, claim, endorsements)
    case 'revision':
    case 'contested':
    case 'refused':
    case 'withdrawn':
    case 'expired':
      return true
  }
}

async function decideOpen(
  deps: IssuanceDeps,
  { rule }: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<boolean> {
  const { objectionHours = 0 } = rule.policy
  const decidedAt = objectionHours > 0 ? decisionInstant(endorsements, deps.now()) : deps.now()
  const decision = decideThreshold(rule, claim, endorsements, decidedAt)
  switch (decision.kind) {
    case 'pending':
    case 'contested':
      // The queue asks for it by itself: the clock is told, which looks once more whether it is lacking.
      if (lacksAnOpinion(decision))
        await deps.due.put({ at: decidedAt, kind: 'review-further', claimId: claim.id, attempt: 0 })
      return true
    case 'revise':
      return apply(deps, askRevision(claim, decision.notYet))
    case 'met': {
      // Not settled either way: the next read is the frozen set.
      const change = meetRule(claim, decidedAt, decision.counted.length, objectionHours)
      await apply(deps, change, toBeIssued(change.to, decidedAt))
      return false
    }
  }
}

/** `given` was read after `open → met`: what is frozen of it is decided again. Nothing is made while members may object. */
async function issueMet(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  given: readonly Endorsement[],
): Promise<boolean> {
  if (claim.decidedAt === undefined) throw new Error(`claim ${claim.id} is met without a decision instant`)
  if (waitsForObjections(claim, deps.now())) return true
  const endorsements = frozenSet(claim, given)
  const decision = decideThreshold(context.rule, claim, endorsements, claim.decidedAt)
  if (decision.kind === 'met') return issueCredential(deps, context, { claim, endorsements, decision })
  deps.log.info('claim_reopened', { claimId: claim.id, round: claim.round })
  await apply(deps, reopenClaim(claim, 'issuance'))
  return false
}

/** @returns whether the change was stored; false when the claim changed meanwhile. */
const apply = async (deps: IssuanceDeps, change: ClaimChange, due?: DueItem): Promise<boolean> =>
  (await deps.claims.apply(change, toClaimEvent(deps, change), { due })).ok

/** When the clock looks whether a met claim was issued: once nobody may object any more, otherwise soon. */
const toBeIssued = ({ id: claimId, objectableUntil }: Claim, decidedAt: Instant): DueItem =>
  objectableUntil === undefined
    ? { at: addMilliseconds(decidedAt, MET_FOR_TOO_LONG_MILLISECONDS), kind: 'claim-met', claimId, attempt: 0 }
    : { at: objectableUntil, kind: 'objection-window', claimId, attempt: 0 }
