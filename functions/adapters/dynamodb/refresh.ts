import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { Refresh } from '../../ports/credential-store.ts'
import { putEvent } from './claim-items.ts'
import { HeadSchema } from './credential-head.ts'
import { itemSizeBytes } from './item-size.ts'
import { keys } from './keys.ts'
import { toPointer } from './pointers.ts'
import { loadItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { toStoredJwt } from './stored-jwt.ts'
import { storeFurtherChunks } from './stored-texts.ts'
import { transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

/**
 * Stores the next version of a badge in the place of the current one, which becomes an earlier version, byte for byte; its
 * status stays as it is, also when it changes meanwhile. The number of items does not depend on that of endorsements.
 *
 * @returns `stale` when the badge is of another version by now.
 */
export async function refresh(
  deps: TableDeps,
  { from, next, event, capability }: Refresh,
): Promise<Result<void, Refusal>> {
  const { id, version } = from
  const head = await loadItem(deps, keys.credential(id), HeadSchema)
  if (head?.version !== version) return stale
  const first = { ...keys.credentialChunk(id, version, head.digest, 1), entity: 'chunk', bytes: head.bytes }
  await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item: first })), deps.retry)
  const embedded = Object.fromEntries(next.embedded)
  const jwt = next.jwt && toStoredJwt(next.jwt.text, next.text)
  const chunkKey = (chunk: number) => keys.credentialChunk(id, version + 1, next.digest, chunk)
  const bytes = await storeFurtherChunks(deps, next.text, next.digest, chunkKey, itemSizeBytes({ embedded, jwt }))
  const changed = { version: version + 1, storedAt: next.storedAt, embedded, ...bytes, ...(jwt && { jwt }) }
  const names = Object.keys(changed)
  const failed = await transact(deps, {
    badge: {
      Update: {
        TableName: '',
        Key: keys.credential(id),
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}${jwt ? '' : ' REMOVE #jwt'}`,
        ConditionExpression: '#version = :from',
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ...(jwt ? {} : { '#jwt': 'jwt' }),
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(changed).map(([name, value]) => [`:${name}`, value])),
          ':from': version,
        },
      },
    },
    earlier: put(
      {
        ...keys.earlierCredential(id, version),
        entity: 'earlier-credential',
        version,
        digest: head.digest,
        chunks: head.chunks,
        jwt: head.jwt,
        embedded: Object.fromEntries(head.embedded),
        storedAt: head.storedAt,
      },
      IF_NEW,
    ),
    event: putEvent(event),
    pointer: put(toPointer(keys.refreshPointer(capability), 'refresh-pointer', id)),
  })
  if (failed === undefined) return ok(undefined)
  if (failed.badge === undefined && failed.earlier === undefined) throw new Error(`event ${event.id} is already stored`)
  return stale
}

const stale = err({ code: 'stale', detail: 'The badge changed meanwhile; read it again.' } as const)
