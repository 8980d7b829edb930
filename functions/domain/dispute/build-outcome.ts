import type { DisputeOutcome } from '../../../schemas/objection.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Community } from '../community/community.ts'
import type { Claim } from '../endorsement/claim.ts'
import { toCanonicalJson } from '../shared/canonical-json.ts'
import type { Digests, Id } from '../shared/ids.ts'
import { publicUrls } from '../shared/public-urls.ts'
import type { Votes } from './decide-panel.ts'
import { disputePseudonym } from './draw-panel.ts'
import type { Objection } from './objection.ts'

/** What the outcome of a dispute is made of. */
export interface OutcomeParts {
  readonly community: Community
  readonly achievement: AchievementVersion
  readonly claim: Claim
  /** Settled. */
  readonly objection: Objection
  readonly votes: Votes
}

/**
 * The unsigned public outcome of a dispute, with all that is needed to draw the lots again. Names nobody.
 *
 * @throws TypeError when the objection is not settled.
 */
export function buildOutcome(
  { community, achievement, claim, objection, votes }: OutcomeParts,
  digests: Digests,
): DisputeOutcome {
  const { settlement, against } = objection
  if (settlement === undefined) throw new TypeError(`objection ${objection.id} is not settled`)
  const urls = publicUrls(community.baseUrl)
  const pseudonym = (memberId: Id) => disputePseudonym(claim, memberId, digests)
  return {
    id: urls.objection(objection.id),
    type: 'DisputeOutcome',
    outcomeVersion: 1,
    issuer: community.issuer,
    kind: objection.kind,
    claim: claim.id,
    ...(against === undefined ? {} : { against: urls.objection(against) }),
    achievement: urls.achievement(achievement.achievementId, achievement.version),
    policyDigest: achievement.policyDigest,
    evidenceDigest: claim.evidenceDigest,
    ...(claim.decidedAt === undefined ? {} : { decidedAt: claim.decidedAt }),
    learner: pseudonym(claim.learnerId),
    objectors: objection.objectors.map(({ memberId, grounds, at }) => ({
      pseudonym: pseudonym(memberId),
      ...(grounds === undefined ? {} : { grounds }),
      at,
    })),
    raisedAt: objection.raisedAt,
    lots: {
      seed: objection.seed,
      method: 'lowest-sha256-of-seed-and-pseudonym',
      draws: objection.draws.map(({ candidates, ...draw }) => ({
        ...draw,
        candidates: candidates.map((candidate) => ({ ...candidate })),
        digest: digests.sha256Base64Url(toCanonicalJson(candidates.map((candidate) => ({ ...candidate })))),
      })),
    },
    panel: objection.seats.map(({ memberId, draw, votedAt, declinedAt, replacedAt }) => {
      const vote = votes.get(memberId)
      return {
        pseudonym: pseudonym(memberId),
        draw,
        ...(vote === undefined ? {} : { vote }),
        ...(votedAt === undefined ? {} : { votedAt }),
        ...(declinedAt === undefined ? {} : { declinedAt }),
        ...(replacedAt === undefined ? {} : { replacedAt }),
      }
    }),
    settlement,
  }
}
