import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { HeldVersion } from '../../ports/credential-store.ts'
import { keys, ranges } from './keys.ts'
import { loadAttributes, loadRange } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'

const HeldSchema = z
  .object({
    version: stored.version,
    digest: z.string(),
    jwt: z.object({ digest: z.string() }).optional(),
    storedAt: stored.instant,
    erasedAt: stored.instant.optional(),
  })
  .transform(({ jwt, ...rest }): HeldVersion => ({ ...rest, ...(jwt === undefined ? {} : { jwtDigest: jwt.digest }) }))

/**
 * What the store held of a badge and since when: of the current version and of every earlier one, also when its bytes were
 * erased since.
 */
export async function loadHeld(deps: TableDeps, id: Id): Promise<readonly HeldVersion[]> {
  // The current version first: one that takes its place meanwhile is then met among the earlier ones, never missed.
  const attributes = ['entity', 'version', 'digest', 'jwt', 'storedAt']
  const current = await loadAttributes(deps, keys.credential(id), attributes, HeldSchema)
  if (!current) return []
  const earlier = await loadRange(deps, ranges.earlierCredentials(id), HeldSchema)
  return [...earlier.filter(({ version }) => version < current.version), current]
}
