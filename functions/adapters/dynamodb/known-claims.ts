import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { keys } from './keys.ts'
import { rememberNeighbours } from './known-neighbours.ts'
import { loadItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'

const REMEMBERED_CLAIMS = 2000

/** What never changes of a claim, and the neighbours of its challenge, as they were at most half a minute ago. */
export type KnownClaim = ClaimParts & { readonly neighbours?: readonly Id[] | undefined }

type ClaimParts = Pick<
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

/** Tells what is known of a claim; reads it once a process, and forgets the longest known first. */
export type FindKnownClaim = (claimId: Id) => Promise<KnownClaim | undefined>

/** Claims as one process knows them. Only what is there is remembered. */
export function rememberClaims(deps: StoreDeps): FindKnownClaim {
  const known = new Map<Id, ClaimParts>()
  const neighboursOf = rememberNeighbours(deps)
  return async (claimId) => {
    const found = known.get(claimId) ?? (await loadItem(deps, keys.claim(claimId), ClaimItemSchema))
    if (!found) return undefined
    known.delete(claimId)
    known.set(claimId, toKnown(found))
    for (const longest of known.keys()) {
      if (known.size <= REMEMBERED_CLAIMS) break
      known.delete(longest)
    }
    const { challengeId } = found
    if (challengeId === undefined) return toKnown(found)
    return { ...toKnown(found), neighbours: await neighboursOf(challengeId) }
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
}: ClaimParts): ClaimParts => ({
  id,
  community,
  achievementId,
  achievementVersion,
  challengeId,
  learnerId,
  learnerPerson,
  collaborators,
})
