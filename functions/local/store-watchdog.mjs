// Stands between our process and Java, so that Java never outlives us: when our end of the standard input closes, for
// whatever reason and also by kill -9, it stops Java and ends. Plain JavaScript: it runs without a loader.
//
//   node store-watchdog.mjs <record file or ''> <port> <java> <argument>…
//
// Standard output carries one JSON object a line: {pid} once Java runs, {error} when it cannot, {exitCode, signal} when
// it has ended. Java's own output goes to standard error.

import { spawn } from 'node:child_process'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

const KILL_AFTER_MS = 20_000

const ownerPid = process.ppid
const [recordFile, port, command, ...args] = process.argv.slice(2)
const java = spawn(command, args, { stdio: ['ignore', 2, 2], windowsHide: true })
let stopping = false

java.on('spawn', () => {
  try {
    if (recordFile) record()
    report({ pid: java.pid })
  } catch (error) {
    report({ error: error.message, code: error.code })
    stop()
  }
})
java.on('error', (error) => {
  report({ error: error.message, code: error.code })
  if (java.pid === undefined) process.stdin.destroy()
})
java.on('exit', (exitCode, signal) => {
  if (recordFile) rmSync(recordFile, { force: true })
  report({ exitCode, signal })
  process.stdin.destroy()
})

process.stdin.resume()
for (const event of ['end', 'close', 'error']) process.stdin.on(event, stop)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop)

// Once our process is gone nobody reads: a write that fails must not end the watchdog before Java has ended.
process.stdout.on('error', () => {})

function stop() {
  if (stopping || java.exitCode !== null || java.signalCode !== null) return
  stopping = true
  java.kill('SIGTERM')
  setTimeout(() => java.kill('SIGKILL'), KILL_AFTER_MS).unref()
}

/** Written at once, so that a later start finds Java should this process be killed too. */
function record() {
  const fresh = `${recordFile}.new`
  const facts = {
    pid: java.pid,
    watchdogPid: process.pid,
    ownerPid,
    port: Number(port),
    startedAt: new Date().toISOString(),
  }
  writeFileSync(fresh, `${JSON.stringify(facts)}\n`)
  renameSync(fresh, recordFile)
}

function report(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
