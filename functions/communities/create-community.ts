import type { CreateCommunity } from '../../schemas/community.ts'
import type { Community } from '../domain/community/community.ts'
import { foundCommunity } from '../domain/community/found-community.ts'
import type { KeyUse } from '../domain/community/key-lifetime.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { type TakeImageDeps, takeImage } from '../http/take-image.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type CreateIssuerKeyDeps, createIssuerKey } from './create-issuer-key.ts'

export interface CreateCommunityDeps extends CreateIssuerKeyDeps, TakeImageDeps {
  readonly communities: Pick<CommunityStore, 'create' | 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Creates a community and its issuer keys as one, so that it can issue from the first moment. */
export async function createCommunity(
  deps: CreateCommunityDeps,
  request: CreateCommunity,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Community, Refusal>> {
  const { communities, keyMaker, digests, random, now, publicUrl } = deps
  const taken = await takeImage(deps, request.slug, request)
  if (!taken.ok) return taken
  const community = foundCommunity(random.id(), taken.value, publicUrl, now())
  const { issuer, createdAt } = community
  const makeKey = (use: KeyUse) => createIssuerKey({ keyMaker, digests }, issuer, use, createdAt)
  // A slug is taken for good, and a key may be billed by the month: no keys are made for what cannot be stored.
  const isTaken = (await communities.load(request.slug)) !== undefined
  const issuerKeys = isTaken ? [] : await Promise.all([makeKey('data-integrity'), makeKey('jwt')])
  const created = await communities.create(community, issuerKeys, idempotency)
  if (!created.ok) return created
  if (created.value.kind === 'written') return ok(community)
  const earlier = await communities.load(request.slug)
  if (!earlier) throw new Error(`community ${request.slug} was created and is gone`)
  return ok(earlier)
}
