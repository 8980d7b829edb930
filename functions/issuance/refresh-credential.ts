import { AwardRecordSchema } from '../../schemas/award-record.ts'
import { type OpenBadgeCredential, OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { CountedEndorsements } from '../domain/credential/build-credential.ts'
import { refreshCapability } from '../domain/credential/refresh-capability.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import { decideThreshold } from '../domain/endorsement/decide-threshold.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import { toWholeSeconds } from '../domain/shared/instant.ts'
import type { SignedEndorsement, StoredCredential } from '../ports/credential-store.ts'
import type { ClaimWithEntry } from './allot-status-entry.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { nextSigningInstant } from './next-signing-instant.ts'
import { signBadge } from './sign-badge.ts'
import { signedForms } from './signed-forms.ts'
import { isSignedNow } from './signed-now.ts'

/**
 * Settles the requests to issue a claim's badge again (REF-03, REF-06): a version with every `endorse` that stands now takes the
 * place of the current one, under the same id and date of award; after an erasure, the bytes of earlier versions that
 * embed what was erased go. When nothing would change, the current version stays. However often this runs, or wherever it
 * stops, the requests end in one new version; they count as settled only after everything else is done.
 *
 * @returns false when the badge changed meanwhile: nothing was settled; look again.
 */
export async function refreshCredential(deps: IssuanceDeps, context: IssuingContext, claim: Claim): Promise<boolean> {
  const requests = await deps.refreshes.load(claim.id)
  if (!requests || requests.done >= requests.requested) return true
  // Read after the requests: what an erasure changed is then seen by whoever settles the request it made.
  const [current, endorsements] = await Promise.all([
    deps.credentials.load(claim.credentialId),
    deps.endorsements.load(claim.id, claim.evidenceVersion),
  ])
  if (!current && (await deps.credentials.loadErasedAt(claim.credentialId)) !== undefined) return true
  if (!current || !claim.statusEntry) throw new Error(`claim ${claim.id} is issued without its badge`)
  const erased = new Set(endorsements.filter(({ state }) => state === 'erased').map(({ id }) => id))
  const embedsErased = [...current.embedded.keys()].some((id) => erased.has(id))
  if (embedsErased || (requests.asked > requests.done && current.status !== 'revoked')) {
    const issued = { ...claim, statusEntry: claim.statusEntry }
    if (!(await issueAgain(deps, context, { claim: issued, current, endorsements }))) return false
  }
  if (erased.size > 0) await deps.credentials.eraseEarlier(claim.credentialId, erased)
  await deps.refreshes.settle(claim, requests.requested)
  return true
}

interface ToRefresh {
  readonly claim: ClaimWithEntry
  readonly current: StoredCredential
  readonly endorsements: readonly Endorsement[]
}

/** @returns false when another version was stored meanwhile. */
async function issueAgain(
  deps: IssuanceDeps,
  context: IssuingContext,
  { claim, current, endorsements }: ToRefresh,
): Promise<boolean> {
  const signed = await signedForms(deps, context, claim, endorsements)
  const earlier = OpenBadgeCredentialSchema.parse(JSON.parse(current.text))
  if (embedsExactly(current, signed) && lastsAsLong(earlier, claim) && isSignedNow(context, current)) return true
  const badge = await signBadge(deps, context, {
    claim,
    decision: await countedAfter(deps, context, claim, endorsements),
    signed,
    identifier: identifierOf(earlier),
    signedAt: await nextSigningInstant(deps, earlier.validFrom),
  })
  const stored = await deps.credentials.refresh({
    from: current,
    next: { ...badge, storedAt: deps.now() },
    event: toRefreshedEvent(deps, claim, current.version + 1, signed.length),
    capability: refreshCapability(claim, deps.digests),
  })
  if (stored.ok) deps.log.info('credential_refreshed', { claimId: claim.id, endorsements: signed.length })
  return stored.ok
}

const embedsExactly = ({ embedded }: StoredCredential, signed: readonly SignedEndorsement[]): boolean =>
  embedded.size === signed.length &&
  signed.every(({ endorsementId, version }) => embedded.get(endorsementId) === version)

/** Whether a badge says the end that its claim has by now. */
const lastsAsLong = ({ validUntil }: OpenBadgeCredential, claim: Claim): boolean =>
  validUntil === (claim.validUntil && toWholeSeconds(claim.validUntil))

/** As the first version has it: a hash made anew would have another salt. */
const identifierOf = ({ credentialSubject }: OpenBadgeCredential) => credentialSubject.identifier ?? []

/**
 * What counts among everything that stands now, decided as of the decision instant. The award stands: when the rule would no
 * longer be met, the badge keeps telling what it was awarded for.
 */
async function countedAfter(
  { credentials }: IssuanceDeps,
  { rule }: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<CountedEndorsements> {
  if (claim.decidedAt === undefined) throw new Error(`claim ${claim.id} is issued without a decision instant`)
  const decision = decideThreshold(rule, claim, endorsements, claim.decidedAt)
  if (decision.kind === 'met') return decision
  const award = await credentials.loadAward(claim.credentialId)
  if (!award) throw new Error(`the badge of claim ${claim.id} has no award record`)
  const record = AwardRecordSchema.parse(JSON.parse(award.text))
  return { counted: record.endorsements.filter(({ counted }) => counted), required: record.decision.required }
}

const toRefreshedEvent = (
  { random, now }: Pick<IssuanceDeps, 'random' | 'now'>,
  claim: Claim,
  version: number,
  endorsements: number,
): ClaimEvent => ({
  id: random.id(),
  type: 'credential.refreshed',
  at: now(),
  community: claim.community,
  claimId: claim.id,
  data: { credentialId: claim.credentialId, version, endorsements },
})
