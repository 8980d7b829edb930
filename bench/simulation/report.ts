import { CAREFUL, CARELESS, type CommunitySize, NOISE, type Noise } from './assumptions.ts'
import { compare, missesOf, toLine, toTable } from './print.ts'
import { ALL_RULES, openCommunity, VARIANTS } from './rules/all-rules.ts'
import { bareCount } from './rules/bare-count.ts'
import { type ByRule, measuredOf, simulate } from './simulate.ts'

/** What a run plays. */
export interface Run {
  readonly sizes: readonly CommunitySize[]
  /** Seeds of each size in the table. */
  readonly seeds: number
  /** Seeds of each size in each closer look; 0 for none. */
  readonly closerSeeds: number
}

/**
 * Plays everything and says what came of it. The last line compares `open-community` with a bare count; the same seeds give the
 * same text.
 */
export function simulationReport(run: Run, tell: (step: string) => void): string {
  const { sizes, seeds } = run
  tell('playing all rules')
  const { all, bySize } = simulate({ seeds, sizes, noise: NOISE }, ALL_RULES)
  const comparison = compareOpen(all)
  const misses = missesOf(comparison)
  return [
    `${seeds} seeds of each of: ${sizes.map(({ name }) => name).join(', ')}. All rules meet the same communities.`,
    '',
    toTable(all),
    '',
    'open-community by community:',
    ...[...bySize].map(([name, measured]) => `  ${toLine(name, compareOpen(measured))}`),
    ...closerLooks(run, tell),
    '',
    'extra: judgements more, of any verdict, that a deserving award took than under the bare count.',
    'reduction: awards to rings and puppets under the bare count for each under the rule. Where there was none it is',
    'counted as if there had been one, and so is a lower bound.',
    misses.length === 0
      ? 'open-community misses nothing of its target.'
      : `open-community misses: ${misses.join('; ')}.`,
    '',
    toLine('open-community', comparison),
    '',
  ].join('\n')
}

function closerLooks({ sizes, closerSeeds: seeds }: Run, tell: (step: string) => void): readonly string[] {
  if (seeds === 0) return []
  tell('looking closer at open-community')
  const { all } = simulate({ seeds, sizes, noise: NOISE }, [bareCount, ...VARIANTS])
  const compared = (name: string, measured: ByRule, rule = openCommunity) =>
    `  ${toLine(name, compare(measuredOf(measured, rule), measuredOf(measured, bareCount)))}`
  return [
    `open-community and what it would be with other values, ${seeds} seeds of each:`,
    ...VARIANTS.map((rule) => compared(rule.name, all, rule)),
    `open-community by how often honest reviewers are wrong, ${seeds} seeds of each:`,
    ...[CAREFUL, CARELESS].map((noise) =>
      compared(describeNoise(noise), simulate({ seeds, sizes, noise }, [bareCount, openCommunity]).all),
    ),
  ]
}

const compareOpen = (measured: ByRule) => compare(measuredOf(measured, openCommunity), measuredOf(measured, bareCount))

const describeNoise = ({ endorsesUndeserving }: Noise): string => `wrong in ${100 * endorsesUndeserving} of 100`
