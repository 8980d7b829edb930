import { heldUnits, quarterOf } from '../../../domain/independence/reach.ts'
import { toSummaryFacts } from '../../../domain/independence/summary-facts.ts'
import { keys } from '../keys.ts'
import {
  claimTag,
  summarisedAt,
  toGiven,
  toPanel,
  toReceived,
  toStanding,
  toTally,
  toTies,
  usedAttribute,
} from '../summaries/summary-items.ts'
import type { GivingFact } from './giving-fact.ts'

/**
 * What is known beyond the claim: the endorser's share of the community, what the learner received, whether a ring closes, and how far the
 * founding panel's trust reaches. Who vouches for a claim first, within that trust, uses a unit of what they have left, on the
 * condition that one is left: of many endorsements given at once no more find one than there are.
 */
export const summaries: GivingFact = {
  keys: ({ claim: { id, community, learnerId }, endorserId }) => [
    keys.community(community),
    keys.communityTally(community),
    keys.standing(endorserId),
    keys.ties(endorserId, 'in'),
    keys.ties(learnerId, 'out'),
    keys.received(learnerId),
    keys.vouchedClaim(id),
  ],
  read({ claim: { id, community, learnerId }, endorserId, now }, at) {
    const tally = at(keys.communityTally(community))
    const standing = at(keys.standing(endorserId))
    const facts = toSummaryFacts(
      {
        tally: toTally(tally),
        panel: toPanel(at(keys.community(community))),
        endorser: {
          given: toGiven(standing),
          in: toTies(at(keys.ties(endorserId, 'in'))),
          standing: toStanding(standing, now),
        },
        learner: { received: toReceived(at(keys.received(learnerId))), out: toTies(at(keys.ties(learnerId, 'out'))) },
      },
      { claimId: claimTag(id), endorserId, learnerId, now },
    )
    const newest = summarisedAt(tally)
    return { ...facts, ...(newest === undefined ? {} : { summarisedAt: newest }) }
  },
  write({ claim: { id, community }, endorsement: { endorserId, facts, changedAt }, begins }, at) {
    const panel = toPanel(at(keys.community(community)))
    const isFree = panel.includes(endorserId) || at(keys.vouchedClaim(id)) !== undefined
    if (!begins || isFree || (facts.reach ?? 0) === 0) return []
    const key = keys.standing(endorserId)
    const standing = toStanding(at(key), changedAt)
    return [
      {
        Update: {
          TableName: '',
          Key: { ...key },
          UpdateExpression: 'SET #entity = :entity ADD #used :one',
          ConditionExpression: 'attribute_not_exists(#used) OR #used < :limit',
          ExpressionAttributeNames: { '#entity': 'entity', '#used': usedAttribute(quarterOf(changedAt)) },
          ExpressionAttributeValues: {
            ':entity': 'standing',
            ':one': 1,
            ':limit': heldUnits(standing, panel) - standing.passedOn,
          },
        },
      },
    ]
  },
}
