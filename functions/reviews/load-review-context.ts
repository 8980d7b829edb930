import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { ReviewDeps } from './review-deps.ts'

/** Endorsements of so many newest evidence versions are looked through; each is one query. */
const EVIDENCE_VERSIONS = 10

/** The rule of the version a claim was opened on; from a cache, since versions never change. */
export async function loadRule({ achievements }: Pick<ReviewDeps, 'achievements'>, claim: Claim): Promise<Rule> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
  return { policy: version.policy, rubric: version.content.rubric ?? [] }
}

/** Everyone who has judged the claim, under each account known of them, whatever they said and whether they took it back. */
export async function loadJudges(
  { endorsements }: Pick<ReviewDeps, 'endorsements'>,
  claim: Claim,
): Promise<ReadonlySet<Id>> {
  const count = Math.min(claim.evidenceVersion, EVIDENCE_VERSIONS)
  const versions = Array.from({ length: count }, (_, index) => claim.evidenceVersion - index)
  const judged = await Promise.all(versions.map((version) => endorsements.load(claim.id, version)))
  return new Set(
    judged.flat().flatMap(({ endorserId, facts: { person } }) => [endorserId, ...(person ? [person] : [])]),
  )
}
