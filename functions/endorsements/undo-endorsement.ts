import type { UndoOutcome } from '../../schemas/endorsement.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import {
  undoEndorsement as decideUndoing,
  type Undoing,
  versionBefore,
} from '../domain/endorsement/undo-endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { UndoStore } from '../ports/undo-store.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import {
  type ChangeOwnEndorsementDeps,
  type ChangeOwnEndorsementInput,
  changeOwnEndorsement,
  type OwnChange,
  type OwnEndorsement,
  toNextVersion,
} from './change-own-endorsement.ts'

export type UndoEndorsementDeps = ChangeOwnEndorsementDeps & {
  readonly endorsements: Pick<EndorsementStore, 'loadEarlier'>
  readonly undoings: UndoStore
}

/** What undoing is answered with. */
export interface UndoAnswer extends EndorsementAnswer {
  readonly outcome: UndoOutcome
}

/**
 * Takes back what the endorser did last with their judgement, while that is a matter of minutes; refused as the pure rule
 * refuses. A repeat under the same key is answered by how the endorsement stands.
 */
export async function undoEndorsement(
  deps: UndoEndorsementDeps,
  input: ChangeOwnEndorsementInput,
): Promise<Result<UndoAnswer, Refusal>> {
  let outcome: UndoOutcome | undefined
  const changed = await changeOwnEndorsement(deps, input, async (own) => {
    const { claim } = own.read
    const [before, endorsements] = await Promise.all([
      loadBefore(deps, own.earlier),
      deps.endorsements.load(claim.id, claim.evidenceVersion),
    ])
    const undone = decideUndoing(own.earlier, { claim, policy: own.rule.policy, before, endorsements, now: own.now })
    if (!undone.ok) return undone
    outcome = undone.value.outcome
    return ok(toChange(deps, input, own, undone.value))
  })
  if (!changed.ok) return changed
  return ok({ ...changed.value, outcome: outcome ?? (await outcomeOfRepeat(deps, input)) })
}

async function loadBefore(
  { endorsements }: UndoEndorsementDeps,
  current: Endorsement,
): Promise<Endorsement | undefined> {
  const version = versionBefore(current)
  if (version === 0) return undefined
  const { claimId, evidenceVersion, endorserId } = current
  const earlier = await endorsements.loadEarlier(claimId, evidenceVersion, endorserId)
  const before = earlier.find((one) => one.version === version)
  if (!before) throw new Error(`endorsement ${current.id} has lost its version ${version}`)
  return before
}

function toChange(
  deps: UndoEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  own: OwnEndorsement,
  undoing: Undoing,
): OwnChange {
  const { claim } = own.read
  if (undoing.outcome === 'withdrawn')
    return toNextVersion(deps, input, own, { next: undoing.next, type: 'endorsement.withdrawn' })
  const restored = undoing.outcome === 'restored' ? undoing : undefined
  return {
    version: restored?.next.version ?? own.earlier.version,
    toEvent: (id) => toUndoneEvent(claim, own.earlier, restored?.next, own.now, id),
    write: (event, guard) =>
      deps.undoings.undo(
        { from: own.earlier, restored, keepsSigned: claim.status === 'issued', event, guard },
        input.idempotency,
      ),
  }
}

/** Says what was taken out and, where something stands again, which version and verdict that is. */
const toUndoneEvent = (
  claim: Claim,
  undone: Endorsement,
  restored: Endorsement | undefined,
  at: Instant,
  id: Id,
): ClaimEvent => ({
  id,
  type: 'endorsement.undone',
  at,
  community: claim.community,
  claimId: claim.id,
  actorId: undone.endorserId,
  data: {
    endorsementId: undone.id,
    learnerId: claim.learnerId,
    version: undone.version,
    evidenceVersion: undone.evidenceVersion,
    verdict: undone.verdict,
    state: undone.state,
    ...(restored
      ? { restoredVersion: restored.version, restoredVerdict: restored.verdict, restoredState: restored.state }
      : {}),
  },
})

async function outcomeOfRepeat(
  { endorsements }: UndoEndorsementDeps,
  { claimId, endorsementId, actorId }: ChangeOwnEndorsementInput,
): Promise<UndoOutcome> {
  const { claim } = await endorsements.readForChange(claimId, actorId)
  const standing = await endorsements.load(claimId, claim?.evidenceVersion ?? 1)
  const found = standing.find(({ id }) => id === endorsementId)
  return found === undefined ? 'undone' : found.state === 'withdrawn' ? 'withdrawn' : 'restored'
}
