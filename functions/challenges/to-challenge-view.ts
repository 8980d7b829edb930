import type { ChallengeView, ParticipantView } from '../../schemas/challenge.ts'
import type { Challenge } from '../domain/challenge/challenge.ts'
import type { ChallengeStanding } from '../domain/challenge/challenge-standing.ts'

/** A challenge as the API shows it. */
export const toChallengeView = ({ community: _community, version: _version, ...shown }: Challenge): ChallengeView => ({
  ...shown,
  neighbours: [...shown.neighbours],
})

/** How a member stands with a challenge, without saying by which claims and badges. */
export const toParticipantView = ({ memberId, claims, badges, recordedAt }: ChallengeStanding): ParticipantView => ({
  member: memberId,
  claims: claims.length,
  ...(recordedAt === undefined ? {} : { recordedAt }),
  holdsBadge: badges.length > 0,
})
