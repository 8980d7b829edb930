import { z } from 'zod'
import { ClaimStatusSchema, IdentifySchema } from '../../../schemas/claim.ts'
import { ThresholdPolicySchema } from '../../../schemas/policy.ts'
import type { Claim, LostSupport } from '../../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../domain/endorsement/claim-event.ts'
import type { UniquenessChange } from '../../domain/endorsement/claim-transitions.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, ifNewOrSame, ifVersion, put, remove } from './writes.ts'

/** That the endorsements of a badge no longer meet its rule, as stored. */
export const LostSupportSchema = z.object({
  state: z.enum(['lost', 'settled']),
  since: stored.instant,
  until: stored.instant,
  action: ThresholdPolicySchema.shape.living.unwrap(),
}) satisfies z.ZodType<LostSupport>

/** A stored claim. */
export const ClaimItemSchema = z
  .object({
    claimId: z.string(),
    community: stored.slug,
    achievementId: z.string(),
    achievementVersion: stored.version,
    learnerId: z.string(),
    collaborators: z.array(z.string()),
    challengeId: z.string().optional(),
    language: z.string().optional(),
    learnerPerson: z.string().optional(),
    attained: ThresholdPolicySchema.shape.attainment,
    planted: z.object({ reviewerId: z.string(), licenceClaimId: z.string() }).optional(),
    validUntil: stored.instant.optional(),
    objection: z.literal('raised').optional(),
    disputeId: z.string().optional(),
    objectableUntil: stored.instant.optional(),
    refusedAt: stored.instant.optional(),
    appeal: z.enum(['raised', 'upheld', 'dismissed']).optional(),
    support: LostSupportSchema.optional(),
    identify: IdentifySchema,
    subjectId: z.union([stored.urnUuid, stored.did]),
    credentialId: z.string(),
    status: ClaimStatusSchema,
    evidenceVersion: stored.version,
    evidenceDigest: z.string(),
    openedAt: stored.instant,
    expiresAt: stored.instant.optional(),
    round: z.int().min(0),
    decidedAt: stored.instant.optional(),
    issuedAt: stored.instant.optional(),
    statusEntry: z.object({ list: z.string(), index: z.int().min(0) }).optional(),
    salt: z.string(),
    version: stored.version,
  })
  .transform(({ claimId, ...rest }): Claim => ({ id: claimId, ...rest }))

const toItem = ({ id, ...rest }: Claim) => ({
  ...keys.claim(id),
  entity: 'claim',
  claimId: id,
  ...rest,
  communityClaims: rest.community,
  learnerClaims: rest.learnerId,
})

/** Puts a claim that must not exist yet. */
export const putNewClaim = (claim: Claim): TransactItem => put(toItem(claim), IF_NEW)

/** Puts a claim in place of `from`, while that is what is stored: every change of a claim has a version of its own. */
export const putClaim = (from: Claim, to: Claim): TransactItem => put(toItem(to), ifVersion(from.version))

/** Puts an immutable event. */
export const putEvent = ({ id, ...event }: ClaimEvent): TransactItem =>
  put({ ...keys.event(event.claimId, event.at, id), entity: 'event', eventId: id, ...event }, IF_NEW)

/** Takes the place that keeps a learner from a second claim, unless it is taken and not free again by then. */
export const takeUniqueness = (claim: Claim): TransactItem =>
  put(
    {
      ...keys.once(claim.learnerId, claim.achievementId),
      entity: 'uniqueness',
      claimId: claim.id,
      achievementId: claim.achievementId,
    },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR freeAt <= :openedAt',
      ExpressionAttributeValues: { ':openedAt': claim.openedAt },
    },
  )

/** What a change of a claim does to the place it may hold; its condition fails when another claim holds it by now. */
export function changeUniqueness(claim: Claim, change: UniquenessChange): TransactItem | undefined {
  const key = keys.once(claim.learnerId, claim.achievementId)
  switch (change.kind) {
    case 'keep':
      return undefined
    case 'release':
      return remove(key, ifNewOrSame('claimId', claim.id))
    case 'take':
      return put(
        { ...key, entity: 'uniqueness', claimId: claim.id, achievementId: claim.achievementId },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR freeAt <= :at OR claimId = :claimId',
          ExpressionAttributeValues: { ':at': change.at, ':claimId': claim.id },
        },
      )
    case 'free-at':
      return {
        Update: {
          TableName: '',
          Key: key,
          UpdateExpression: 'SET freeAt = :freeAt',
          ConditionExpression: 'claimId = :claimId',
          ExpressionAttributeValues: { ':freeAt': change.freeAt, ':claimId': claim.id },
        },
      }
  }
}
