import type { Chance } from './random.ts'
import type { RuleAtWork } from './rules/rulebook.ts'
import type { OpenClaim, Person } from './world.ts'

/** How many accomplices are thought of at a time. */
const CONSIDERED = 8

/**
 * Who of a gang endorses next. They stand in a circle in which each endorses only those shortly ahead, so few that no chain
 * of endorsements comes back within as many people as the rule looks for; they read what the service says of each
 * endorsement that would be given, and of those of equal use take any.
 *
 * @param free  Those who have not judged the claim.
 */
export function chooseAccomplice(
  { known }: RuleAtWork,
  gangSize: number,
  free: readonly Person[],
  claim: OpenClaim,
  chance: Chance,
  now: number,
): Person | undefined {
  const ahead = Math.max(1, Math.floor((gangSize - 1) / known.ringSize))
  const distance = ({ place }: Person) => (claim.learner.place - place + gangSize) % gangSize
  const planned = free.filter((one) => distance(one) <= ahead)
  const others = free.filter((one) => distance(one) > ahead)
  return best(planned) ?? best(others)

  function best(candidates: readonly Person[]): Person | undefined {
    let chosen: Person | undefined
    let most = 0
    for (const one of chance.shuffled(candidates).slice(0, CONSIDERED)) {
      const worth = known.worth(one, claim, now)
      if (worth <= most) continue
      chosen = one
      most = worth
    }
    return chosen
  }
}
