import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoCalibrationStore } from '../adapters/dynamodb/calibration-store.ts'
import { dynamoChallengeStore } from '../adapters/dynamodb/challenge-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoDidStore } from '../adapters/dynamodb/did-store.ts'
import { dynamoDueStore } from '../adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../adapters/dynamodb/endorsement-store.ts'
import { dynamoErasureStore } from '../adapters/dynamodb/erasure-store.ts'
import { dynamoIssuedBadges } from '../adapters/dynamodb/issued-badges.ts'
import { dynamoLicenceStore } from '../adapters/dynamodb/licence-store.ts'
import { dynamoMemberStore } from '../adapters/dynamodb/member-store.ts'
import { dynamoObjectionStore } from '../adapters/dynamodb/objection-store.ts'
import { dynamoParkedStore } from '../adapters/dynamodb/parked-store.ts'
import { dynamoPersonErasureStore } from '../adapters/dynamodb/person-erasure-store.ts'
import { dynamoRecognitionStore } from '../adapters/dynamodb/recognition-store.ts'
import { dynamoReviewStore } from '../adapters/dynamodb/review-store.ts'
import { dynamoReviewerFacts } from '../adapters/dynamodb/reviewer-facts.ts'
import { dynamoReviewerPool } from '../adapters/dynamodb/reviewer-pool.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { dynamoSummaryStore } from '../adapters/dynamodb/summary-store.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { type ClockRun, runClock } from '../clock/run-clock.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { Log } from '../ports/log.ts'
import { handleReviewDue } from '../reviews/handle-review-due.ts'
import { continueErasure } from '../rights/erase-person.ts'

/** What differs between AWS, a laptop and a test. */
export interface ClockSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly bus: EventBus
  readonly log: Log
  /** How long one run may take. */
  readonly budgetMilliseconds: number
  /** @default the system's clock */
  readonly now?: Now
}

/** The minute's work over real adapters. */
export function composeClock(surroundings: ClockSurroundings): () => Promise<ClockRun> {
  const { client, tableName, bus, log, budgetMilliseconds, now = systemNow } = surroundings
  const table = { client, tableName, now }
  const random = cryptoRandomness({ now })
  const reviewing = {
    reviews: dynamoReviewStore(table),
    reviewerPool: dynamoReviewerPool(table),
    reviewerFacts: dynamoReviewerFacts(table),
    challenges: dynamoChallengeStore(table),
    claims: dynamoClaimStore(table),
    endorsements: dynamoEndorsementStore(table),
    achievements: dynamoAchievementStore(table),
    members: dynamoMemberStore(table),
    random,
    now,
  }
  const deps = {
    due: dynamoDueStore(table, { onUnreadable: (key) => log.error('due_item_failed', { key }) }),
    statusLists: dynamoStatusListStore(table),
    bitstrings: gzipBitstringCodec,
    bus,
    claims: reviewing.claims,
    reviewDues: { handle: (item: DueItem) => handleReviewDue(reviewing, item) },
    reviews: reviewing.reviews,
    licences: dynamoLicenceStore(table),
    calibrations: dynamoCalibrationStore(table),
    credentials: dynamoCredentialStore(table),
    recognitions: dynamoRecognitionStore(table),
    achievements: reviewing.achievements,
    endorsements: reviewing.endorsements,
    dids: dynamoDidStore(table),
    digests: sha256Digests,
    issuedBadges: dynamoIssuedBadges(table),
    objections: dynamoObjectionStore(table),
    parked: dynamoParkedStore(table),
    summaries: dynamoSummaryStore({ ...table, random }),
    random,
    now,
    log,
  }
  const erasing = {
    ...deps,
    reviewerPool: reviewing.reviewerPool,
    erasures: dynamoErasureStore(table),
    persons: dynamoPersonErasureStore(table),
  }
  const continuing = {
    ...deps,
    continueErasure: (memberId: Id, stopAt: Instant) => continueErasure(erasing, memberId, stopAt),
  }
  return () => runClock(continuing, addMilliseconds(now(), budgetMilliseconds))
}
