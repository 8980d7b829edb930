import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { Issue } from '../../ports/credential-store.ts'
import { sha256Digests } from '../digests/sha256.ts'
import { changeStanding } from './challenge-standing-items.ts'
import { changeUniqueness, putClaim, putEvent } from './claim-items.ts'
import { itemSizeBytes } from './item-size.ts'
import { keys } from './keys.ts'
import { toHolding } from './member-items.ts'
import { toPointer } from './pointers.ts'
import { putPooled } from './reviewer-pool.ts'
import type { TableDeps } from './store-deps.ts'
import { toStoredJwt } from './stored-jwt.ts'
import { storeFurtherChunks } from './stored-texts.ts'
import { type TransactItem, transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const FIRST_VERSION = 1

/**
 * Stores badge, award record, holding, event, refresh address and the claim's step to `issued` with one transaction, however many
 * endorsements the badge holds; parts beyond 300 KB of gzip are put before it, where nobody finds them until it is done.
 *
 * @returns `stale` when the claim moved on, or the badge is already stored.
 */
export async function issue(deps: TableDeps, toIssue: Issue): Promise<Result<void, Refusal>> {
  const { change, event, credential } = toIssue
  const { learnerId, achievementId } = change.to
  const failed = await transact(
    deps,
    {
      claim: putClaim(change.from, change.to),
      badge: await putBadge(deps, toIssue),
      award: await putAward(deps, toIssue),
      holding: changeHoldings('ADD', learnerId, toHolding(achievementId, credential.id)),
      standing: changeStanding(change.to, 'ADD', 'badges'),
      pooled: putPooled(event.community, `badge:${achievementId}`, learnerId, event.at),
      event: putEvent(event),
      refresh: put(toPointer(keys.refreshPointer(toIssue.capability), 'refresh-pointer', credential.id)),
      uniqueness: changeUniqueness(change.from, change.uniqueness),
    },
    'uniqueness',
  )
  if (failed === undefined) return ok(undefined)
  if (failed.claim === undefined && failed.badge === undefined) throw new Error(`event ${event.id} is already stored`)
  return err({ code: 'stale', detail: 'The claim changed meanwhile; read it again.' })
}

/** Adds a badge to a member's holdings or takes it out; safe to repeat. */
export const changeHoldings = (action: 'ADD' | 'DELETE', memberId: string, holding: string): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.holdings(memberId),
    UpdateExpression: `SET entity = :entity ${action} holdings :holdings`,
    ExpressionAttributeValues: { ':entity': 'holdings', ':holdings': new Set([holding]) },
  },
})

async function putBadge(deps: TableDeps, { credential }: Issue): Promise<TransactItem> {
  const { id, claimId, community, text, digest, storedAt } = credential
  const embedded = Object.fromEntries(credential.embedded)
  const jwt = credential.jwt && toStoredJwt(credential.jwt.text, text)
  const chunkKey = (chunk: number) => keys.credentialChunk(id, FIRST_VERSION, digest, chunk)
  const bytes = await storeFurtherChunks(deps, text, digest, chunkKey, itemSizeBytes({ embedded, jwt }))
  const item = {
    ...keys.credential(id),
    entity: 'credential',
    credentialId: id,
    claimId,
    community,
    version: FIRST_VERSION,
    storedAt,
    status: 'valid',
    statusVersion: 1,
    embedded,
    jwt,
    ...bytes,
  }
  return put(item, IF_NEW)
}

async function putAward(deps: TableDeps, { credential: { id, storedAt }, awardText }: Issue): Promise<TransactItem> {
  const digest = sha256Digests.sha256Base64Url(awardText)
  const bytes = await storeFurtherChunks(deps, awardText, digest, (chunk) => keys.awardChunk(id, digest, chunk))
  return put({ ...keys.award(id), entity: 'award', credentialId: id, storedAt, ...bytes }, IF_NEW)
}
