import { refreshCapability } from '../domain/credential/refresh-capability.ts'
import type { Claim, StatusEntry } from '../domain/endorsement/claim.ts'
import { eraseClaim } from '../domain/endorsement/erase-claim.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Digests, Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { ReviewerPool } from '../ports/reviewer-pool.ts'

/** What erasing a learner's claims touches. */
export interface EraseClaimsDeps {
  readonly claims: Pick<ClaimStore, 'load' | 'apply' | 'listByLearner'>
  readonly credentials: Pick<CredentialStore, 'changeStatus' | 'erase'>
  readonly reviewerPool: Pick<ReviewerPool, 'leave'>
  readonly digests: Digests
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

const CLAIMS_A_LOOK = 25
/** So many changes of one claim in a row are more than an erasure waits for. */
const MAX_TRIES = 20
/** By then the published list shows every change; the clock looks whether it does. */
const PUBLISHED_WITHIN_MILLISECONDS = 60_000

/**
 * Ends the claims of a learner, and revokes and deletes their badges, from a place in the list on until `stopAt`. What peers
 * judged and signed stays with them. Safe to repeat.
 *
 * @returns where to go on, or `done`.
 */
export async function eraseClaims(deps: EraseClaimsDeps, learnerId: Id, stopAt: Instant): Promise<'done' | 'more'> {
  let cursor: string | undefined
  do {
    const page = await deps.claims.listByLearner(learnerId, { limit: CLAIMS_A_LOOK, ...(cursor && { cursor }) })
    if (!page.ok) throw new Error(`the claims of ${learnerId} could not be listed: ${page.error.code}`)
    for (const { id } of page.value.items) {
      await eraseOne(deps, id)
      if (deps.now() >= stopAt) return 'more'
    }
    cursor = page.value.next
  } while (cursor !== undefined)
  return 'done'
}

async function eraseOne(deps: EraseClaimsDeps, id: Id): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const claim = await deps.claims.load(id)
    if (!claim) return
    // The badge first: a claim that is no longer `issued` would not lead to it again. Of one that was only being made, parts
    // may lie there that nobody else finds.
    if (claim.statusEntry) await eraseBadge(deps, claim, claim.statusEntry)
    const change = eraseClaim(claim)
    if (!change) return
    const applied = await deps.claims.apply(change, toClaimEvent(change, deps.random.id(), deps.now()))
    if (applied.ok) return
  }
  throw new Error(`claim ${id} kept changing while it was being erased`)
}

async function eraseBadge(
  { credentials, reviewerPool, digests, random, now }: EraseClaimsDeps,
  claim: Claim,
  entry: StatusEntry,
): Promise<void> {
  const at = now()
  const revoked = await credentials.changeStatus(claim.credentialId, {
    claim,
    status: 'revoked',
    reason: 'erased',
    at,
    entry,
    event: {
      id: random.id(),
      type: 'credential.revoked',
      at,
      community: claim.community,
      claimId: claim.id,
      data: { credentialId: claim.credentialId, ...entry },
    },
    due: { at: addMilliseconds(at, PUBLISHED_WITHIN_MILLISECONDS), kind: 'revocation', claimId: claim.id, attempt: 0 },
  })
  const isGone =
    !revoked.ok && revoked.error.code !== 'already_revoked' && revoked.error.code !== 'credential_not_found'
  if (isGone) throw new Error(`badge ${claim.credentialId} could not be revoked: ${revoked.error.code}`)
  await credentials.erase(claim.credentialId, refreshCapability(claim, digests))
  await reviewerPool.leave({ id: claim.learnerId, community: claim.community }, [`badge:${claim.achievementId}`])
}
