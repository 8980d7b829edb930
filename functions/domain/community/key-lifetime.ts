import type { Instant } from '../shared/instant.ts'

/** What a community signs with a key. */
export type KeyUse = 'data-integrity' | 'jwt'

/** How long a key signs, and how far what it signed is trusted. */
export interface KeyLifetime {
  readonly use: KeyUse
  readonly createdAt: Instant
  /** From then on it signs nothing; what it signed before stays valid. */
  readonly retiredAt?: Instant | undefined
  /** From then on others may have signed with it: what this service did not hold before then is not trusted. */
  readonly compromisedAt?: Instant | undefined
}

/**
 * The key that signs now: the newest for that use that is neither retired nor compromised.
 *
 * @param keys  All keys of one community, oldest first.
 */
export const signingKey = <Key extends KeyLifetime, Use extends KeyUse>(
  keys: readonly Key[],
  use: Use,
): Extract<Key, { readonly use: Use }> | undefined =>
  keys
    .filter((key): key is Extract<Key, { readonly use: Use }> => key.use === use)
    .findLast(({ retiredAt, compromisedAt }) => retiredAt === undefined && compromisedAt === undefined)
