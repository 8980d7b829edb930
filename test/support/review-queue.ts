import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { dynamoChallengeStore } from '../../functions/adapters/dynamodb/challenge-store.ts'
import { dynamoClaimStore } from '../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../../functions/adapters/dynamodb/community-store.ts'
import { dynamoDueStore } from '../../functions/adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoMemberStore } from '../../functions/adapters/dynamodb/member-store.ts'
import { dynamoReviewStore } from '../../functions/adapters/dynamodb/review-store.ts'
import { dynamoReviewerFacts } from '../../functions/adapters/dynamodb/reviewer-facts.ts'
import { dynamoReviewerPool } from '../../functions/adapters/dynamodb/reviewer-pool.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ReviewRequest } from '../../functions/domain/reviewing/review-request.ts'
import type { Id } from '../../functions/domain/shared/ids.ts'
import type { Now } from '../../functions/ports/clock.ts'
import { askForReview } from '../../functions/reviews/ask-for-review.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import type { AskForReview } from '../../schemas/review-request.ts'
import { aMember, anAchievementVersion } from './builders.ts'
import { openClaimOf, unwrap } from './store-examples.ts'

interface Table {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
}

/** Everything the reviewing queue touches, over a table. */
export function reviewDepsOf(table: Table, now: Now, policy: PolicyInput = {}) {
  const deps = { client: table.client, tableName: table.tableName, now }
  const version = anAchievementVersion({ policy })
  return {
    reviews: dynamoReviewStore(deps),
    reviewerPool: dynamoReviewerPool(deps),
    reviewerFacts: dynamoReviewerFacts(deps),
    claims: dynamoClaimStore(deps),
    endorsements: dynamoEndorsementStore(deps),
    communities: dynamoCommunityStore(deps),
    members: dynamoMemberStore(deps),
    challenges: dynamoChallengeStore(deps),
    achievements: { loadVersion: async () => version },
    due: dynamoDueStore(deps),
    random: cryptoRandomness({ now }),
    now,
  }
}

export type ReviewQueue = ReturnType<typeof reviewDepsOf>

/** So many members, in their pools. */
export async function addPeers(queue: ReviewQueue, count: number, peer: (n: number) => Partial<Member> = () => ({})) {
  const peers = Array.from({ length: count }, (_, n) => aMember(`peer ${n}`, { id: queue.random.id(), ...peer(n) }))
  for (let from = 0; from < count; from += 20)
    await Promise.all(peers.slice(from, from + 20).map(async (one) => unwrap(await queue.members.add(one))))
  await queue.reviewerPool.markFilled('weavers')
  return peers
}

/** A claim of a learner, opened as the store opens it. */
export const aClaimBy = (queue: ReviewQueue, name: string, learnerId: Id, changes: Partial<Claim> = {}) =>
  openClaimOf(queue.claims, name, { learnerId, ...changes }, { unique: false })

export const ask = async (queue: ReviewQueue, claim: Claim, request: AskForReview = {}): Promise<Id> =>
  unwrap(await askForReview(queue, { community: 'weavers', claimId: claim.id, actorId: claim.learnerId, request }))

export async function requestOf(queue: ReviewQueue, claim: Claim, id: Id): Promise<ReviewRequest> {
  const found = (await queue.reviews.loadRequests(claim.id)).find((one) => one.id === id)
  if (!found) throw new Error('the request is gone')
  return found
}
