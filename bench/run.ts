import { startEngine } from './engine.ts'
import { describeMachine } from './machine.ts'
import { measureCapacity } from './measure-capacity.ts'
import { measureHttp } from './measure-http.ts'
import { measureIssuing } from './measure-issuing.ts'
import { measureProofs } from './measure-proofs.ts'
import { keepReport, type Report, toText } from './report.ts'
import { FULL, QUICK, type Sizes } from './sizes.ts'

const USAGE = `Usage: npm run bench [-- --quick]

Measures this machine and prints one table; keeps it in .reports/bench.txt and .reports/bench.json.
  --quick   a small version that says little but runs everything
`

const tell = (step: string) => process.stderr.write(`… ${step}\n`)

async function measure(sizes: Sizes, mode: Report['mode']): Promise<Report> {
  const startedAt = new Date()
  const machine = await describeMachine()
  // The service first: it is measured while nothing else of this run is alive.
  const http = await measureHttp(sizes, tell)
  const proofs = await measureProofs(sizes, tell)
  tell('starting an engine')
  const engine = await startEngine()
  try {
    const issuing = await measureIssuing(engine, sizes, tell)
    const capacity = await measureCapacity(engine, sizes, tell)
    return {
      startedAt: startedAt.toISOString(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      mode,
      machine,
      rows: [...http, ...issuing.rows, ...proofs.rows, ...capacity.rows],
      growth: [...capacity.growth, ...issuing.growth, ...proofs.growth],
    }
  } finally {
    await engine.stop()
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--quick')) {
    process.stderr.write(USAGE)
    return args.includes('--help') ? 0 : 2
  }
  const isQuick = args.includes('--quick')
  const sizes = isQuick ? QUICK : FULL
  const watchdog = setTimeout(() => {
    process.stderr.write(`The bench took more than ${sizes.limitMinutes} minutes and was ended.\n`)
    process.exit(1)
  }, sizes.limitMinutes * 60_000)
  try {
    const report = await measure(sizes, isQuick ? 'quick' : 'full')
    await keepReport(report)
    process.stdout.write(toText(report))
    return 0
  } finally {
    clearTimeout(watchdog)
  }
}

// Leaving by `exit` takes along the service; the engine watches for the end of this process by itself.
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(status))
process.exitCode = await main(process.argv.slice(2))
// Connections that are kept alive must not hold up the end.
process.exit()
