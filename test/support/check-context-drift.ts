import { PUBLISHED_CONTEXT_SHA256 } from '../../schemas/contexts.ts'
import { findDrift, SCHEMA_SHA256 } from './context-drift.ts'

const TIMEOUT_MILLISECONDS = 20_000

async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { accept: 'application/ld+json, application/schema+json, application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  })
  if (!answer.ok) throw new Error(`answered ${answer.status}`)
  return answer.json()
}

const findings = await findDrift({ ...PUBLISHED_CONTEXT_SHA256, ...SCHEMA_SHA256 }, fetchJson)
for (const { line } of findings) console.log(line)
process.exitCode = findings.every(({ isPinned }) => isPinned) ? 0 : 1
