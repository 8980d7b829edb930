import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Plain JavaScript on Node's own modules: this runs before anything is installed, and on a Node that may be too old.

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const NODE_MODULES = join(ROOT, 'node_modules')
const INSTALLED_LOCK = join(NODE_MODULES, '.package-lock.json')
const OLDEST_NODE = [20, 20]
const INSTALLED_MEGABYTES = 650
const SECONDS_BETWEEN_LINES = 5
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Makes a fresh clone able to run its own TypeScript: checks Node, installs what the lockfile names and is missing, and
 * registers the loader in this process. Safe to repeat; does nothing when all is there. Ends the process with a message
 * and a status other than 0 when it cannot.
 */
export async function prepare(out = process.stdout) {
  refuseOldNode()
  endWithNpm()
  if (!isInstalled()) await install(out)
  // The loader looks for it in the working folder, which need not be the repository.
  process.env.TSX_TSCONFIG_PATH = process.env.TSX_TSCONFIG_PATH || join(ROOT, 'tsconfig.json')
  await import('tsx')
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  fail(
    `Peerbadge needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. See nodejs.org/download.`,
  )
}

/** Neither npm killed outright nor a shell between npm and this process hands a signal on. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  timer.unref()
}

/** npm writes its own copy of the lockfile last, so an installation that was interrupted or has aged differs from it. */
function isInstalled() {
  const installed = readPackages(INSTALLED_LOCK)
  const wanted = Object.entries(readPackages(join(ROOT, 'package-lock.json')))
  return wanted.every(
    ([path, { version, optional }]) =>
      path === '' || optional || (installed[path] && installed[path].version === version),
  )
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages || {}
  } catch {
    return {}
  }
}

async function install(out) {
  if (!existsSync(NODE_MODULES) && freeMegabytes() < INSTALLED_MEGABYTES) failOfDisk()
  const stopProgress = showProgress('Installing packages (npm ci)', out)
  const { status, signal, output } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], out)
  stopProgress()
  if (signal) process.exit(128 + constants.signals[signal])
  // npm only warns of files it could not write, and ends with 0.
  if (/ENOSPC|EDQUOT/.test(output)) {
    rmSync(INSTALLED_LOCK, { force: true })
    failOfDisk()
  }
  if (status === 0) return
  const reasons = output.split('\n').filter((line) => /^npm err/i.test(line))
  process.stderr.write(`${reasons.slice(0, 12).join('\n') || output}\n`)
  fail(
    `Installing the packages failed (npm ci ended with ${status}); npm's words are above. Mend that and run this again.`,
  )
}

function freeMegabytes() {
  const { bavail, bsize } = statfsSync(ROOT)
  return (bavail * bsize) / 1e6
}

function failOfDisk() {
  fail(
    `The disk is too full: the packages take about ${INSTALLED_MEGABYTES} MB in ${ROOT}. Make room and run this again.`,
  )
}

/** Runs npm in a process group of its own, so that a signal also ends what npm started. */
function runNpm(npmArguments, out) {
  const cli = process.env.npm_execpath
  const [command, ...leading] = cli && /npm-cli\.c?js$/.test(cli) ? [process.execPath, cli] : ['npm']
  const isWindows = process.platform === 'win32'
  return new Promise((resolve) => {
    const child = spawn(command, [...leading, ...npmArguments], {
      cwd: ROOT,
      detached: !isWindows,
      shell: isWindows && command === 'npm',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let interruptedBy
    const forward = (signal) => {
      // npm takes back what it has done so far, which can take as long.
      if (!interruptedBy) out.write('\nStopping npm, which tidies up first …\n')
      interruptedBy = signal
      if (isWindows || !child.pid) child.kill(signal)
      else endGroup(child.pid, signal)
    }
    const done = (status) => {
      for (const signal of SIGNALS) process.removeListener(signal, forward)
      resolve({ status, signal: interruptedBy, output })
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000)
      })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      done(127)
    })
    child.on('close', (status) => done(status === null ? 1 : status))
  })
}

function endGroup(processGroup, signal) {
  try {
    process.kill(-processGroup, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** A spinner on a terminal, a line every few seconds elsewhere. */
function showProgress(label, stdout) {
  const startedAtMs = Date.now()
  const seconds = () => Math.round((Date.now() - startedAtMs) / 1000)
  if (!stdout.isTTY) {
    stdout.write(`${label} …\n`)
    const timer = setInterval(() => stdout.write(`${label} … ${seconds()} s\n`), SECONDS_BETWEEN_LINES * 1000)
    return () => {
      clearInterval(timer)
      stdout.write(`${label}: ended after ${seconds()} s\n`)
    }
  }
  const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
  let frame = 0
  const timer = setInterval(() => {
    frame = (frame + 1) % frames.length
    stdout.write(`\r${frames[frame]} ${label} ${seconds()} s `)
  }, 100)
  return () => {
    clearInterval(timer)
    stdout.write(`\r${label}: ended after ${seconds()} s\n`)
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
