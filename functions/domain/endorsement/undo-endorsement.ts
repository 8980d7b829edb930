import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import { isStandingJudgement } from './blindness.ts'
import type { Claim } from './claim.ts'
import type { Endorsement } from './endorsement.ts'
import { turn } from './endorsement-transitions.ts'

/** A wrong click is noticed within minutes. */
export const UNDO_MINUTES = 10

/** States in which the last act can be undone; a wrong `not-yet` may just have asked for a revision. */
const UNDOABLE = ['open', 'met', 'issued', 'revision'] as const

/** What undoing comes to. */
export type Undoing =
  /** Nothing of it stays. */
  | { readonly outcome: 'undone' }
  /** What stood before stands again, as it was. */
  | { readonly outcome: 'restored'; readonly before: Endorsement; readonly next: Endorsement }
  /** The badge may hold it by now. */
  | { readonly outcome: 'withdrawn'; readonly next: Endorsement }

/** What says whether something can be undone. */
export interface UndoWindow {
  readonly claim: Claim
  readonly policy: ThresholdPolicy
  /** All that stands on this evidence version. */
  readonly endorsements: readonly Endorsement[]
  /** Whether the learner rates that version themself, which whoever has judged it is shown. */
  readonly selfRated: boolean
  readonly now: Instant
}

/** What an undoing is decided from. */
export interface UndoContext extends UndoWindow {
  /** What stood before the last act; absent when that was giving it. */
  readonly before: Endorsement | undefined
}

/** Until when the last act on an endorsement can be undone; at that instant it no longer can. */
export const undoableUntil = ({ changedAt }: Endorsement): Instant => addMilliseconds(changedAt, UNDO_MINUTES * 60_000)

/** The version that stood before the newest; 0 when there was none. What was undone is none of them. */
export const versionBefore = ({ previous, version }: Pick<Endorsement, 'previous' | 'version'>): number =>
  previous ?? version - 1

/**
 * Takes back what an endorser did last with their judgement: that they gave, revised or withdrew it. Of a `sealed` claim,
 * a first judgement can be undone only while there is nothing to have seen meanwhile: it could be given again with the
 * others in view, also where a decline came before it.
 *
 * @returns what it comes to; or what {@link findUndoRefusal} finds.
 */
export function undoEndorsement(current: Endorsement, context: UndoContext): Result<Undoing, Refusal> {
  const refusal = findUndoRefusal(current, context)
  if (refusal) return err(refusal)
  const { claim, before, now } = context
  const version = current.version + 1
  if (before)
    return ok({
      outcome: 'restored',
      before,
      next: turn(current, { ...before, version, previous: versionBefore(before) }, 'undo'),
    })
  if (claim.status === 'issued' && current.verdict === 'endorse') {
    const { previous: _previous, ...kept } = current
    return ok({
      outcome: 'withdrawn',
      next: turn(current, { ...kept, version, state: 'withdrawn', changedAt: now }, 'undo'),
    })
  }
  turn(current, undefined, 'undo')
  return ok({ outcome: 'undone' })
}

/** Why the last act cannot be undone: `endorsement_erased`, `claim_closed`, `evidence_version_stale` or `undo_closed`. */
export function findUndoRefusal(current: Endorsement, window: UndoWindow): Refusal | undefined {
  const { claim, policy, now } = window
  if (current.state === 'erased') return { code: 'endorsement_erased' }
  if (!UNDOABLE.some((status) => status === claim.status))
    return { code: 'claim_closed', detail: `The claim is ${claim.status}; nothing can be undone.` }
  if (current.evidenceVersion !== claim.evidenceVersion)
    return {
      code: 'evidence_version_stale',
      detail: `The current evidence version is ${claim.evidenceVersion}; judgements of earlier ones rest.`,
    }
  if (now >= undoableUntil(current))
    return {
      code: 'undo_closed',
      detail: `It can be undone for ${UNDO_MINUTES} minutes. Revise or withdraw it instead.`,
    }
  if (policy.blindness === 'sealed' && isFirstJudgement(current) && openedSomething(current, window))
    return {
      code: 'undo_closed',
      detail:
        'Since it was given, the judgements of others or of the learner could be read. Revise it, once, or withdraw it instead.',
    }
  return undefined
}

/** Whatever came before it was none: nothing, or a decline. */
const isFirstJudgement = (current: Endorsement): boolean => isStandingJudgement(current) && current.revised !== true

const openedSomething = ({ endorserId }: Endorsement, { endorsements, selfRated }: UndoWindow): boolean =>
  selfRated || haveOthersJudged(endorsements, endorserId)

const haveOthersJudged = (endorsements: readonly Endorsement[], endorserId: Id): boolean =>
  endorsements.some((one) => one.endorserId !== endorserId && isStandingJudgement(one))
