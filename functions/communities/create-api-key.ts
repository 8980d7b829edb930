import type { CreateApiKey } from '../../schemas/community.ts'
import type { Digests, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { formatApiKey } from '../http/caller.ts'
import type { ApiKeyRecord, ApiKeyStore } from '../ports/api-key-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface CreateApiKeyDeps {
  readonly communities: Pick<CommunityStore, 'load'>
  readonly apiKeys: Pick<ApiKeyStore, 'create' | 'load'>
  readonly random: Pick<Randomness, 'id' | 'secret'>
  readonly digests: Digests
  readonly now: Now
}

/** A key as it was made; `key` is absent when the request is a repeat, because only its hash was kept. */
export interface MadeApiKey {
  readonly record: ApiKeyRecord
  readonly key?: string
}

/** Makes an API key of a community and keeps its hash. */
export async function createApiKey(
  { communities, apiKeys, random, digests, now }: CreateApiKeyDeps,
  community: Slug,
  { name, scopes }: CreateApiKey,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<MadeApiKey, Refusal>> {
  if (!(await communities.load(community))) return err({ code: 'community_not_found' })
  const secret = random.secret()
  const record: ApiKeyRecord = {
    id: random.id(),
    community,
    name,
    scopes: [...new Set(scopes)],
    secretHash: digests.sha256Base64Url(secret),
    createdAt: now(),
  }
  const created = await apiKeys.create(record, idempotency)
  if (!created.ok) return created
  if (created.value.kind === 'written') return ok({ record, key: formatApiKey(record.id, secret) })
  const earlier = await apiKeys.load(created.value.id)
  if (!earlier) throw new Error(`API key ${created.value.id} was created and is gone`)
  return ok({ record: earlier })
}
