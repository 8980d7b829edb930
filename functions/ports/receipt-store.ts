import type { Instant } from '../domain/shared/instant.ts'

/** A signed receipt; `text` is served byte for byte. */
export interface StoredReceipt {
  /** The unguessable last part of its address. */
  readonly id: string
  readonly text: string
  /** SHA-256 of the bytes of `text`, base64url. */
  readonly digest: string
  /** Deleted some time after. */
  readonly validUntil: Instant
}

/** Receipts, which never change. */
export interface ReceiptStore {
  /** @throws TypeError for a text whose gzip is beyond 300 KB. A fault when the id is taken. */
  keep(receipt: StoredReceipt): Promise<void>
  /** Also one that has ended and is not deleted yet. */
  load(id: string): Promise<StoredReceipt | undefined>
}
