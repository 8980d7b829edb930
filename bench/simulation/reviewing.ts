import { ATTACK, DOMINANT, HONEST, TRADERS } from './assumptions.ts'
import { chanceOf } from './random.ts'
import { isCorrupted, LEVELS, type OpenClaim, type Person, REQUIRED_LEVEL, type Way, type World } from './world.ts'

const TOP_LEVEL = LEVELS.length - 1

/**
 * The level that a reviewer gives to the present version of a claim: the same whenever they are asked, and under every rule.
 * Whoever is shown another version of work that is no better sees what they said of it, and says the same; few give in.
 *
 * @returns a place in {@link LEVELS}.
 */
export function levelGiven(world: World, reviewer: Person, claim: OpenClaim, way: Way): number {
  const { plan, learner, deserving, version } = claim
  const chance = chanceOf(world.seed, 1, plan.index, deserving ? version : 0, reviewer.index)
  const luck = chance.next()
  const endorses = () => REQUIRED_LEVEL + (chance.happens(deserving ? 0.5 : 0.2) ? TOP_LEVEL - REQUIRED_LEVEL : 0)
  const refuses = () => (chance.happens(deserving ? 0.2 : 0.5) ? 0 : REQUIRED_LEVEL - 1)
  if (areInLeague(reviewer, learner)) return endorses()
  if (reviewer.friends.has(learner.index)) return luck < TRADERS.endorsesFriend ? endorses() : refuses()
  if (plan.attack && way !== 'own-accord' && !isCorrupted(reviewer) && chance.happens(ATTACK.bribes)) return endorses()
  if (!deserving && version > 1 && givesIn(world, reviewer, claim)) return endorses()
  const { endorsesUndeserving, refusesDeserving } = reviewer.kind === 'dominant' ? DOMINANT : world.noise
  return luck < (deserving ? 1 - refusesDeserving : endorsesUndeserving) ? endorses() : refuses()
}

const givesIn = ({ seed }: World, reviewer: Person, { plan, version }: OpenClaim): boolean =>
  chanceOf(seed, 5, plan.index, version, reviewer.index).happens(HONEST.givesIn)

/** Whether two accounts are of the same ring, or of the same person. */
export const areInLeague = (one: Person, other: Person): boolean => one.gang !== undefined && one.gang === other.gang
