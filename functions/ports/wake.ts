import type { Id } from '../domain/shared/ids.ts'

/** What one stream record asks of issuance. */
export type Wake =
  | { readonly kind: 'endorsement'; readonly recordId: string; readonly claimId: Id; readonly endorserId: Id }
  /** The clock asks to look at the claim again. */
  | { readonly kind: 'nudge'; readonly recordId: string; readonly claimId: Id }
  /** A record that should be for issuance but cannot be read. */
  | {
      readonly kind: 'unreadable'
      readonly recordId: string
      readonly claimId?: Id | undefined
      readonly reason: string
    }
