import { setTimeout as delay } from 'node:timers/promises'
import { startDynamoDbLocal } from '../../functions/local/dynamodb-local.ts'

// A process that owns an engine, for tests to kill: prints where the engine is, and lives until a signal comes.
//   node --import tsx store-owner.ts [data folder]

const ORDERLY_SHUTDOWN_MS = 1_000

const dataFolder = process.argv[2]
const store = await startDynamoDbLocal(dataFolder === undefined ? {} : { dataFolder })
process.once('SIGINT', async () => {
  // Whatever has to be finished before the engine may go.
  await delay(ORDERLY_SHUTDOWN_MS)
  const answer = await fetch(store.endpoint).then(
    () => 'answers',
    () => 'is gone',
  )
  console.log(`the engine ${answer}`)
  await store.stop()
  console.log('stopped')
})
console.log(JSON.stringify({ endpoint: store.endpoint, pid: store.pid }))
