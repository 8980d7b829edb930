import { isEndorsement, type OpenClaim } from '../world.ts'
import type { RuleAtWork, Rulebook } from './rulebook.ts'

const ENDORSEMENTS = 3

/**
 * Three endorsements by three different people, whoever they are: the rule that a community writes first, and the one that
 * LearnCard's `minEndorsers` states (`../shared/peer-assessment.md` section 1.2). A refusal changes nothing.
 */
export const bareCount: Rulebook = { name: 'bare count of 3', open: () => countingRule(() => true) }

/** Counts endorsements of distinct people, and asks of the learner what `stands` asks. */
export function countingRule(stands: (claim: OpenClaim, now: number) => boolean): RuleAtWork {
  const missing = ({ judgements }: OpenClaim) => Math.max(0, ENDORSEMENTS - judgements.filter(isEndorsement).length)
  return {
    openToAll: true,
    mustGive: 0,
    versions: 1,
    opened: () => {},
    mayJudge: () => true,
    judged: () => {},
    decide: (claim, now) => (missing(claim) === 0 && stands(claim, now) ? 'met' : 'pending'),
    wanted: (claim) => ({ chosen: missing(claim), drawn: 0 }),
    draw: () => [],
    known: { ringSize: 1, worth: () => 1, needed: missing },
    closed: () => {},
  }
}
