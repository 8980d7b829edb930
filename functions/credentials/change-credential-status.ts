import type { Caller } from '../domain/community/caller.ts'
import type { Claim, StatusEntry } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, type Result } from '../domain/shared/result.ts'
import type { CredentialStatus, StatusChange, StatusPurpose } from '../domain/status/credential-status.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/** What changing a badge's status touches, beside what finds its entry in a list. */
export interface ChangeCredentialStatusDeps {
  readonly credentials: Pick<CredentialStore, 'changeStatus'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Who asks for a change of whose badge, and why. */
export interface StatusRequest {
  readonly claim: Claim
  readonly caller: Caller
  readonly reason: string
  readonly idempotency: IdempotencyKey | undefined
}

/** The claim of a badge that exists, with its entry in a revocation list. */
export type IssuedClaim = Claim & { readonly statusEntry: StatusEntry }

/** Whether a claim has its badge. */
const isIssued = (claim: Claim): claim is IssuedClaim => claim.status === 'issued' && claim.statusEntry !== undefined

/** By then the published list shows every change; the clock looks whether it does. */
const PUBLISHED_WITHIN_MILLISECONDS = 60_000

const EVENT_TYPES = {
  revoked: 'credential.revoked',
  suspended: 'credential.suspended',
  valid: 'credential.reinstated',
} as const satisfies Record<CredentialStatus, string>

/**
 * Changes a badge's status and its entry in the list of that purpose as one. Whoever publishes the list learns of it from
 * the event, and the clock looks after it. The event holds no reason: that is free text.
 *
 * @param entryOf  Finds the entry in the list of the purpose that says the new status.
 */
export async function changeCredentialStatus(
  { credentials, random, now }: ChangeCredentialStatusDeps,
  { claim, caller, reason, idempotency }: StatusRequest,
  status: CredentialStatus,
  entryOf: (claim: IssuedClaim) => StatusEntry | Promise<StatusEntry>,
): Promise<Result<StatusChange, Refusal>> {
  if (!isIssued(claim)) return err({ code: 'credential_not_found' })
  const entry = await entryOf(claim)
  const at = now()
  const actorId = memberBehind(caller)
  const actor = actorId === undefined ? {} : { actorId }
  const kind: StatusPurpose = status === 'revoked' ? 'revocation' : 'suspension'
  const change = {
    claim,
    status,
    reason,
    at,
    ...actor,
    entry,
    event: {
      id: random.id(),
      type: EVENT_TYPES[status],
      at,
      community: claim.community,
      claimId: claim.id,
      ...actor,
      data: { credentialId: claim.credentialId, ...entry },
    },
    due: { at: addMilliseconds(at, PUBLISHED_WITHIN_MILLISECONDS), kind, claimId: claim.id, attempt: 0 },
  }
  return credentials.changeStatus(claim.credentialId, change, idempotency)
}

const memberBehind = (caller: Caller): Id | undefined =>
  caller.kind === 'member' ? caller.member.id : caller.kind === 'api-key' ? caller.actingFor?.id : undefined
