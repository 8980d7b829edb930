import { z } from 'zod'
import type { Claim } from '../../../domain/endorsement/claim.ts'
import type { Endorsement } from '../../../domain/endorsement/endorsement.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { type Key, keys } from '../keys.ts'
import { parseItem, type RawItem } from '../reads.ts'
import { stored } from '../stored-fields.ts'
import type { TransactItem } from '../transact.ts'
import { endorserIds, learnerIds } from './accounts.ts'
import type { Giving, GivingFact, ItemAt } from './giving-fact.ts'

/** Of two people, whose ids are in order, when each last endorsed the other and how often. */
const PairSchema = z.object({
  firstEndorsedAt: stored.instant.optional(),
  secondEndorsedAt: stored.instant.optional(),
})

/** The attributes of one direction. */
const directionOf = (from: Id, to: Id) => (from < to ? 'first' : 'second')

const endorsedAt = (item: RawItem | undefined, from: Id, to: Id) =>
  item && parseItem(PairSchema, item)[`${directionOf(from, to)}EndorsedAt`]

/**
 * The items of two people: one, and where one of them has several accounts also those under the other ids. The first account
 * stands for the person; what was written before an account was known to be theirs is under its own id.
 */
export const pairsOf = (giving: Giving, at: ItemAt): readonly Key[] =>
  endorserIds(giving, at).flatMap((endorserId) =>
    learnerIds(giving, at).flatMap((learnerId) => (endorserId === learnerId ? [] : keys.pair(endorserId, learnerId))),
  )

/** When one of them last endorsed the other, by whatever accounts; `from` and `to` are who they may be. */
function lastEndorsedAt(at: ItemAt, from: readonly Id[], to: readonly Id[]): Instant | undefined {
  const known = from.flatMap((one) => to.flatMap((other) => endorsedAt(at(keys.pair(one, other)), one, other) ?? []))
  return known.sort().at(-1)
}

/** Whether both have endorsed the other. */
export function haveEndorsedEachOther(giving: Giving, at: ItemAt): boolean {
  const [endorser, learner] = [endorserIds(giving, at), learnerIds(giving, at)]
  return lastEndorsedAt(at, endorser, learner) !== undefined && lastEndorsedAt(at, learner, endorser) !== undefined
}

/**
 * When the learner last endorsed the endorser. The endorsement is written into the same item on the condition that the learner
 * has not endorsed meanwhile: of two given at once one is turned back, reads again and sees the other. An endorsement that is
 * withdrawn later stays: else a favour could be done, returned and taken back.
 */
export const endorsedByLearner: GivingFact = {
  keys: pairsOf,
  read(giving, at) {
    const endorsedByLearnerAt = lastEndorsedAt(at, learnerIds(giving, at), endorserIds(giving, at))
    return endorsedByLearnerAt === undefined ? {} : { endorsedByLearnerAt }
  },
  write({ claim, endorsement, begins }, at) {
    const { endorser, learner } = peopleOf(endorsement, claim)
    const { changedAt } = endorsement
    if (!begins || endorser === learner) return []
    const key = keys.pair(endorser, learner)
    const other = endorsedAt(at(key), learner, endorser)
    const [own, others] = [directionOf(endorser, learner), directionOf(learner, endorser)]
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

/** Who the two are to the community, as endorsement and claim have them down. */
export const peopleOf = (
  { endorserId, facts: { person } }: Pick<Endorsement, 'endorserId' | 'facts'>,
  { learnerId, learnerPerson }: Pick<Claim, 'learnerId' | 'learnerPerson'>,
): { readonly endorser: Id; readonly learner: Id } => ({
  endorser: person ?? endorserId,
  learner: learnerPerson ?? learnerId,
})

/** Whether one has endorsed the other and did not undo it. */
export const hasEndorsed = (pair: RawItem | undefined, endorser: Id, learner: Id): boolean =>
  endorsedAt(pair, endorser, learner) !== undefined

const CountsSchema = z.object({ firstCount: stored.count.optional(), secondCount: stored.count.optional() })

/**
 * Takes an `endorse` that was undone out of the item of two people again: as if it had never been, unless the endorser
 * endorsed them before or since; how long before is not kept, so that instant stays.
 *
 * @param pair  The item as it was just read.
 */
export function takeBackPair(
  pair: RawItem | undefined,
  { endorser, learner }: ReturnType<typeof peopleOf>,
  changedAt: Instant,
): TransactItem | undefined {
  if (!pair) return undefined
  const own = directionOf(endorser, learner)
  const count = parseItem(CountsSchema, pair)[`${own}Count`] ?? 0
  if (count === 0) return undefined
  const isOnly = count === 1 && endorsedAt(pair, endorser, learner) === changedAt
  return {
    Update: {
      TableName: '',
      Key: keys.pair(endorser, learner),
      UpdateExpression: isOnly ? 'REMOVE #own, #count' : 'SET #count = :fewer',
      ConditionExpression: '#count = :count AND #own = :at',
      ExpressionAttributeNames: { '#own': `${own}EndorsedAt`, '#count': `${own}Count` },
      ExpressionAttributeValues: {
        ':count': count,
        ':at': endorsedAt(pair, endorser, learner),
        ...(isOnly ? {} : { ':fewer': count - 1 }),
      },
    },
  }
}
