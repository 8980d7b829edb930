import type { Endorsement, EndorserFacts } from './endorsement.ts'

/** The facts that are not read off the endorser themself. */
export type KnownFacts = Omit<EndorserFacts, 'role' | 'memberSince' | 'circles' | 'holds'>

const INDEPENDENCE = ['endorsedByLearnerAt', 'closesRingOf', 'reach', 'share', 'received', 'summarisedAt'] as const

/** What an endorsement does between two people, which a second look at the same endorsement must not change. */
type IndependenceFacts = Pick<EndorserFacts, (typeof INDEPENDENCE)[number]>

/**
 * The facts of a revised endorsement. An `endorse` that stays one was given when it was first given: what it did between
 * two people stays as it was then. Otherwise nobody could mend a word after the learner
 * endorsed them in turn, and facts that keep an endorsement from counting could be had anew. One that becomes an `endorse`, or
 * is given again after it was taken back, is judged as if it were given now.
 */
export function revisedFacts(earlier: Endorsement, taken: EndorserFacts): EndorserFacts {
  if (!isEndorsing(earlier)) return taken
  return { ...withoutIndependence(taken), ...independenceOf(earlier.facts) }
}

/** Whether an endorsement endorses as it stands. */
export const isEndorsing = ({ verdict, state }: Pick<Endorsement, 'verdict' | 'state'>): boolean =>
  verdict === 'endorse' && state === 'given'

const independenceOf = (facts: EndorserFacts): IndependenceFacts =>
  Object.fromEntries(INDEPENDENCE.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])))

function withoutIndependence(facts: EndorserFacts): EndorserFacts {
  const {
    endorsedByLearnerAt: _endorsedByLearnerAt,
    closesRingOf: _closesRingOf,
    reach: _reach,
    share: _share,
    received: _received,
    summarisedAt: _summarisedAt,
    ...rest
  } = facts
  return rest
}
