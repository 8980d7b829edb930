import { percentile } from '../statistics.ts'
import { isCorrupted, type OpenClaim, type World } from './world.ts'

/** What became of one kind of claim. */
export interface Tally {
  claims: number
  awarded: number
}

/** What a rule did in any number of communities. */
export interface Measured {
  readonly deserving: Tally
  /** Of each deserving claim that was awarded. */
  readonly days: number[]
  /** Judgements of any verdict it took in all its versions. */
  readonly judgements: number[]
  /** Endorsements among them. */
  readonly endorsements: number[]
  /** Opened for work that did not deserve the badge, by people in no league; awarded before the work got better. */
  readonly mistaken: Tally
  /** Opened by rings, and by people behind puppets. */
  readonly ring: Tally
  readonly puppet: Tally
  corruptedAccounts: number
}

export const nothingMeasured = (): Measured => ({
  deserving: { claims: 0, awarded: 0 },
  days: [],
  judgements: [],
  endorsements: [],
  mistaken: { claims: 0, awarded: 0 },
  ring: { claims: 0, awarded: 0 },
  puppet: { claims: 0, awarded: 0 },
  corruptedAccounts: 0,
})

/** Adds what became of the claims of one community. */
export function addMeasured(measured: Measured, world: World, claims: readonly OpenClaim[]): void {
  measured.corruptedAccounts += world.people.filter(isCorrupted).length
  for (const claim of claims) {
    const { plan, status, given, endorsed, endedAt = plan.opens } = claim
    const tally = tallyOf(measured, claim)
    tally.claims += 1
    if (status !== 'awarded') continue
    if (!plan.deserving && claim.deserving) {
      // The work got better on the way; neither a mistake nor what the claim was counted as.
      tally.claims -= 1
      continue
    }
    tally.awarded += 1
    if (tally !== measured.deserving) continue
    measured.days.push(endedAt - plan.opens)
    measured.judgements.push(given)
    measured.endorsements.push(endorsed)
  }
}

const tallyOf = (measured: Measured, { plan, learner }: OpenClaim): Tally => {
  if (plan.attack) return learner.kind === 'ring' ? measured.ring : measured.puppet
  return plan.deserving ? measured.deserving : measured.mistaken
}

/** All of one kind together. */
export const together = (...tallies: readonly Tally[]): Tally => ({
  claims: tallies.reduce((sum, { claims }) => sum + claims, 0),
  awarded: tallies.reduce((sum, { awarded }) => sum + awarded, 0),
})

export const shareOf = ({ claims, awarded }: Tally): number => (claims === 0 ? 0 : awarded / claims)

export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

export const daysAt = ({ days }: Measured, share: number): number => (days.length === 0 ? 0 : percentile(days, share))

/** Awards to rings and puppets under one rule for each under another; when the other made none, as if it had made one. */
export const reductionOf = (from: Measured, to: Measured): number =>
  together(from.ring, from.puppet).awarded / Math.max(1, together(to.ring, to.puppet).awarded)
