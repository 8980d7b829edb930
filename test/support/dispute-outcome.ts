import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { compress } from '../../functions/adapters/dynamodb/chunks.ts'
import { keys } from '../../functions/adapters/dynamodb/keys.ts'
import type { AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import type { Community } from '../../functions/domain/community/community.ts'
import { buildOutcome } from '../../functions/domain/dispute/build-outcome.ts'
import { seatPanel } from '../../functions/domain/dispute/decide-panel.ts'
import { type CandidateCode, disputePseudonym, inOrderOfLots } from '../../functions/domain/dispute/draw-panel.ts'
import { settleObjection } from '../../functions/domain/dispute/objection.ts'
import { joinObjection, newObjection } from '../../functions/domain/dispute/raise-objection.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import { addDays } from '../../functions/domain/shared/instant.ts'
import { anId, digests, NOW } from './builders.ts'
import type { TestTable } from './dynamodb.ts'

interface Scene {
  readonly community: Community
  readonly achievement: AchievementVersion
  readonly claim: Claim
}

/**
 * Stores the outcome of an objection that two of three found right after one of the first panel had to be replaced, among so
 * many lots.
 *
 * @returns the id of the objection.
 */
export async function aStoredOutcome({ client, tableName }: TestTable, scene: Scene, lots: number): Promise<string> {
  const { claim } = scene
  const raised = joinObjection(
    newObjection(
      claim,
      { id: anId('objection'), kind: 'objection', memberId: anId('a'), grounds: 'conduct', randomness: 'r', now: NOW },
      digests,
    ),
    anId('b'),
    undefined,
    NOW,
  )
  const order = inOrderOfLots(
    raised.seed,
    claim,
    Array.from({ length: lots }, (_, index) => anId(index)),
    digests,
  )
  const panel = order.slice(-3).map(({ memberId }) => memberId)
  const codes: readonly CandidateCode[] = ['learner', 'endorser', 'mutual-pair', 'not-eligible']
  const first = seatPanel(
    raised,
    panel,
    {
      members: lots,
      candidates: order.map(({ memberId, pseudonym }, index) => ({
        pseudonym,
        code: panel.includes(memberId) ? 'drawn' : (codes[index % codes.length] ?? 'not-eligible'),
      })),
    },
    NOW,
  )
  const seats = first.seats.map((seat, index) => (index === 0 ? seat : { ...seat, votedAt: addDays(NOW, index) }))
  const late = anId('late')
  const second = seatPanel(
    { ...first, seats },
    [late],
    { members: lots + 1, candidates: [{ pseudonym: disputePseudonym(claim, late, digests), code: 'drawn-leader' }] },
    addDays(NOW, 7),
  )
  const objection = settleObjection(second, {
    status: 'upheld',
    basis: 'votes',
    upheld: 2,
    dismissed: 0,
    at: addDays(NOW, 8),
  })
  const votes = new Map(panel.slice(1).map((memberId) => [memberId, 'upheld' as const]))
  const outcome = { ...buildOutcome({ ...scene, objection, votes }, digests), proof: { cryptosuite: 'eddsa-jcs-2022' } }
  const text = JSON.stringify(outcome)
  const Item = {
    ...keys.disputeOutcome(objection.id),
    entity: 'dispute-outcome',
    claimId: claim.id,
    bytes: compress(text),
    digest: digests.sha256Base64Url(text),
  }
  await client.send(new PutCommand({ TableName: tableName, Item }))
  return objection.id
}
