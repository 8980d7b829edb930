import { maySayWhoJudges, withoutEndorsers } from '../domain/endorsement/unnamed-event.ts'
import type { DomainEvent } from '../domain/shared/domain-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'

/** What telling anonymous claims from others takes. */
export interface UnnameEventsDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
}

/** Turns events into what may be told to whoever listens; in their order, and fewer where one says nothing else. */
export type UnnameEvents = (events: readonly DomainEvent[]) => Promise<readonly DomainEvent[]>

const REMEMBERED_CLAIMS = 2000

/** Takes those who judge out of the events of anonymous claims. Which claims are, never changes, and is read once a process. */
export function unnameEvents(deps: UnnameEventsDeps): UnnameEvents {
  const anonymous = new Map<Id, Promise<Id | undefined>>()
  const learnerOf = (claimId: Id) => {
    const known = anonymous.get(claimId) ?? findLearner(deps, claimId)
    anonymous.delete(claimId)
    anonymous.set(claimId, known)
    known.catch(() => anonymous.delete(claimId))
    for (const longest of anonymous.keys()) {
      if (anonymous.size <= REMEMBERED_CLAIMS) break
      anonymous.delete(longest)
    }
    return known
  }
  return async (events) => {
    const told = await Promise.all(
      events.map(async (event) => {
        if (!('claimId' in event) || !maySayWhoJudges(event)) return event
        const learnerId = await learnerOf(event.claimId)
        return learnerId === undefined ? event : withoutEndorsers(event, learnerId)
      }),
    )
    return told.filter((event) => event !== undefined)
  }
}

/** The learner of a claim whose endorsers are to stay unnamed; of any other `undefined`. */
async function findLearner({ claims, achievements }: UnnameEventsDeps, claimId: Id): Promise<Id | undefined> {
  const claim = await claims.load(claimId)
  const version = claim && (await achievements.loadVersion(claim.achievementId, claim.achievementVersion))
  return version?.policy.blindness === 'anonymous' ? claim?.learnerId : undefined
}
