import type { KeyLifetime } from '../domain/community/key-lifetime.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { KeptKeyOf } from './signer.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** A key with which the service itself signs receipts. */
export interface PlatformKey extends KeyLifetime {
  readonly use: 'data-integrity'
  /** From 1, without gaps. */
  readonly number: number
  /** The key's JWK thumbprint (RFC 7638). */
  readonly id: string
  readonly key: KeptKeyOf<'Ed25519'>
  /** Grows by one with every change. */
  readonly version: number
}

/** What changes at once: a key that is new, and one that is retired or marked. */
interface PlatformKeyChange {
  readonly added?: PlatformKey | undefined
  readonly changed?: { readonly from: PlatformKey; readonly to: PlatformKey } | undefined
}

/** The service's own signing keys; they are few, and stay for good. */
export interface PlatformKeyStore {
  /** All keys, oldest first; strongly consistent. */
  load(): Promise<readonly PlatformKey[]>
  /**
   * Makes a change as one. `stale` when the number of the new key is taken or the other key changed meanwhile: read again. Or
   * `idempotency_key_reused`.
   *
   * @param id  The id of the key that a repeat is answered with.
   */
  change(id: string, change: PlatformKeyChange, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** The id an earlier request under the key led to, for those who would make a key first. */
  findRepeat(idempotency: IdempotencyKey | undefined): Promise<Result<string | undefined, Refusal>>
}
