import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { StoreFault } from './store-fault.ts'

const OLDEST_JAVA = 17

const VERSION_TIMEOUT_MS = 30_000

const INSTALL_LINES = `Install it with the one line for this system:
  Debian, Ubuntu   sudo apt-get install openjdk-17-jre-headless
  Fedora           sudo dnf install java-latest-openjdk-headless
  macOS            brew install --cask temurin
  Windows          winget install EclipseAdoptium.Temurin.21.JRE
or set DYNAMODB_ENDPOINT to the address of a DynamoDB that runs elsewhere.`

/** The first Java that is new enough: of `JAVA_HOME` when it is set, then of the `PATH`. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<string> {
  const home = env['JAVA_HOME']
  let newestTooOld = 0
  for (const command of [...(home ? [join(home, 'bin', 'java')] : []), 'java']) {
    const version = await javaVersion(command, env)
    if (version !== undefined && version >= OLDEST_JAVA) return command
    newestTooOld = Math.max(newestTooOld, version ?? 0)
  }
  if (newestTooOld === 0) {
    throw new StoreFault(`The local DynamoDB needs Java ${OLDEST_JAVA}; none found. ${INSTALL_LINES}`, {
      code: 'java_missing',
    })
  }
  throw new StoreFault(
    `The local DynamoDB needs Java ${OLDEST_JAVA} or newer; this one is ${newestTooOld}. ${INSTALL_LINES}`,
    { code: 'java_too_old' },
  )
}

/** Feature release a `java -version` banner names: 8 for `1.8.0_452`, 17 for `17.0.15`; `undefined` when it names none. */
export function parseJavaVersion(banner: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(banner) ?? []
  if (first === undefined) return undefined
  return Number(first === '1' && second !== undefined ? second : first)
}

function javaVersion(command: string, env: NodeJS.ProcessEnv): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile(
      command,
      ['-version'],
      { env, timeout: VERSION_TIMEOUT_MS, windowsHide: true },
      (error, stdout, stderr) => {
        // macOS ships a `java` that only says that there is none, and fails.
        resolve(error ? undefined : parseJavaVersion(`${stderr}\n${stdout}`))
      },
    )
  })
}
