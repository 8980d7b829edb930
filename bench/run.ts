import { type Engine, startEngine } from './engine.ts'
import { describeMachine } from './machine.ts'
import { measureCapacity } from './measure-capacity.ts'
import { measureHttp } from './measure-http.ts'
import { measureIssuing } from './measure-issuing.ts'
import { measureProofs } from './measure-proofs.ts'
import { measureQueue } from './measure-queue.ts'
import { measureStatus } from './measure-status.ts'
import { measureVerification } from './measure-verification.ts'
import { keepReport, type Report, type Row, toText } from './report.ts'
import { FULL, QUICK, type Sizes } from './sizes.ts'

interface Found {
  readonly rows: readonly Row[]
  readonly growth: readonly string[]
}

type Tell = (step: string) => void

/** What can be measured, in this order; the service first: it is measured while nothing else of a run is alive. */
const SECTIONS: Readonly<Record<string, (sizes: Sizes, tell: Tell, engine: () => Promise<Engine>) => Promise<Found>>> =
  {
    http: async (sizes, tell) => ({ rows: await measureHttp(sizes, tell), growth: [] }),
    proofs: (sizes, tell) => measureProofs(sizes, tell),
    issuing: async (sizes, tell, engine) => measureIssuing(await engine(), sizes, tell),
    capacity: async (sizes, tell, engine) => measureCapacity(await engine(), sizes, tell),
    status: async (sizes, tell, engine) => measureStatus(await engine(), sizes, tell),
    queue: async (sizes, tell, engine) => measureQueue(await engine(), sizes, tell),
    verification: async (sizes, tell, engine) => measureVerification(await engine(), sizes, tell),
  }

const USAGE = `Usage: npm run bench [-- [--quick] [section …]]

Measures this machine and prints one table; keeps it in .reports/bench.txt and .reports/bench.json.
  --quick   a small version that says little but runs everything
  section   ${Object.keys(SECTIONS).join(', ')}; all of them when none is named
`

const tell: Tell = (step) => process.stderr.write(`… ${step}\n`)

async function measure(names: readonly string[], sizes: Sizes, mode: Report['mode']): Promise<Report> {
  const startedAt = new Date()
  const machine = await describeMachine()
  let started: Promise<Engine> | undefined
  const engine = () => {
    if (!started) tell('starting an engine')
    started ??= startEngine()
    return started
  }
  const rows: Row[] = []
  const growth: string[] = []
  try {
    for (const [name, section] of Object.entries(SECTIONS)) {
      if (!names.includes(name)) continue
      const found = await section(sizes, tell, engine)
      rows.push(...found.rows)
      growth.push(...found.growth)
    }
    const seconds = (Date.now() - startedAt.getTime()) / 1000
    return { startedAt: startedAt.toISOString(), seconds, mode, machine, rows, growth }
  } finally {
    await (await started)?.stop()
  }
}

async function main(args: readonly string[]): Promise<number> {
  const named = args.filter((arg) => arg !== '--quick')
  if (named.some((name) => !Object.hasOwn(SECTIONS, name))) {
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
    const report = await measure(named.length > 0 ? named : Object.keys(SECTIONS), sizes, isQuick ? 'quick' : 'full')
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
