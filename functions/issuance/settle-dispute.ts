import { DisputeOutcomeSchema } from '../../schemas/objection.ts'
import { buildOutcome } from '../domain/dispute/build-outcome.ts'
import { decidePanel, seatPanel, type Votes } from '../domain/dispute/decide-panel.ts'
import { type Objection, PANEL_SIZE, type Settlement, settleObjection, sideOf } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { dismissAppeal, dismissObjection, refuseClaim, upholdAppeal } from '../domain/endorsement/claim-dispute.ts'
import type { ClaimEventType } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { Id } from '../domain/shared/ids.ts'
import { drawLots } from './draw-lots.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { asCommunity } from './sign-as-community.ts'
import { toClaimEvent } from './to-claim-event.ts'

/**
 * One step of an objection or appeal that a claim waits for: seats its panel, or settles it once it is decided, with a signed
 * outcome. Each step is conditional on objection and claim being exactly as they were read.
 *
 * @returns whether nothing is left to do for now; false after a step, and when something changed meanwhile.
 */
export async function settleDispute(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  disputeId: Id,
): Promise<boolean> {
  const objection = await deps.objections.load(claim.id, disputeId)
  if (!objection) throw new Error(`claim ${claim.id} waits for objection ${disputeId}, which is gone`)
  if (objection.status !== 'raised') return true
  const votes = await deps.objections.loadVotes(objection)
  if (claim.status === 'withdrawn') {
    await settle(deps, context, claim, objection, votes, takenBack(deps))
    return true
  }
  const step = decidePanel(objection, votes, PANEL_SIZE, deps.now())
  switch (step.kind) {
    case 'wait':
      return true
    case 'draw':
      await draw(deps, context, claim, objection, step.seats)
      return false
    case 'settle':
      await settle(deps, context, claim, objection, votes, step.settlement)
      return false
  }
}

const takenBack = ({ now }: IssuanceDeps): Settlement => ({
  status: 'dismissed',
  basis: 'withdrawn',
  upheld: 0,
  dismissed: 0,
  at: now(),
})

async function draw(
  deps: IssuanceDeps,
  { rule }: IssuingContext,
  claim: Claim,
  objection: Objection,
  seats: number,
): Promise<void> {
  const { drawn, ...lots } = await drawLots(deps, rule, claim, objection, seats)
  const now = deps.now()
  const to = seatPanel(objection, drawn, lots, now)
  const data = { objectionId: objection.id, draw: to.draws.length, seats: drawn.length }
  const stored = await deps.objections.seat({
    from: objection,
    to,
    event: toEvent(deps, claim, 'claim.panel-drawn', data),
  })
  if (stored.ok) deps.log.info('panel_drawn', { claimId: claim.id, ...data })
}

async function settle(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  from: Objection,
  votes: Votes,
  settlement: Settlement,
): Promise<void> {
  const to = settleObjection(from, settlement)
  const change = claim.status === 'withdrawn' ? undefined : changeOf(claim, from, settlement)
  const { community, achievement } = context
  const outcome = buildOutcome({ community, achievement, claim, objection: to, votes }, deps.digests)
  const signed = await deps.proofs.signJson(outcome, asCommunity(deps, context))
  const { status, basis, upheld, dismissed } = settlement
  const stored = await deps.objections.settle({
    from,
    to,
    event: toEvent(deps, claim, 'claim.dispute-settled', { objectionId: to.id, status, basis, upheld, dismissed }),
    claim: change && { change, event: toClaimEvent(deps, change) },
    outcomeText: JSON.stringify(DisputeOutcomeSchema.parse(signed)),
  })
  if (stored.ok) deps.log.info('dispute_settled', { claimId: claim.id, objectionId: to.id, status, basis })
}

/** What the settlement does to the claim. */
function changeOf(claim: Claim, { kind, raisedAt }: Objection, { status, basis, at }: Settlement): ClaimChange {
  const by = sideOf(basis) === 'panel' ? 'panel' : 'clock'
  if (kind === 'objection')
    return status === 'upheld' ? refuseClaim(claim, at) : dismissObjection(claim, by, raisedAt, at)
  return status === 'upheld' ? upholdAppeal(claim, at) : dismissAppeal(claim, by)
}

const toEvent = (
  { random, now }: IssuanceDeps,
  claim: Claim,
  type: ClaimEventType,
  data: Readonly<Record<string, string | number>>,
) => ({ id: random.id(), type, at: now(), community: claim.community, claimId: claim.id, data })
