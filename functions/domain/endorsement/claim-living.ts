import { addDays, type Instant } from '../shared/instant.ts'
import type { Claim, LostSupport } from './claim.ts'
import { type ClaimChange, move } from './claim-transitions.ts'
import { decideThreshold } from './decide-threshold.ts'
import type { Rule } from './decision.ts'
import type { Endorsement } from './endorsement.ts'
import { isEndorsing } from './known-facts.ts'

/**
 * Whether the endorsements that stand still meet the rule that a badge was given under, as of its decision instant: either what
 * is left of those it was decided on, or these together with what was given since. Nothing that came later can undo a badge:
 * a later `not-yet` is not looked at, and no further opinion is asked for, since the rule had what it asked for when it was met.
 *
 * @param endorsements  All of the claim's evidence version, with the rings that were found since.
 * @throws TypeError when the claim has no decision instant.
 */
export function stillMeetsRule(rule: Rule, claim: Claim, endorsements: readonly Endorsement[]): boolean {
  const { decidedAt } = claim
  if (decidedAt === undefined) throw new TypeError(`claim ${claim.id} was never decided`)
  const standing = endorsements.filter(isEndorsing)
  const decided = { ...claim, furtherOpinionGiven: true } as const
  const isMet = (set: readonly Endorsement[]) => decideThreshold(rule, decided, set, decidedAt).kind === 'met'
  return isMet(standing.filter(({ changedAt }) => changedAt <= decidedAt)) || isMet(standing)
}

/** The rule is not met any more: the learner has until then to gather other endorsements. */
export function loseSupport(claim: Claim, action: LostSupport['action'], graceDays: number, now: Instant): ClaimChange {
  const until = addDays(now, graceDays)
  return {
    ...move(claim, 'issuance', 'claim.support-lost', {
      status: 'issued',
      support: { state: 'lost', since: now, until, action },
    }),
    data: { until, action },
  }
}

/** What the rule says was done, or had nothing left to do. */
export const settleSupport = (claim: Claim, support: LostSupport): ClaimChange => ({
  ...move(claim, 'issuance', 'claim.support-settled', { status: 'issued', support: { ...support, state: 'settled' } }),
  data: { action: support.action },
})

/** The rule is met again. */
export function regainSupport(claim: Claim): ClaimChange {
  const change = move(claim, 'issuance', 'claim.support-regained', { status: 'issued' })
  const { support: _support, ...to } = change.to
  return { ...change, to }
}
