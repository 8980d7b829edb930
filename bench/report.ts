import { mkdir, writeFile } from 'node:fs/promises'

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What to know to read it. */
  readonly note?: string
}

/** Everything one run found. */
export interface Report {
  readonly startedAt: string
  readonly seconds: number
  readonly mode: 'full' | 'quick'
  readonly machine: Readonly<Record<string, string | number>>
  readonly rows: readonly Row[]
  /** How cost grows, in plain sentences. */
  readonly growth: readonly string[]
}

const MODES = { full: 'full', quick: 'quick: too few samples to compare' } as const

const FOLDER = new URL('../.reports/', import.meta.url)

/** The report as plain text, one table. */
export function toText({ machine, rows, growth, mode, seconds }: Report): string {
  const cells = rows.map(({ what, value, unit, note = '' }) => [what, toFigure(value), unit, note] as const)
  const width = (column: 0 | 1 | 2) => Math.max(...cells.map((row) => row[column].length))
  const lines = cells.map(([what, value, unit, note]) =>
    `${what.padEnd(width(0))}  ${value.padStart(width(1))} ${unit.padEnd(width(2))}  ${note}`.trimEnd(),
  )
  return [
    ...Object.entries(machine).map(([name, value]) => `${name.padEnd(8)} ${value}`),
    `${'run'.padEnd(8)} ${MODES[mode]}, ${Math.round(seconds)} s`,
    '',
    ...lines,
    '',
    'How cost grows',
    ...growth.map((sentence) => `- ${sentence}`),
    '',
  ].join('\n')
}

/** Keeps the report as JSON and as text. */
export async function keepReport(report: Report): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await writeFile(new URL('bench.json', FOLDER), `${JSON.stringify(report, undefined, 2)}\n`)
  await writeFile(new URL('bench.txt', FOLDER), toText(report))
}

function toFigure(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}
