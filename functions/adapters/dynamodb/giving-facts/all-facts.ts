import { standsWithChallenge } from './challenge.ts'
import { drawn } from './drawn.ts'
import type { GivingFact } from './giving-fact.ts'
import { endorsedByLearner } from './pair.ts'
import { samePerson } from './person.ts'
import { sharesWork } from './shared-work.ts'
import { summaries } from './summaries.ts'

/** Everything that is found out about an endorser before they endorse, with one batch read. */
export const GIVING_FACTS: readonly GivingFact[] = [
  samePerson,
  endorsedByLearner,
  sharesWork,
  drawn,
  standsWithChallenge,
  summaries,
]
