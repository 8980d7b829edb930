import type { Id } from '../domain/shared/ids.ts'

/** What one stream record asks of issuance. */
export type Wake =
  | { readonly kind: 'endorsement'; readonly recordId: string; readonly claimId: Id; readonly endorserId: Id }
  /** An objection was raised, someone voted on it, or a ring was found among those who endorsed. */
  | { readonly kind: 'look'; readonly recordId: string; readonly claimId: Id }
  /** The clock asks to look at the claim again. */
  | { readonly kind: 'nudge'; readonly recordId: string; readonly claimId: Id }
  /** Someone asked for the claim's badge to be issued again. */
  | { readonly kind: 'refresh'; readonly recordId: string; readonly claimId: Id }
  /** A record that should be for issuance but cannot be read. */
  | {
      readonly kind: 'unreadable'
      readonly recordId: string
      readonly claimId?: Id | undefined
      readonly reason: string
    }
