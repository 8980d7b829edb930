import type { CommunitySize, Noise } from './assumptions.ts'
import { makeWorld } from './make-world.ts'
import { addMeasured, type Measured, nothingMeasured } from './measure.ts'
import type { Rulebook } from './rules/rulebook.ts'
import { runCommunity } from './run-community.ts'

/** Seeds are numbered from here on. */
const FIRST_SEED = 20_260

/** What is played. */
export interface Plan {
  /** Of each size of community so many, each with a seed and a size of ring of its own. */
  readonly seeds: number
  readonly sizes: readonly CommunitySize[]
  readonly noise: Noise
}

/** What each rule did, by its name. */
export type ByRule = ReadonlyMap<string, Measured>

/** What each rule does in the same communities: in all of them, and in those of each size. */
export function simulate(
  { seeds, sizes, noise }: Plan,
  rules: readonly Rulebook[],
): { readonly all: ByRule; readonly bySize: ReadonlyMap<string, ByRule> } {
  const all = nothingOf(rules)
  const bySize = new Map(sizes.map(({ name }) => [name, nothingOf(rules)]))
  for (const size of sizes)
    for (let turn = 0; turn < seeds; turn += 1) {
      const world = makeWorld(size, FIRST_SEED + turn, { turn, turns: seeds }, noise)
      for (const rule of rules) {
        const claims = runCommunity(world, rule)
        for (const measured of [all, bySize.get(size.name) ?? all])
          addMeasured(measuredOf(measured, rule), world, claims)
      }
    }
  return { all, bySize }
}

const nothingOf = (rules: readonly Rulebook[]): ByRule => new Map(rules.map(({ name }) => [name, nothingMeasured()]))

/** What was measured of a rule that was played. */
export function measuredOf(measured: ByRule, { name }: Rulebook): Measured {
  const found = measured.get(name)
  if (found === undefined) throw new TypeError(`"${name}" was not played`)
  return found
}
