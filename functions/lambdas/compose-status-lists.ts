import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { rdfcProofReader, rdfcProofWriter } from '../adapters/data-integrity/rdfc-proofs.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import type { EventSubscriber } from '../adapters/event-bus/in-process.ts'
import type { Now } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Signer } from '../ports/signer.ts'
import { statusListConsumer } from '../status-lists/consumer.ts'
import { PUBLISHING_EVENTS, publishForEvents } from '../status-lists/publish-for-events.ts'

/** What differs between AWS, a laptop and a test. */
export interface StatusListSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly keys: Signer
  readonly log: Log
  /** @default the system's clock */
  readonly now?: Now
}

/** What publishes status lists over real adapters: fed by a queue on AWS, and by an in-process bus elsewhere. */
export function composeStatusLists({ client, tableName, keys, log, now = systemNow }: StatusListSurroundings) {
  const table = { client, tableName, now }
  const deps = {
    statusLists: dynamoStatusListStore(table),
    communities: dynamoCommunityStore(table),
    bitstrings: gzipBitstringCodec,
    keys,
    proofs: { ...rdfcProofWriter(), ...rdfcProofReader() },
    now,
    log,
  }
  const subscriber: EventSubscriber = {
    takes: PUBLISHING_EVENTS,
    deliver: (events) =>
      publishForEvents(
        deps,
        events.map((event) => ({ deliveryId: event.id, event })),
      ),
  }
  return { consumer: statusListConsumer(deps), subscriber }
}
