import { daysAt, type Measured, meanOf, reductionOf, shareOf, together } from './measure.ts'

const COLUMNS = [
  'rule',
  'deserving awarded',
  'days p50',
  'days p90',
  'judgements',
  'undeserving awarded',
  'by mistake',
  'to rings',
  'to puppets',
  'badges per corrupted account',
] as const

/** One line for each rule, the columns in line. */
export function toTable(rows: ReadonlyMap<string, Measured>): string {
  const cells = [[...COLUMNS], ...[...rows].map(([name, measured]) => toCells(name, measured))]
  const widths = COLUMNS.map((_name, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

function toCells(name: string, measured: Measured): string[] {
  const { deserving, judgements, mistaken, ring, puppet, corruptedAccounts } = measured
  return [
    name,
    percent(shareOf(deserving)),
    daysAt(measured, 0.5).toFixed(1),
    daysAt(measured, 0.9).toFixed(1),
    meanOf(judgements).toFixed(2),
    percent(shareOf(together(mistaken, ring, puppet))),
    percent(shareOf(mistaken)),
    percent(shareOf(ring)),
    percent(shareOf(puppet)),
    (together(ring, puppet).awarded / Math.max(1, corruptedAccounts)).toFixed(2),
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** How a rule compares with another. */
export interface Comparison {
  /** Share of deserving claims awarded, 0 to 1. */
  readonly deserving: number
  /** Judgements more that a deserving award took on average. */
  readonly extra: number
  /** Awards to rings and puppets under the other rule for each under this one. */
  readonly reduction: number
}

export const compare = (measured: Measured, bare: Measured): Comparison => ({
  deserving: shareOf(measured.deserving),
  extra: meanOf(measured.judgements) - meanOf(bare.judgements),
  reduction: reductionOf(bare, measured),
})

/** `open-community deserving=0.985 extra=0.42 reduction=27.3` */
export const toLine = (name: string, { deserving, extra, reduction }: Comparison): string =>
  `${name} deserving=${deserving.toFixed(3)} extra=${extra.toFixed(2)} reduction=${reduction.toFixed(1)}`

const TARGET: Comparison = { deserving: 0.95, extra: 1, reduction: 20 }

/** What a rule misses of {@link TARGET}, a sentence each; none when it misses nothing. */
export function missesOf({ deserving, extra, reduction }: Comparison): readonly string[] {
  return [
    ...(deserving < TARGET.deserving
      ? [`awards ${percent(deserving)} of deserving claims, less than ${percent(TARGET.deserving)}`]
      : []),
    ...(extra > TARGET.extra ? [`takes ${extra.toFixed(2)} judgements more, more than ${TARGET.extra}`] : []),
    ...(reduction < TARGET.reduction
      ? [`awards rings and puppets ${reduction.toFixed(1)} times less often, not ${TARGET.reduction} times`]
      : []),
  ]
}
