import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoDueStore } from '../adapters/dynamodb/due-store.ts'
import { dynamoIssuedBadges } from '../adapters/dynamodb/issued-badges.ts'
import { dynamoReviewStore } from '../adapters/dynamodb/review-store.ts'
import { dynamoSummaryStore } from '../adapters/dynamodb/summary-store.ts'
import { toStreamEvent } from '../adapters/dynamodb/to-stream-event.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { fanOutConsumer } from '../fan-out/consumer.ts'
import { unnameEvents } from '../fan-out/unname-events.ts'
import type { Now } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { Log } from '../ports/log.ts'

/** What differs between AWS, a laptop and a test. */
export interface FanOutSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly bus: EventBus
  readonly log: Log
  /** @default the system's clock */
  readonly now?: Now
}

/** The consumer of domain events over real adapters. */
export function composeFanOut({ client, tableName, bus, log, now = systemNow }: FanOutSurroundings) {
  const table = { client, tableName, now }
  const deps = {
    bus,
    log,
    unname: unnameEvents({ claims: dynamoClaimStore(table), achievements: dynamoAchievementStore(table) }),
    issuedBadges: dynamoIssuedBadges(table),
    due: dynamoDueStore(table),
    reviews: dynamoReviewStore(table),
    summaries: dynamoSummaryStore({ ...table, random: cryptoRandomness({ now }) }),
    now,
  }
  return fanOutConsumer(deps, toStreamEvent)
}
