const USAGE = `Usage: peerbadge start | peerbadge verify FILE|URL | peerbadge replay FILE [--keys FILE]

  start   Starts the service on this machine. README.md lists the variables it reads.
  verify  Verifies a badge, without the service. peerbadge verify --help tells more.
  replay  Decides once more on an award record, offline, and checks its signature by saved keys.
          peerbadge replay --help tells more.
`

/** Each command loads what it needs and nothing else: verifying a file should not wait for a database. */
async function main([command, ...words]: readonly string[]): Promise<number> {
  switch (command) {
    case undefined:
    case 'start':
      return (await import('./run-start.ts')).runStart()
    case 'verify':
      return (await import('./run-verify.ts')).runVerify(words)
    case 'replay':
      return (await import('./run-replay.ts')).runReplay(words)
    case 'help':
    case '--help':
      process.stdout.write(USAGE)
      return 0
    default:
      process.stderr.write(USAGE)
      return 64
  }
}

// Whoever reads along may go first: a terminal that is closed, `| head`. What was started must still be stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
process.exitCode = await main(process.argv.slice(2))
// Sockets of clients that keep connections alive must not hold up the end.
process.exit()
