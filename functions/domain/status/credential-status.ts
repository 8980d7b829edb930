import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'

/** How a badge stands with its issuer: `suspended` for now, `revoked` for good. */
export type CredentialStatus = 'valid' | 'suspended' | 'revoked'

/** What a status list says of its entries. */
export type StatusPurpose = 'revocation' | 'suspension'

/** The reasons of changes that the rule of a badge makes by itself; pages say them in their language. */
export const RULE_REASONS = {
  notMet: 'The endorsements that stand no longer meet the rule of this badge.',
  met: 'The endorsements that stand meet the rule of this badge again.',
} as const

/** A change of a badge's status, as it is kept for good. */
export interface StatusChange {
  /** From 2: a badge is issued with version 1. */
  readonly statusVersion: number
  readonly status: CredentialStatus
  readonly reason: string
  readonly at: Instant
  /** Set when the rule of the badge made it (clause `living`), and no person did. */
  readonly by?: 'rule' | undefined
  /** The member who made it; absent when a key of the community did. */
  readonly actorId?: Id | undefined
}

/**
 * Decides whether a badge may go from one status to another. A revocation is final.
 *
 * @returns `already_revoked`, `already_suspended` or `not_suspended` as refusals.
 */
export function decideStatusChange(from: CredentialStatus, to: CredentialStatus): Result<void, Refusal> {
  if (from === 'revoked') return err({ code: 'already_revoked', detail: 'The badge is revoked, and that is for good.' })
  if (from !== to) return ok(undefined)
  return from === 'suspended'
    ? err({ code: 'already_suspended', detail: 'The badge is already suspended.' })
    : err({ code: 'not_suspended', detail: 'The badge is not suspended.' })
}
