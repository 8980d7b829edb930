import { isLicensed } from '../../../domain/challenge/assessor-licence.ts'
import { challengeFacts } from '../../../domain/challenge/challenge-standing.ts'
import { ChallengeStandingSchema } from '../challenge-standing-items.ts'
import { keys } from '../keys.ts'
import { toHeldLicence } from '../licence-store.ts'
import { parseItem } from '../reads.ts'
import type { GivingFact } from './giving-fact.ts'

/** The challenge of a claim and its neighbours, of which there are at most ten. */
const challengesOf = ({ challengeId, neighbours = [] }: Parameters<GivingFact['keys']>[0]['claim']) =>
  challengeId === undefined ? [] : [challengeId, ...neighbours]

/** How the endorser stands with the challenge of the claim; nothing when it has none. */
export const standsWithChallenge: GivingFact = {
  keys: ({ claim, endorserId }) => [
    ...challengesOf(claim).map((id) => keys.challengeStanding(endorserId, id)),
    ...(claim.challengeId === undefined ? [] : [keys.licence(endorserId, claim.challengeId)]),
  ],
  read({ claim, endorserId, now }, at) {
    const { challengeId } = claim
    if (challengeId === undefined) return {}
    const standings = challengesOf(claim).flatMap((id) => {
      const item = at(keys.challengeStanding(endorserId, id))
      return item === undefined ? [] : [parseItem(ChallengeStandingSchema, item)]
    })
    const own = at(keys.challengeStanding(endorserId, challengeId))
    const { licence, lostBadges } = toHeldLicence(at(keys.licence(endorserId, challengeId)), own)
    return {
      ...challengeFacts(challengeId, standings),
      licensed: isLicensed(licence, lostBadges, now),
    }
  },
}
