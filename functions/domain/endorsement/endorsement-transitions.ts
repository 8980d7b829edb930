import type { Endorsement } from './endorsement.ts'

/**
 * How a judgement stands. `undone` is stored as nothing at all, so it is where every judgement begins. `revised` is given
 * as well, but not for the first time.
 */
export type Standing = 'undone' | 'given' | 'revised' | 'withdrawn' | 'erased'

/** What can be done with a judgement; its endorser does all but `erase`, which leaders may do too. */
export type Act = 'give' | 'revise' | 'withdraw' | 'undo' | 'erase'

/** Every allowed change of a judgement; all others are refused. */
export const ENDORSEMENT_TRANSITIONS: readonly {
  readonly from: Standing
  readonly to: Standing
  readonly by: Act
}[] = [
  { from: 'undone', to: 'given', by: 'give' },
  // A decline becomes the first judgement.
  { from: 'given', to: 'given', by: 'revise' },
  { from: 'given', to: 'revised', by: 'revise' },
  { from: 'revised', to: 'revised', by: 'revise' },
  // A withdrawn decline too.
  { from: 'withdrawn', to: 'given', by: 'revise' },
  { from: 'withdrawn', to: 'revised', by: 'revise' },
  { from: 'given', to: 'withdrawn', by: 'withdraw' },
  { from: 'revised', to: 'withdrawn', by: 'withdraw' },
  { from: 'given', to: 'undone', by: 'undo' },
  // The badge was issued meanwhile, or what was undone is that a withdrawn one was given again.
  { from: 'given', to: 'withdrawn', by: 'undo' },
  { from: 'given', to: 'given', by: 'undo' },
  { from: 'revised', to: 'given', by: 'undo' },
  { from: 'revised', to: 'revised', by: 'undo' },
  { from: 'revised', to: 'withdrawn', by: 'undo' },
  { from: 'withdrawn', to: 'given', by: 'undo' },
  { from: 'withdrawn', to: 'revised', by: 'undo' },
  { from: 'given', to: 'erased', by: 'erase' },
  { from: 'revised', to: 'erased', by: 'erase' },
  { from: 'withdrawn', to: 'erased', by: 'erase' },
]

/** How a stored judgement stands; nothing stored is `undone`. */
export function standingOf(endorsement: Pick<Endorsement, 'state' | 'revised'> | undefined): Standing {
  if (endorsement === undefined) return 'undone'
  return endorsement.state === 'given' && endorsement.revised ? 'revised' : endorsement.state
}

/** Whether an act may take a judgement from one standing to another. */
export const mayTurn = (from: Standing, to: Standing, by: Act): boolean =>
  ENDORSEMENT_TRANSITIONS.some((row) => row.from === from && row.to === to && row.by === by)

/** The next version of a judgement; one that the table does not hold is a mistake of ours, never of a caller. */
export function turn<Next extends Endorsement | undefined>(from: Endorsement | undefined, to: Next, by: Act): Next {
  if (mayTurn(standingOf(from), standingOf(to), by)) return to
  throw new TypeError(`a judgement cannot go from ${standingOf(from)} to ${standingOf(to)} by ${by}`)
}
