import type { AddIssuerKey } from '../../schemas/issuer-key.ts'
import { decideRotation } from '../domain/community/change-issuer-keys.ts'
import type { Community } from '../domain/community/community.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore, IssuerKey } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type CreateIssuerKeyDeps, createIssuerKey } from './create-issuer-key.ts'

export interface RotateIssuerKeyDeps extends CreateIssuerKeyDeps {
  readonly communities: Pick<CommunityStore, 'loadIssuerKeys' | 'addIssuerKey' | 'findRepeat'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Who changes keys of which community. */
export interface KeyChange {
  readonly community: Community
  readonly actorId: Id | undefined
  readonly idempotency: IdempotencyKey | undefined
}

/** So many rotations that got there first mean that something else is wrong. */
const MAX_ROUNDS = 20

/**
 * Makes the key that signs from now on and retires the one that did. Of several at once each gets its key, one after the
 * other, and the last one signs.
 *
 * @returns the new key, or that of an earlier request under the same idempotency key, for which no other key is made.
 */
export async function rotateIssuerKey(
  deps: RotateIssuerKeyDeps,
  { community, actorId, idempotency }: KeyChange,
  { use, algorithm }: AddIssuerKey,
): Promise<Result<IssuerKey, Refusal>> {
  const { communities, random, now } = deps
  const { slug } = community
  const earlier = await communities.findRepeat(idempotency)
  if (!earlier.ok) return earlier
  if (earlier.value !== undefined) return ok(await loadKey(communities, slug, earlier.value))
  const allowed = decideRotation(await communities.loadIssuerKeys(slug), use)
  if (!allowed.ok) return allowed
  const made = await createIssuerKey(deps, community.issuer, use, now(), algorithm)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decided = decideRotation(await communities.loadIssuerKeys(slug), use)
    if (!decided.ok) return decided
    const at = now()
    const key = { ...made, createdAt: at }
    const event = {
      id: random.id(),
      type: 'key.added' as const,
      at,
      community: slug,
      ...(actorId === undefined ? {} : { actorId }),
      data: { keyId: key.id, use, ...(decided.value === undefined ? {} : { retired: decided.value.id }) },
    }
    const added = await communities.addIssuerKey(community, { key, retires: decided.value, event }, idempotency)
    if (added.ok) return ok(added.value.kind === 'written' ? key : await loadKey(communities, slug, added.value.id))
    if (added.error.code !== 'stale') return added
  }
  throw new Error(`the keys of community ${slug} kept changing while one was added`)
}

async function loadKey(
  communities: Pick<CommunityStore, 'loadIssuerKeys'>,
  slug: Slug,
  keyId: string,
): Promise<IssuerKey> {
  const key = (await communities.loadIssuerKeys(slug)).find(({ id }) => id === keyId)
  if (!key) throw new Error(`key ${keyId} of community ${slug} was stored and is gone`)
  return key
}
