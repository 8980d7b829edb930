import { handedUnits, heldUnits, quarterOf } from '../../../domain/independence/reach.ts'
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
import { endorserIds, learnerIds, personAt } from './accounts.ts'
import type { GivingFact } from './giving-fact.ts'

/**
 * What is known beyond the claim: the endorser's share of the community, what the learner received, whether a ring closes, and how far the
 * founding panel's trust reaches. Who vouches for a claim first, within that trust, uses a unit of what they have left, on the
 * condition that one is left: of many endorsements given at once no more find one than there are.
 */
export const summaries: GivingFact = {
  keys: (giving, at) => [
    keys.community(giving.claim.community),
    keys.communityTally(giving.claim.community),
    keys.vouchedClaim(giving.claim.id),
    ...endorserIds(giving, at).flatMap((id) => [keys.standing(id), keys.ties(id, 'in')]),
    ...learnerIds(giving, at).flatMap((id) => [keys.received(id), keys.ties(id, 'out')]),
  ],
  read(giving, at) {
    const { claim, endorserId, now } = giving
    const tally = at(keys.communityTally(claim.community))
    const person = personAt(at, endorserId)
    const facts = toSummaryFacts(
      {
        tally: toTally(tally),
        panel: toPanel(at(keys.community(claim.community))),
        endorser: {
          accountId: endorserId,
          given: toGiven(at(keys.standing(person))),
          in: endorserIds(giving, at).flatMap((id) => toTies(at(keys.ties(id, 'in')))),
          standing: toStanding(at(keys.standing(endorserId)), now),
        },
        learner: {
          received: learnerIds(giving, at).flatMap((id) => toReceived(at(keys.received(id)))),
          out: learnerIds(giving, at).flatMap((id) => toTies(at(keys.ties(id, 'out')))),
        },
      },
      { claimId: claimTag(claim.id), endorserId: person, learnerId: claim.learnerPerson ?? claim.learnerId, now },
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
            ':limit': heldUnits(standing, panel) - handedUnits(standing, panel),
          },
        },
      },
    ]
  },
}
