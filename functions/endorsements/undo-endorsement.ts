import type { UndoOutcome } from '../../schemas/endorsement.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import {
  undoEndorsement as decideUndoing,
  type Undoing,
  versionBefore,
} from '../domain/endorsement/undo-endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { UndoStore } from '../ports/undo-store.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import {
  type ChangeOwnEndorsementDeps,
  type ChangeOwnEndorsementInput,
  changeOwnEndorsement,
  findEndorsement,
  type OwnChange,
  type OwnEndorsement,
  toNextVersion,
} from './change-own-endorsement.ts'
import { toUndoneEvent } from './to-endorsement-event.ts'

export type UndoEndorsementDeps = ChangeOwnEndorsementDeps & {
  readonly endorsements: Pick<EndorsementStore, 'loadEarlier'>
  readonly claims: Pick<ClaimStore, 'loadEvidenceVersion'>
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
    const [earlier, endorsements, evidence] = await Promise.all([
      loadEarlier(deps, own.earlier),
      deps.endorsements.load(claim.id, claim.evidenceVersion),
      own.rule.policy.blindness === 'sealed'
        ? deps.claims.loadEvidenceVersion(claim, claim.evidenceVersion)
        : undefined,
    ])
    const undone = decideUndoing(own.earlier, {
      claim,
      policy: own.rule.policy,
      before: findBefore(own.earlier, earlier),
      endorsements,
      selfRated: evidence?.selfRatings !== undefined,
      now: own.now,
    })
    if (!undone.ok) return undone
    outcome = undone.value.outcome
    return ok(toChange(deps, input, own, undone.value))
  })
  if (!changed.ok) return changed
  return ok({ ...changed.value, outcome: outcome ?? (await outcomeOfRepeat(deps, input)) })
}

/** All versions that there were of it, but for what was undone. */
const loadEarlier = (
  { endorsements }: UndoEndorsementDeps,
  { claimId, evidenceVersion, endorserId }: Endorsement,
): Promise<readonly Endorsement[]> => endorsements.loadEarlier(claimId, evidenceVersion, endorserId)

function findBefore(current: Endorsement, earlier: readonly Endorsement[]): Endorsement | undefined {
  const version = versionBefore(current)
  if (version === 0) return undefined
  const before = earlier.find((one) => one.id === current.id && one.version === version)
  if (!before) throw new Error(`endorsement ${current.id} has lost its version ${version}`)
  return before
}

function toChange(
  deps: UndoEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  own: OwnEndorsement,
  undoing: Undoing,
): OwnChange {
  const { earlier: from, now: at } = own
  const { claim, seen } = own.read
  if (undoing.outcome === 'withdrawn')
    return toNextVersion(deps, input, own, { next: undoing.next, type: 'endorsement.withdrawn' })
  const restored = undoing.outcome === 'restored' ? undoing : undefined
  return {
    version: restored?.next.version ?? from.version,
    toEvent: (id) => toUndoneEvent(claim, { from, restored: restored?.next, at }, id),
    write: (event, guard) =>
      deps.undoings.undo(
        { from, restored, keepsSigned: claim.status === 'issued', event, guard, seen },
        input.idempotency,
      ),
  }
}

async function outcomeOfRepeat(
  { endorsements }: UndoEndorsementDeps,
  { claimId, endorsementId, actorId }: ChangeOwnEndorsementInput,
): Promise<UndoOutcome> {
  const { claim } = await endorsements.readForChange(claimId, actorId)
  const found = claim && (await findEndorsement({ endorsements }, claim, endorsementId))
  if (found === undefined) return 'undone'
  // Only what was restored says which version stood before it.
  return found.state === 'withdrawn' && found.previous === undefined ? 'withdrawn' : 'restored'
}
