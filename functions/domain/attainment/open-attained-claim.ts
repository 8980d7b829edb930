import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { ClaimEvent } from '../endorsement/claim-event.ts'
import { type ClaimSeeds, type EvidenceDocument, openClaim, toEvidenceDocument } from '../endorsement/open-claim.ts'
import { toOpenedEvent } from '../endorsement/to-claim-event.ts'
import type { Digests, Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** A claim that the service opens for a member, with what is stored beside it. */
export interface AttainedClaim {
  readonly claim: Claim
  readonly evidence: EvidenceDocument
  readonly event: ClaimEvent
}

/** What a claim of the service is made for. */
export interface Attained {
  readonly achievement: AchievementVersion
  readonly memberId: Id
  readonly attained: NonNullable<ThresholdPolicy['attainment']>
  readonly validUntil?: Instant | undefined
}

/**
 * Opens a claim for what the service has recorded of a member, who agreed to it beforehand. It holds no evidence of theirs.
 * From here on it goes the way of every claim: decided by its rule, signed, and told of in an award record.
 */
export function openAttainedClaim(
  seeds: ClaimSeeds & { readonly eventId: Id },
  { achievement, memberId, attained, validUntil }: Attained,
  now: Instant,
  digests: Digests,
): AttainedClaim {
  const evidence = toEvidenceDocument(1, {}, now, digests)
  const opened = openClaim(seeds, achievement, memberId, { achievement: achievement.achievementId }, evidence, now)
  const claim: Claim = { ...opened, attained, ...(validUntil === undefined ? {} : { validUntil }) }
  return { claim, evidence, event: toOpenedEvent(claim, seeds.eventId) }
}
