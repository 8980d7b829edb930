import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import type { AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import { openClaim, toEvidenceDocument } from '../../functions/domain/endorsement/open-claim.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { digests } from './builders.ts'
import type { Stores } from './issuance-scenario.ts'

const random = cryptoRandomness({ now: systemNow })

/** Opens a claim at a moment, as the API does: with the item that keeps it unique and its end on the clock. */
export async function openUniqueClaim(stores: Stores, achievement: AchievementVersion, learner: Member, now: Instant) {
  const evidence = toEvidenceDocument(1, { narrative: 'I wove it.' }, now, digests)
  const seeds = { claimId: random.id(), credentialId: random.id(), subjectId: random.subjectId(), salt: random.salt() }
  const claim = openClaim(seeds, achievement, learner.id, { achievement: achievement.achievementId }, evidence, now)
  const event = {
    id: random.id(),
    type: 'claim.opened' as const,
    at: now,
    community: claim.community,
    claimId: claim.id,
    data: {},
  }
  const due = claim.expiresAt && { at: claim.expiresAt, kind: 'claim-expiry' as const, claimId: claim.id, attempt: 0 }
  const opened = await stores.claims.open({ claim, evidence, event, unique: true, due })
  return { claim, answer: opened.ok ? 'open' : opened.error.code }
}
