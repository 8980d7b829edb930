import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** How one member stands with one challenge; one item, however much they did. */
export interface ChallengeStanding {
  readonly memberId: Id
  readonly challengeId: Id
  /** Claims they opened in it and did not withdraw. */
  readonly claims: readonly Id[]
  /** Their valid badges of it. */
  readonly badges: readonly Id[]
  /** When their taking part was recorded without a claim. */
  readonly recordedAt?: Instant | undefined
}

/** Whether they have worked on it: by a claim that they did not withdraw, or on record. */
export const hasWorkedOn = ({ claims, recordedAt }: Pick<ChallengeStanding, 'claims' | 'recordedAt'>): boolean =>
  claims.length > 0 || recordedAt !== undefined

/** What is asked of an endorser about the challenge of a claim. */
export interface ChallengeFacts {
  readonly workedOnChallenge: boolean
  readonly holdsChallengeBadge: boolean
}

/**
 * The facts an endorsement keeps. Working on a neighbour counts as working on the challenge; a badge counts only when it
 * is of the challenge itself, since it speaks for what was learnt there.
 *
 * @param standings  Those of the endorser with the challenge and its neighbours; ones that are missing never began.
 */
export const challengeFacts = (challengeId: Id, standings: readonly ChallengeStanding[]): ChallengeFacts => ({
  workedOnChallenge: standings.some(hasWorkedOn),
  holdsChallengeBadge: standings.some((one) => one.challengeId === challengeId && one.badges.length > 0),
})
