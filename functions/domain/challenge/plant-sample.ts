import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Member } from '../community/member.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { ClaimEvent } from '../endorsement/claim-event.ts'
import { type ClaimSeeds, type EvidenceDocument, openClaim, toEvidenceDocument } from '../endorsement/open-claim.ts'
import { toOpenedEvent } from '../endorsement/to-claim-event.ts'
import type { ReviewRequest } from '../reviewing/review-request.ts'
import { toRequestEvent } from '../reviewing/to-review-event.ts'
import type { Digests, Id } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/instant.ts'
import type { AssessorLicence } from './assessor-licence.ts'
import type { GoldSample } from './calibration.ts'
import type { Draw } from './calibration-attempt.ts'

/** A sample as it comes to a licensed reviewer: somebody's claim with a request to judge it. */
export interface PlantedSample {
  /** Whose claim it seems to be; in no list of members and in no pool of reviewers. */
  readonly standIn: Member
  readonly claim: Claim
  readonly evidence: EvidenceDocument
  readonly request: ReviewRequest
  readonly events: readonly ClaimEvent[]
}

/** Fresh values that a planted sample is made of. */
export interface PlantedSeeds extends ClaimSeeds {
  readonly standInId: Id
  readonly requestId: Id
  readonly eventIds: readonly [Id, Id]
  readonly draw: Draw
}

/** People ask seconds after they have opened a claim. */
const ASKED_AFTER_MILLISECONDS = [2_000, 40_000] as const

const GIVEN_NAMES = [
  'Amal',
  'Bruna',
  'Chen',
  'Devi',
  'Eero',
  'Farah',
  'Gita',
  'Hugo',
  'Imani',
  'Jonas',
  'Kavya',
  'Lena',
]

/**
 * Makes a claim of a sample, opened on the version whose rubric is rated, and asks for one judgement of it: by the queue, like
 * any other. The claim is in the hands of the service: it counts as work of nobody, and its rule is never carried out.
 */
export function plantSample(
  seeds: PlantedSeeds,
  { memberId: reviewerId, claimId: licenceClaimId }: Pick<AssessorLicence, 'memberId' | 'claimId'>,
  sample: GoldSample,
  achievement: AchievementVersion,
  now: Instant,
  digests: Digests,
): PlantedSample {
  const standIn = toStandIn(seeds, achievement.community, now)
  const shown = { narrative: sample.narrative, evidence: sample.evidence && [...sample.evidence] }
  const evidence = toEvidenceDocument(1, shown, now, digests)
  const opened = openClaim(seeds, achievement, standIn.id, { achievement: achievement.achievementId }, evidence, now)
  const claim: Claim = { ...opened, planted: { reviewerId, licenceClaimId } }
  const [soonest, latest] = ASKED_AFTER_MILLISECONDS
  const askedAt = addMilliseconds(now, soonest + seeds.draw(latest - soonest))
  const request: ReviewRequest = {
    id: seeds.requestId,
    claimId: claim.id,
    community: claim.community,
    number: 1,
    source: 'learner',
    wanted: 1,
    named: [],
    languages: claim.language === undefined ? [] : [claim.language],
    asked: [],
    state: 'open',
    widened: [],
    askedAt,
    paid: 0,
    version: 1,
  }
  const [openedId, askedId] = seeds.eventIds
  const asked = { wanted: request.wanted, named: 0, source: request.source }
  return {
    standIn,
    claim,
    evidence,
    request,
    events: [
      toOpenedEvent(claim, openedId, standIn.id),
      toRequestEvent('review.asked', request, { id: askedId, at: askedAt, actorId: standIn.id }, asked),
    ],
  }
}

const toStandIn = (
  { standInId, draw }: Pick<PlantedSeeds, 'standInId' | 'draw'>,
  community: Member['community'],
  now: Instant,
): Member => ({
  id: standInId,
  community,
  name: GIVEN_NAMES[draw(GIVEN_NAMES.length)] ?? 'Noor',
  role: 'member',
  circles: [],
  identifiers: [],
  languages: [],
  skills: [],
  joinedAt: now,
  version: 1,
})
