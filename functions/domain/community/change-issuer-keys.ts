import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import { type KeyLifetime, type KeyUse, signingKey } from './key-lifetime.ts'

/** A key of a community, as far as these rules look at it. */
interface NamedKey extends KeyLifetime {
  readonly id: string
}

/** Every key stays in the DID document for good, which must stay readable. */
const MAX_KEYS = 200

/**
 * Decides whether a community may have one more key, and which one it takes the place of.
 *
 * @param keys  All keys of the community, oldest first.
 * @returns the key that signs until then, to be retired (`undefined` when none does), or `too_many_keys`.
 */
export function decideRotation<Key extends NamedKey>(
  keys: readonly Key[],
  use: KeyUse,
): Result<Key | undefined, Refusal> {
  if (keys.length >= MAX_KEYS)
    return err({ code: 'too_many_keys', detail: `There are at most ${MAX_KEYS} keys, retired ones included.` })
  return ok(signingKey(keys, use))
}

/** What reporting a key as compromised comes to. */
export interface CompromiseDecision<Key> {
  readonly key: Key
  /** Whether that is known already, from that very instant on: then nothing changes. */
  readonly isKnown: boolean
  /** Whether the key signs until now, so that another must take its place. */
  readonly isSigning: boolean
}

/**
 * Decides what happens when a key is reported as compromised from some instant on. That instant may be moved earlier as
 * more comes to light, never later: what was once distrusted stays so.
 *
 * @param keys  All keys of the community, oldest first.
 * @param at  From when on others may have signed with it.
 * @returns `issuer_key_not_found`, `invalid_request` when `at` lies in the future, or `key_compromised_earlier`.
 */
export function decideCompromise<Key extends NamedKey>(
  keys: readonly Key[],
  keyId: string,
  at: Instant,
  now: Instant,
): Result<CompromiseDecision<Key>, Refusal> {
  const key = keys.find(({ id }) => id === keyId)
  if (!key) return err({ code: 'issuer_key_not_found' })
  if (at > now) return err({ code: 'invalid_request', errors: [{ pointer: '/at', detail: 'lies in the future' }] })
  if (key.compromisedAt !== undefined && key.compromisedAt < at)
    return err({
      code: 'key_compromised_earlier',
      detail: `The key counts as compromised since ${key.compromisedAt}; that can only be moved earlier.`,
    })
  return ok({ key, isKnown: key.compromisedAt === at, isSigning: signingKey(keys, key.use)?.id === keyId })
}
