import { z } from 'zod'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { keys } from '../keys.ts'
import { parseItem, type RawItem } from '../reads.ts'
import { stored } from '../stored-fields.ts'
import type { TransactItem } from '../transact.ts'
import type { GivingFact } from './giving-fact.ts'

/** Of two members, whose ids are in order, when each last endorsed the other and how often. */
const PairSchema = z.object({
  firstEndorsedAt: stored.instant.optional(),
  secondEndorsedAt: stored.instant.optional(),
})

/** The attributes of one direction. */
const directionOf = (from: Id, to: Id) => (from < to ? 'first' : 'second')

const endorsedAt = (item: RawItem | undefined, from: Id, to: Id) =>
  item && parseItem(PairSchema, item)[`${directionOf(from, to)}EndorsedAt`]

/**
 * When the learner last endorsed the endorser. The endorsement is written into the same item on the condition that the learner
 * has not endorsed meanwhile: of two given at once one is turned back, reads again and sees the other. An endorsement that is
 * withdrawn later stays: else a favour could be done, returned and taken back.
 */
export const endorsedByLearner: GivingFact = {
  keys: ({ claim, endorserId }) => [keys.pair(endorserId, claim.learnerId)],
  read({ claim: { learnerId }, endorserId }, at) {
    const endorsedByLearnerAt = endorsedAt(at(keys.pair(endorserId, learnerId)), learnerId, endorserId)
    return endorsedByLearnerAt === undefined ? {} : { endorsedByLearnerAt }
  },
  write({ claim: { learnerId }, endorsement: { endorserId, changedAt }, begins }, at) {
    if (!begins) return []
    const key = keys.pair(endorserId, learnerId)
    const other = endorsedAt(at(key), learnerId, endorserId)
    const [own, others] = [directionOf(endorserId, learnerId), directionOf(learnerId, endorserId)]
    return [
      {
        Update: {
          TableName: '',
          Key: key,
          UpdateExpression: 'SET #entity = :entity, #own = :now ADD #count :one',
          ConditionExpression: other === undefined ? 'attribute_not_exists(#other)' : '#other = :other',
          ExpressionAttributeNames: {
            '#entity': 'entity',
            '#own': `${own}EndorsedAt`,
            '#count': `${own}Count`,
            '#other': `${others}EndorsedAt`,
          },
          ExpressionAttributeValues: {
            ':entity': 'pair',
            ':now': changedAt,
            ':one': 1,
            ...(other === undefined ? {} : { ':other': other }),
          },
        },
      },
    ]
  },
}

const CountsSchema = z.object({ firstCount: stored.count.optional(), secondCount: stored.count.optional() })

/**
 * Takes an `endorse` that was undone out of the item of two people again: as if it had never been, unless the endorser
 * endorsed them before or since; how long before is not kept, so that instant stays.
 *
 * @param pair  The item as it was just read.
 */
export function takeBackPair(
  pair: RawItem | undefined,
  {
    endorserId,
    learnerId,
    changedAt,
  }: { readonly endorserId: Id; readonly learnerId: Id; readonly changedAt: Instant },
): TransactItem | undefined {
  if (!pair) return undefined
  const own = directionOf(endorserId, learnerId)
  const count = parseItem(CountsSchema, pair)[`${own}Count`] ?? 0
  if (count === 0) return undefined
  const isOnly = count === 1 && endorsedAt(pair, endorserId, learnerId) === changedAt
  return {
    Update: {
      TableName: '',
      Key: keys.pair(endorserId, learnerId),
      UpdateExpression: isOnly ? 'REMOVE #own, #count' : 'SET #count = :fewer',
      ConditionExpression: '#count = :count AND #own = :at',
      ExpressionAttributeNames: { '#own': `${own}EndorsedAt`, '#count': `${own}Count` },
      ExpressionAttributeValues: {
        ':count': count,
        ':at': endorsedAt(pair, endorserId, learnerId),
        ...(isOnly ? {} : { ':fewer': count - 1 }),
      },
    },
  }
}
