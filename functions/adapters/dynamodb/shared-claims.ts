import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { ClaimItemSchema } from './claim-items.ts'
import type { ItemAt } from './giving-facts/giving-fact.ts'
import { type Key, keys } from './keys.ts'
import { loadBatch, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { writeUnless } from './transact.ts'

/** Of one person and one work no more are kept: far more than anyone does, and far less than an item holds. */
const MOST_CLAIMS = 500

const SharedClaimsSchema = z.object({ claims: z.set(z.string()) })

type Work = Pick<Claim, 'achievementId' | 'challengeId'>

/** What work is shared by: all of a challenge, or one achievement. A version of it may have come into a challenge since. */
const worksOf = ({ achievementId, challengeId }: Work): readonly Id[] =>
  challengeId === undefined ? [achievementId] : [challengeId, achievementId]

/**
 * Notes with everybody who has part in the work of a claim that it is shared. Before the claim is there, so that none is without:
 * of one that is not opened in the end only an id stays, which leads nowhere. Safe to repeat.
 */
export async function noteSharedClaim(deps: TableDeps, claim: Claim): Promise<void> {
  const { id, learnerId, collaborators, achievementId, challengeId = achievementId } = claim
  if (collaborators.length === 0) return
  await Promise.all(
    [learnerId, ...collaborators].map((memberId) => note(deps, keys.sharedClaims(memberId, challengeId), id)),
  )
}

async function note(deps: TableDeps, Key: Key, claimId: Id): Promise<void> {
  const update = new UpdateCommand({
    TableName: deps.tableName,
    Key,
    UpdateExpression: 'SET entity = :entity ADD claims :claims',
    ConditionExpression: 'attribute_not_exists(claims) OR size(claims) < :most',
    ExpressionAttributeValues: { ':entity': 'shared-claims', ':claims': new Set([claimId]), ':most': MOST_CLAIMS },
  })
  await writeUnless(deps, () => deps.client.send(update))
}

/** Where it is kept of a claim's learner and whoever it names. */
export const sharedClaimsKeys = (claim: Claim): readonly Key[] =>
  [claim.learnerId, ...claim.collaborators].flatMap((memberId) =>
    worksOf(claim).map((workId) => keys.sharedClaims(memberId, workId)),
  )

/**
 * Who shares the work of a claim, as others tell: everyone named together with its learner, or by someone it names, in a claim on
 * the same achievement or in the same challenge, however often that may be claimed.
 *
 * @param at  Finds what was read under {@link sharedClaimsKeys}.
 */
export async function loadLinked(deps: TableDeps, claim: Claim, at: ItemAt): Promise<ReadonlySet<Id>> {
  const claimIds = new Set(
    sharedClaimsKeys(claim).flatMap((key) => {
      const item = at(key)
      return item === undefined ? [] : [...parseItem(SharedClaimsSchema, item).claims]
    }),
  )
  claimIds.delete(claim.id)
  const claims = (await loadBatch(deps, [...claimIds].map(keys.claim))).map((item) => parseItem(ClaimItemSchema, item))
  const linked = new Set<Id>()
  for (const { learnerId, collaborators } of claims) {
    const group = [learnerId, ...collaborators]
    if (group.includes(claim.learnerId) || claim.collaborators.includes(learnerId))
      for (const id of group) linked.add(id)
  }
  return linked
}
