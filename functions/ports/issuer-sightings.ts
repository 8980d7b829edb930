import type { Instant } from '../domain/shared/instant.ts'

/** What this service has met of issuers elsewhere. */
export interface IssuerSightings {
  /** When a badge of an issuer was first met that somebody wanted a record of; `undefined` when none ever was. */
  firstSeen(issuer: string): Promise<Instant | undefined>
}
