import type { Instant } from '../domain/shared/instant.ts'

/** What this service has met of issuers elsewhere. Of an issuer only the digest of its id is kept. */
export interface IssuerSightings {
  /** Notes that a badge of an issuer was verified and somebody wanted a receipt of it; does nothing when one was before. */
  note(issuer: string, at: Instant): Promise<void>
  /** When the first such badge was; `undefined` when none ever was. */
  firstSeen(issuer: string): Promise<Instant | undefined>
}
