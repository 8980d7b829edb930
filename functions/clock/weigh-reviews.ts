import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { weighJudgement } from '../domain/recognition/careful-reviewing.ts'
import { quarterOf } from '../domain/recognition/quarter.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { RecognitionStore } from '../ports/recognition-store.ts'

export interface WeighReviewsDeps {
  readonly claims: Pick<ClaimStore, 'load' | 'loadEvidenceVersion'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly recognitions: Pick<RecognitionStore, 'loadOptedIn' | 'count'>
  readonly now: Now
}

/**
 * Counts what the outcome of a claim, or of a sample planted for a licence, says of those who want to be thanked: each
 * judgement once, however often this runs.
 */
export async function weighReviews(deps: WeighReviewsDeps, { claimId, ref = '' }: DueItem): Promise<void> {
  const claim = await deps.claims.load(claimId)
  if (!claim) return
  const [outcome = '', detail = ''] = ref.split('-')
  if (outcome === 'passed' || outcome === 'failed') return weighSample(deps, claim, ref, outcome === 'passed')
  await weighJudgements(deps, claim, outcome, detail === '' ? claim.evidenceVersion : Number(detail))
}

async function weighSample(deps: WeighReviewsDeps, claim: Claim, ref: string, agreed: boolean): Promise<void> {
  const [optedIn] = await deps.recognitions.loadOptedIn([claim.learnerId])
  if (!optedIn) return
  const quarter = quarterOf(deps.now())
  await deps.recognitions.count({ memberId: claim.learnerId, claimId: claim.id, ref, quarter, agreed, timely: agreed })
}

async function weighJudgements(
  deps: WeighReviewsDeps,
  claim: Claim,
  outcome: string,
  evidenceVersion: number,
): Promise<void> {
  const [endorsements, achievement, offeredAt] = await Promise.all([
    deps.endorsements.load(claim.id, evidenceVersion),
    deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    offeredOn(deps, claim, evidenceVersion),
  ])
  const optedIn = await deps.recognitions.loadOptedIn(endorsements.map(({ endorserId }) => endorserId))
  const quarter = quarterOf(deps.now())
  const verdict = outcome === 'issued' ? 'endorse' : 'not-yet'
  for (const { memberId, since } of optedIn) {
    const own = endorsements.find(({ endorserId }) => endorserId === memberId)
    // What was given before they opted in is not counted.
    if (!own || own.givenAt < since) continue
    const weighed = weighJudgement(own, endorsements, verdict, achievement?.content.rubric ?? [], offeredAt)
    const ref = `${evidenceVersion}#${memberId}`
    if (weighed) await deps.recognitions.count({ memberId, claimId: claim.id, ref, quarter, ...weighed })
  }
}

/** Since when an evidence version could be judged; `undefined` once it is erased. */
async function offeredOn({ claims }: WeighReviewsDeps, claim: Claim, version: number): Promise<Instant | undefined> {
  if (version === 1) return claim.openedAt
  const document = await claims.loadEvidenceVersion(claim, version)
  return document && (EvidenceDocumentSchema.parse(JSON.parse(document.text)).addedAt as Instant) // written from one
}
