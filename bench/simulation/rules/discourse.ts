import { isEndorsement } from '../world.ts'
import { countingRule } from './bare-count.ts'
import type { Rulebook } from './rulebook.ts'

const WINDOW_DAYS = 100
/** Level 3 asks for 20 likes received and 30 given; a claim asks for 3 received, and so for as many given in proportion. */
const MUST_GIVE = 5
const PEOPLE_PER_LIKE = 1 / 5
const DAYS_PER_LIKE = 1 / 4

/**
 * Discourse's level 3, as documented (`../shared/peer-assessment.md` section 1.3): within 100 days, likes received from at
 * least a fifth as many people on at least a quarter as many days, and half as many again given, to as wide a circle. It is
 * a rule on a member's standing, not on a piece of work, so its proportions are kept and its numbers scaled from 20 likes
 * to the 3 endorsements that a claim asks for; an endorsement is a like. Visits, topics and posts read are no matter here.
 */
export const discourse: Rulebook = {
  name: 'Discourse: diversity of givers',
  open() {
    const received = new Map<number, Like[]>()
    const given = new Map<number, Like[]>()
    const isWide = (likes: readonly Like[], least: number, now: number) => {
      const recent = likes.filter(({ at }) => at > now - WINDOW_DAYS)
      const people = new Set(recent.map(({ other }) => other)).size
      const days = new Set(recent.map(({ at }) => Math.floor(at))).size
      return (
        recent.length >= least && people >= recent.length * PEOPLE_PER_LIKE && days >= recent.length * DAYS_PER_LIKE
      )
    }
    const rule = countingRule(
      ({ learner }, now) =>
        isWide(received.get(learner.index) ?? [], 0, now) && isWide(given.get(learner.index) ?? [], MUST_GIVE, now),
    )
    return {
      ...rule,
      mustGive: MUST_GIVE,
      judged({ learner }, judgement) {
        const { reviewer, at } = judgement
        // Whoever judges has taken part, whatever they say; only what is liked is received.
        append(given, reviewer, { other: learner.index, at })
        if (isEndorsement(judgement)) append(received, learner.index, { other: reviewer, at })
      },
    }
  },
}

interface Like {
  readonly other: number
  readonly at: number
}

function append(likes: Map<number, Like[]>, person: number, like: Like): void {
  const known = likes.get(person)
  if (known) known.push(like)
  else likes.set(person, [like])
}
