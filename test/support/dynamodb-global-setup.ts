import type { TestProject } from 'vitest/node'
import { type DynamoDbLocal, startDynamoDbLocal } from '../../functions/local/dynamodb-local.ts'

declare module 'vitest' {
  interface ProvidedContext {
    dynamoDbEndpoint: string
  }
}

interface SharedEngine {
  readonly started: Promise<DynamoDbLocal>
  users: number
}

/** Each tier loads this file anew, so what they share stands outside of it. */
const shared: typeof globalThis & { peerbadgeTestEngine?: SharedEngine | undefined } = globalThis

/** One engine in memory for the whole run, or the one that `DYNAMODB_ENDPOINT` names. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('dynamoDbEndpoint', process.env['DYNAMODB_ENDPOINT'] || (await useEngine()))
}

export async function teardown(): Promise<void> {
  const engine = shared.peerbadgeTestEngine
  if (!engine) return
  engine.users--
  if (engine.users > 0) return
  shared.peerbadgeTestEngine = undefined
  // An engine that did not start has said so in the setup already.
  const started = await engine.started.catch(() => undefined)
  await started?.stop()
}

async function useEngine(): Promise<string> {
  shared.peerbadgeTestEngine ??= { started: startDynamoDbLocal(), users: 0 }
  shared.peerbadgeTestEngine.users++
  return (await shared.peerbadgeTestEngine.started).endpoint
}
