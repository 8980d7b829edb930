import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../../domain/shared/instant.ts'
import { keys } from './keys.ts'
import { loadAttributes } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'

const REMEMBERED_CHALLENGES = 1000

/** As long as rights are remembered: a change of neighbours acts within this time. */
const FRESH_FOR_MILLISECONDS = 30_000

const NeighboursSchema = z.object({ neighbours: z.array(z.string()) })

/** Tells the neighbours of a challenge, as they were at most half a minute ago. */
export type FindNeighbours = (challengeId: Id) => Promise<readonly Id[]>

/** Neighbours as one process knows them; the challenge learnt longest ago is forgotten first. */
export function rememberNeighbours(deps: StoreDeps): FindNeighbours {
  const known = new Map<Id, { readonly neighbours: readonly Id[]; readonly until: Instant }>()
  return async (challengeId) => {
    const remembered = known.get(challengeId)
    if (remembered && remembered.until > deps.now()) return remembered.neighbours
    const found = await loadAttributes(deps, keys.challenge(challengeId), ['neighbours'], NeighboursSchema)
    const neighbours = found?.neighbours ?? []
    known.delete(challengeId)
    known.set(challengeId, { neighbours, until: addMilliseconds(deps.now(), FRESH_FOR_MILLISECONDS) })
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size > REMEMBERED_CHALLENGES) known.delete(oldest)
    return neighbours
  }
}
