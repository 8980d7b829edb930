import { type OpenClaim, type Person, REQUIRED_LEVEL } from '../world.ts'
import type { Rulebook } from './rulebook.ts'

const MUST_GRADE = 5
const MUST_BE_GRADED_BY = 3
const FLEXIBLE_FROM_DAY = 7
const FLEXIBLE_SHARE = 0.3

/**
 * Open edX ORA2, as read in its source (`../shared/peer-assessment.md` section 1.1): the author grades 5 and is graded by 3;
 * whoever wants to grade is given the oldest submission that is not their own, not yet graded by them and lacks grades, or
 * any when none lacks one; the score of a criterion is the median of its grades; from day 7 on three tenths of the grades,
 * and at least one, are enough. Only those who submitted grade. A score below the required level is final. Leases of eight
 * hours are shorter than anything that is told apart here: whoever is given a submission grades it at once.
 */
export const ora2: Rulebook = {
  name: 'ORA2: median of 3, grade 5',
  open() {
    const submissions: OpenClaim[] = []
    const graded = new Map<number, Set<number>>()
    const owed = new Map<number, number>()
    const gradedBy = (person: Person) => graded.get(person.index) ?? new Set<number>()
    const required = ({ plan }: OpenClaim, now: number) =>
      now - plan.opens < FLEXIBLE_FROM_DAY
        ? MUST_BE_GRADED_BY
        : Math.max(1, Math.ceil(MUST_BE_GRADED_BY * FLEXIBLE_SHARE))
    return {
      openToAll: false,
      mustGive: MUST_GRADE,
      versions: 1,
      opened(claim) {
        submissions.push(claim)
        const { index } = claim.learner
        owed.set(index, gradedBy(claim.learner).size + MUST_GRADE)
      },
      mayJudge: (person, claim) => owed.has(person.index) && !gradedBy(person).has(claim.plan.index),
      judged(claim, { reviewer }) {
        const known = graded.get(reviewer)
        if (known) known.add(claim.plan.index)
        else graded.set(reviewer, new Set([claim.plan.index]))
      },
      decide(claim, now) {
        const { learner, judgements } = claim
        if (judgements.length < required(claim, now) || gradedBy(learner).size < (owed.get(learner.index) ?? 0))
          return 'pending'
        return median(judgements.map(({ level }) => level)) >= REQUIRED_LEVEL ? 'met' : 'refused'
      },
      wanted: () => ({ chosen: 0, drawn: 0 }),
      draw: () => [],
      next(person) {
        const known = gradedBy(person)
        const open = submissions.filter(
          ({ status, learner, plan }) => status === 'open' && learner !== person && !known.has(plan.index),
        )
        const lacking = open.find(({ judgements }) => judgements.length < MUST_BE_GRADED_BY)
        return lacking ?? open[person.index % Math.max(1, open.length)]
      },
      known: {
        ringSize: 1,
        worth: () => 1,
        needed: ({ judgements }) => Math.max(0, MUST_BE_GRADED_BY - judgements.length),
      },
      closed(claim) {
        const place = submissions.indexOf(claim)
        if (place >= 0) submissions.splice(place, 1)
      },
    }
  },
}

/** Of an even number the mean of the two in the middle, rounded up, as ORA2 does. */
function median(levels: readonly number[]): number {
  const sorted = [...levels].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0]
  return Math.ceil((low + high) / 2)
}
