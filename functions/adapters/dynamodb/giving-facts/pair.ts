import { z } from 'zod'
import type { Id } from '../../../domain/shared/ids.ts'
import { keys } from '../keys.ts'
import { parseItem, type RawItem } from '../reads.ts'
import { stored } from '../stored-fields.ts'
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
