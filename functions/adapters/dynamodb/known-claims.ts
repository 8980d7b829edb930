import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'

const REMEMBERED_CLAIMS = 2000

/** What never changes of a claim. */
export type KnownClaim = Pick<
  Claim,
  | 'id'
  | 'community'
  | 'achievementId'
  | 'achievementVersion'
  | 'challengeId'
  | 'learnerId'
  | 'learnerPerson'
  | 'collaborators'
>

/** Tells what never changes of a claim; reads it once a process, and forgets the longest known first. */
export type FindKnownClaim = (claimId: Id) => Promise<KnownClaim | undefined>

/** Claims as one process knows them. Only what is there is remembered. */
export function rememberClaims(deps: TableDeps): FindKnownClaim {
  const known = new Map<Id, KnownClaim>()
  return async (claimId) => {
    const found = known.get(claimId) ?? (await loadItem(deps, keys.claim(claimId), ClaimItemSchema))
    if (!found) return undefined
    known.delete(claimId)
    known.set(claimId, toKnown(found))
    for (const longest of known.keys()) {
      if (known.size <= REMEMBERED_CLAIMS) break
      known.delete(longest)
    }
    return toKnown(found)
  }
}

const toKnown = ({
  id,
  community,
  achievementId,
  achievementVersion,
  challengeId,
  learnerId,
  learnerPerson,
  collaborators,
}: KnownClaim): KnownClaim => ({
  id,
  community,
  achievementId,
  achievementVersion,
  challengeId,
  learnerId,
  learnerPerson,
  collaborators,
})
