import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../functions/domain/endorsement/claim-event.ts'
import type { Endorsement } from '../../functions/domain/endorsement/endorsement.ts'
import type { EvidenceDocument } from '../../functions/domain/endorsement/open-claim.ts'
import type { Refusal } from '../../functions/domain/shared/refusal.ts'
import type { Result } from '../../functions/domain/shared/result.ts'
import type { ClaimOpening, ClaimStore } from '../../functions/ports/claim-store.ts'
import type { IdempotencyKey } from '../../functions/ports/written.ts'
import { aClaim, anEndorsement, anId, digests } from './builders.ts'

/** Ten of the same at once. */
export const tenAtOnce = <T>(attempt: (n: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: 10 }, (_, n) => attempt(n)))

/** What a store answers: nothing, or what became of the write. */
type Answer = Result<{ readonly kind: string } | undefined, Refusal> | Result<void, Refusal>

/** The code of a refusal, or the kind of what was answered; `done` when there is nothing to say. */
export function outcomeOf(result: Answer): string {
  if (!result.ok) return result.error.code
  return result.value === undefined ? 'done' : result.value.kind
}

/** How often each outcome came up. */
export function tally(results: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const result of results) counts[outcomeOf(result)] = (counts[outcomeOf(result)] ?? 0) + 1
  return counts
}

/** The value of a result that must not be a refusal. */
export function unwrap<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value
  throw new Error(`refused with ${result.error.code}`)
}

export const anIdempotencyKey = (key: string, digest = 'digest of the first request'): IdempotencyKey => ({
  caller: 'api-key:weavers',
  key,
  digest,
})

export const anEvent = (name: string, changes: Partial<ClaimEvent> = {}): ClaimEvent => ({
  id: anId(`event ${name}`),
  type: 'claim.opened',
  at: '2026-02-01T10:00:00.000Z',
  community: 'weavers',
  claimId: anId('claim'),
  data: { evidenceVersion: 1, digest: 'abc', final: false },
  ...changes,
})

export const someEvidence = (version = 1, text = `{"narrative":"cloth ${version}"}`): EvidenceDocument => ({
  version,
  text,
  digest: digests.sha256Base64Url(text),
})

/** A claim whose ids nobody else's share. */
export const aClaimOf = (name: string, changes: Partial<Claim> = {}): Claim =>
  aClaim({
    id: anId(`claim ${name}`),
    credentialId: anId(`credential ${name}`),
    learnerId: anId(`learner ${name}`),
    ...changes,
  })

export const anOpening = (claim: Claim, changes: Partial<ClaimOpening> = {}): ClaimOpening => ({
  claim,
  evidence: someEvidence(),
  event: anEvent(`opening ${claim.id}`, { claimId: claim.id }),
  unique: true,
  ...changes,
})

/** An endorsement of a claim's evidence. */
export const anEndorsementOf = (claim: Claim, endorser: string, changes: Partial<Endorsement> = {}): Endorsement =>
  anEndorsement(endorser, {
    id: anId(`endorsement of ${claim.id} by ${endorser}`),
    claimId: claim.id,
    evidenceVersion: claim.evidenceVersion,
    ...changes,
  })

/** Opens a claim whose ids nobody else's share. */
export async function openClaimOf(
  store: ClaimStore,
  name: string,
  changes: Partial<Claim> = {},
  opening: Partial<ClaimOpening> = {},
): Promise<Claim> {
  const claim = aClaimOf(name, changes)
  unwrap(await store.open(anOpening(claim, opening)))
  return claim
}
