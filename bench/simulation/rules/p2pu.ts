import type { OpenClaim } from '../world.ts'
import { countingRule } from './bare-count.ts'
import type { Rulebook } from './rulebook.ts'

const VOTES = 3
/** Of 1 never, 2 sometimes, 3 most of the time, 4 always: the level that everybody's rule takes as enough. */
const AVERAGE = 3

/**
 * P2PU lernanta, as read in its source (`../shared/peer-assessment.md` section 1.1): an assessment is ready once every
 * question is rated from 1 to 4; the badge is awarded when there are at least `min_votes` ready assessments and their
 * average is at least `min_avg_rating`; one assessment for each assessor and none of oneself; assessors share a group with
 * the learner, which anybody may join. Both settings are 0 where nobody sets them, which awards at once; here they are set
 * to what the others ask. There is one question, so its mistake in weighting does not arise.
 */
export const p2pu: Rulebook = {
  name: 'P2PU: 3 votes, average 3 of 4',
  open: () => ({
    ...countingRule(() => true),
    decide: (claim) => (claim.judgements.length >= VOTES && average(claim) >= AVERAGE ? 'met' : 'pending'),
    // When votes are there and the average is too low, only more votes can help.
    wanted: (claim) => ({ chosen: Math.max(1, VOTES - claim.judgements.length), drawn: 0 }),
    known: {
      ringSize: 1,
      worth: () => 1,
      needed: (claim) => (average(claim) >= AVERAGE ? VOTES - claim.judgements.length : VOTES),
    },
  }),
}

const average = ({ judgements }: OpenClaim): number =>
  judgements.length === 0 ? AVERAGE : judgements.reduce((sum, { level }) => sum + level + 1, 0) / judgements.length
