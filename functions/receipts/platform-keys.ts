import { decideCompromise, decideRotation } from '../domain/community/change-issuer-keys.ts'
import { publicJwkOf } from '../domain/community/issuer-key-jwk.ts'
import { signingKey } from '../domain/community/key-lifetime.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { jwkThumbprint } from '../domain/shared/jwk.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { PlatformKey, PlatformKeyStore } from '../ports/platform-key-store.ts'
import type { KeyMaker } from '../ports/signer.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/** Whom the service's own keys are sealed for. No DID and no id of ours is this, and the role of the function names it. */
export const PLATFORM_KEY_OWNER = 'platform'

export interface PlatformKeysDeps {
  readonly platformKeys: PlatformKeyStore
  readonly keyMaker: KeyMaker
  readonly digests: Digests
  readonly now: Now
}

/** So many changes that got there first mean that something else is wrong. */
const MAX_ROUNDS = 20

/**
 * The key that signs receipts now. The first who asks makes it; of several at once all get the same one.
 *
 * @returns it, and all keys, oldest first.
 */
export async function ensurePlatformKey(
  deps: PlatformKeysDeps,
): Promise<{ readonly signing: PlatformKey; readonly keys: readonly PlatformKey[] }> {
  let keys = await deps.platformKeys.load()
  if (!signingKey(keys, 'data-integrity')) {
    const added = await createPlatformKey(deps, keys.length + 1)
    await deps.platformKeys.change(added.id, { added })
    keys = await deps.platformKeys.load()
  }
  const signing = signingKey(keys, 'data-integrity')
  if (!signing) throw new Error('the service has no key to sign receipts with')
  return { signing, keys }
}

/**
 * Makes the key that signs from now on and retires the one that did. Of several at once each gets its key, and the last one
 * signs.
 *
 * @returns the new key, or that of an earlier request under the same idempotency key; or `too_many_keys`.
 */
export async function rotatePlatformKey(
  deps: PlatformKeysDeps,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<PlatformKey, Refusal>> {
  const { platformKeys, now } = deps
  const earlier = await platformKeys.findRepeat(idempotency)
  if (!earlier.ok) return earlier
  if (earlier.value !== undefined) return ok(await loadKey(platformKeys, earlier.value))
  const made = await createPlatformKey(deps, 1)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const keys = await platformKeys.load()
    const decided = decideRotation(keys, 'data-integrity')
    if (!decided.ok) return decided
    const at = now()
    const added = { ...made, number: keys.length + 1, createdAt: at }
    const changed = decided.value && changeKey(decided.value, { retiredAt: at })
    const done = await platformKeys.change(added.id, { added, changed }, idempotency)
    if (done.ok) return ok(await loadKey(platformKeys, done.value.kind === 'replayed' ? done.value.id : added.id))
    if (done.error.code !== 'stale') return done
  }
  throw new Error('the keys of the service kept changing while one was added')
}

/**
 * Marks a key as compromised from an instant on and, when it signs, puts another in its place, as one. Safe to repeat.
 *
 * @returns the key as it stands; or `issuer_key_not_found`, `invalid_request` for an instant to come, `key_compromised_earlier`.
 */
export async function compromisePlatformKey(
  deps: PlatformKeysDeps,
  keyId: string,
  compromisedAt: Instant,
): Promise<Result<PlatformKey, Refusal>> {
  const { platformKeys, now } = deps
  let spare: PlatformKey | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const keys = await platformKeys.load()
    const at = now()
    const decided = decideCompromise(keys, keyId, compromisedAt, at)
    if (!decided.ok) return decided
    const { key, isKnown, isSigning } = decided.value
    if (isKnown) return ok(key)
    if (isSigning) spare ??= await createPlatformKey(deps, 1)
    const added = isSigning && spare ? { ...spare, number: keys.length + 1, createdAt: at } : undefined
    const changed = changeKey(key, { compromisedAt, retiredAt: key.retiredAt ?? at })
    const done = await platformKeys.change(keyId, { added, changed })
    if (done.ok) return ok(changed.to)
    if (done.error.code !== 'stale') return done
  }
  throw new Error('the keys of the service kept changing while one was marked as compromised')
}

const changeKey = (from: PlatformKey, changes: Partial<PlatformKey>) => ({
  from,
  to: { ...from, ...changes, version: from.version + 1 },
})

async function createPlatformKey(
  { keyMaker, digests, now }: Pick<PlatformKeysDeps, 'keyMaker' | 'digests' | 'now'>,
  number: number,
): Promise<PlatformKey> {
  const key = await keyMaker.createKey(PLATFORM_KEY_OWNER, 'Ed25519')
  const id = jwkThumbprint(publicJwkOf(key), digests)
  return { use: 'data-integrity', number, id, key, createdAt: now(), version: 1 }
}

async function loadKey(platformKeys: Pick<PlatformKeyStore, 'load'>, keyId: string): Promise<PlatformKey> {
  const key = (await platformKeys.load()).find(({ id }) => id === keyId)
  if (!key) throw new Error(`key ${keyId} of the service was stored and is gone`)
  return key
}
