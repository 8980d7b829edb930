import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { EarlierVersion } from '../../ports/credential-store.ts'
import { EmbeddedSchema } from './credential-head.ts'
import { type Key, keys, ranges } from './keys.ts'
import { loadAttributes, loadItem, loadRange } from './reads.ts'
import { removeRange } from './remove-range.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { StoreDeps, TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { fromStoredJwt, StoredJwtSchema } from './stored-jwt.ts'
import { loadText } from './stored-texts.ts'

/** A version that a later one took the place of: as it was, or what stays of it once its bytes are erased. */
const EarlierSchema = z.object({
  version: stored.version,
  digest: z.string(),
  storedAt: stored.instant,
  jwt: z.union([StoredJwtSchema, z.object({ digest: z.string() })]).optional(),
  /** How many pieces its gzip is in; gone with them. */
  chunks: z.int().min(1).optional(),
  embedded: EmbeddedSchema.optional(),
  erasedAt: stored.instant.optional(),
})
type Earlier = z.infer<typeof EarlierSchema>

/** An earlier version with its bytes; without them once they are erased; `undefined` when there is no such version. */
export async function loadEarlier(deps: TableDeps, id: Id, version: number): Promise<EarlierVersion | undefined> {
  const earlier = await loadItem(deps, keys.earlierCredential(id, version), EarlierSchema)
  if (!earlier) return undefined
  const { digest, storedAt, jwt, chunks, erasedAt } = earlier
  const held = { version, digest, storedAt, ...(jwt && { jwtDigest: jwt.digest }) }
  if (erasedAt !== undefined || chunks === undefined) return { ...held, erasedAt }
  const keyOf = (chunk: number) => keys.credentialChunk(id, version, digest, chunk)
  const text = await loadText(deps, { chunks }, keyOf)
  return {
    ...held,
    text,
    ...(jwt && 'rest' in jwt ? { jwt: { text: fromStoredJwt(jwt, text), digest: jwt.digest } } : {}),
  }
}

/**
 * Erases the bytes of every earlier version that embeds one of these endorsements, and whatever attempts that failed left
 * behind. Digests and the instant a version was stored stay. Safe to repeat; one that was stopped half-way is gone on with.
 */
export async function eraseEarlier(deps: StoreDeps, id: Id, endorsements: ReadonlySet<Id>): Promise<void> {
  const current = await loadAttributes(
    deps,
    keys.credential(id),
    ['entity', 'version', 'digest'],
    z.object({ version: stored.version, digest: z.string() }),
  )
  if (!current) return
  for (const earlier of await loadRange(deps, ranges.earlierCredentials(id), EarlierSchema)) {
    if (earlier.erasedAt === undefined && embedsOne(earlier, endorsements)) await markErased(deps, id, earlier)
    else if (earlier.erasedAt === undefined || earlier.chunks === undefined) continue
    await removeRange(deps, ranges.credentialChunks(id, earlier.version))
    await forgetChunks(deps, keys.earlierCredential(id, earlier.version))
  }
  await removeRange(deps, ranges.credentialChunks(id, current.version), ({ sk }) => !sk.includes(`#${current.digest}#`))
}

const embedsOne = ({ embedded }: Earlier, endorsements: ReadonlySet<Id>): boolean =>
  embedded !== undefined && [...embedded.keys()].some((id) => endorsements.has(id))

async function markErased(deps: StoreDeps, id: Id, { version, jwt }: Earlier): Promise<void> {
  const erased = new UpdateCommand({
    TableName: deps.tableName,
    Key: keys.earlierCredential(id, version),
    UpdateExpression: `SET erasedAt = :at${jwt ? ', jwt = :jwt' : ''} REMOVE embedded`,
    ExpressionAttributeValues: { ':at': deps.now(), ...(jwt && { ':jwt': { digest: jwt.digest } }) },
  })
  await retryConflicts(() => deps.client.send(erased), deps.retry)
}

async function forgetChunks({ client, tableName, retry }: TableDeps, { pk, sk }: Key): Promise<void> {
  const gone = new UpdateCommand({ TableName: tableName, Key: { pk, sk }, UpdateExpression: 'REMOVE chunks' })
  await retryConflicts(() => client.send(gone), retry)
}
