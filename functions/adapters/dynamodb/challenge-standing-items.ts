import { z } from 'zod'
import type { ChallengeStanding } from '../../domain/challenge/challenge-standing.ts'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { keys } from './keys.ts'
import { toPointer } from './pointers.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { put } from './writes.ts'

const ids = z
  .set(z.string())
  .optional()
  .transform((found = new Set<string>()): readonly Id[] => [...found].sort())

/** How a member stands with a challenge, as stored. */
export const ChallengeStandingSchema = z
  .object({
    memberId: z.string(),
    challengeId: z.string(),
    claims: ids,
    badges: ids,
    recordedAt: stored.instant.optional(),
  })
  .transform((item): ChallengeStanding => item)

/**
 * What a claim changes about how its learner stands with its challenge: nothing when it has none, or when the service
 * itself opened it, since neither who passed a calibration nor a sample's stand-in has worked on anything.
 *
 * @param change  `claims` and `badges` are sets: adding or taking out the same again does no harm.
 */
export function changeStanding(
  claim: Pick<Claim, 'id' | 'learnerId' | 'challengeId' | 'credentialId' | 'attained' | 'planted'>,
  action: 'ADD' | 'DELETE',
  attribute: 'claims' | 'badges',
): TransactItem | undefined {
  const { id, learnerId, challengeId, credentialId, attained, planted } = claim
  if (challengeId === undefined || attained !== undefined || planted !== undefined) return undefined
  return updateStanding(learnerId, challengeId, `${action} ${attribute} :ids`, {
    ':ids': new Set([attribute === 'claims' ? id : credentialId]),
  })
}

/**
 * What a change of a badge's status changes about how its holder stands with its challenge: whether it is among their valid
 * badges or, when it is an assessor licence, among those that are lost.
 */
export function standingAfterStatus(claim: Claim, isValid: boolean): TransactItem | undefined {
  const { learnerId, challengeId, credentialId, attained } = claim
  if (attained === undefined) return changeStanding(claim, isValid ? 'ADD' : 'DELETE', 'badges')
  if (challengeId === undefined) return undefined
  return updateStanding(learnerId, challengeId, `${isValid ? 'DELETE' : 'ADD'} lostLicences :ids`, {
    ':ids': new Set([credentialId]),
  })
}

/** Points from the challenge to a member who has begun to work on it. */
export const pointToParticipant = (challengeId: Id, memberId: Id): TransactItem =>
  put(toPointer(keys.participant(challengeId, memberId), 'participant', memberId))

/** The same for the learner of a claim. */
export const pointToLearner = ({
  challengeId,
  learnerId,
  attained,
  planted,
}: Pick<Claim, 'learnerId' | 'challengeId' | 'attained' | 'planted'>): TransactItem | undefined =>
  challengeId === undefined || attained !== undefined || planted !== undefined
    ? undefined
    : pointToParticipant(challengeId, learnerId)

/** An update of the item, which begins with whatever comes first. */
export const updateStanding = (
  memberId: Id,
  challengeId: Id,
  expression: string,
  values: Readonly<Record<string, unknown>>,
): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.challengeStanding(memberId, challengeId),
    UpdateExpression: `SET entity = :entity, memberId = :memberId, challengeId = :challengeId${
      expression.startsWith(',') ? expression : ` ${expression}`
    }`,
    ExpressionAttributeValues: {
      ':entity': 'challenge-standing',
      ':memberId': memberId,
      ':challengeId': challengeId,
      ...values,
    },
  },
})
