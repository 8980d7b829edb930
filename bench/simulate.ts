import { SIZES } from './simulation/assumptions.ts'
import { type Run, simulationReport } from './simulation/report.ts'

const FULL: Run = { sizes: SIZES, seeds: 20, closerSeeds: 2 }

const USAGE = `Usage: npm run simulate [-- [--seeds N] [--table-only]]

Plays communities with honest members, favour-traders, rings and puppets under several rules, and compares what they award.
  --seeds N      seeds of each size of community, ${FULL.seeds} when left out
  --table-only   the table and the last line, no closer looks
`

function parseRun(args: readonly string[]): Run | undefined {
  let run = FULL
  for (let place = 0; place < args.length; place += 1) {
    const arg = args[place]
    if (arg === '--table-only') run = { ...run, closerSeeds: 0 }
    else if (arg === '--seeds' && /^[1-9]\d{0,2}$/.test(args[place + 1] ?? '')) {
      const seeds = Number(args[place + 1])
      run = { ...run, seeds, closerSeeds: Math.min(run.closerSeeds, seeds) }
      place += 1
    } else return undefined
  }
  return run
}

const args = process.argv.slice(2)
const run = parseRun(args)
if (run === undefined) {
  process.stderr.write(USAGE)
  process.exitCode = args.includes('--help') ? 0 : 2
} else process.stdout.write(simulationReport(run, (step) => process.stderr.write(`… ${step}\n`)))
