import type { IdentityObject } from '../../schemas/open-badges/parts.ts'
import { buildAwardRecord } from '../domain/credential/build-award-record.ts'
import { hashEmailAddress } from '../domain/credential/hash-identity.ts'
import { refreshCapability } from '../domain/credential/refresh-capability.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import { issueClaim } from '../domain/endorsement/claim-transitions.ts'
import type { Decision } from '../domain/endorsement/decision.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import { allotStatusEntry } from './allot-status-entry.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { asCommunity } from './sign-as-community.ts'
import { signBadge } from './sign-badge.ts'
import { signedForms } from './signed-forms.ts'
import { toClaimEvent } from './to-claim-event.ts'

/** A claim whose rule is met on a frozen set of endorsements. */
export interface FrozenClaim {
  readonly claim: Claim
  /** Everything the consistent read after `open → met` returned. */
  readonly endorsements: readonly Endorsement[]
  /** `met`, made again on exactly that set at the decision instant. */
  readonly decision: Decision
}

/**
 * Builds, signs, checks and stores the badge of a frozen claim with its award record, and takes the claim to `issued`,
 * as one. Nothing is stored that does not verify.
 *
 * @returns false when the claim changed meanwhile: nothing was stored; read it again.
 */
export async function issueCredential(
  deps: IssuanceDeps,
  context: IssuingContext,
  { claim: met, endorsements, decision }: FrozenClaim,
): Promise<boolean> {
  const signed = await signedForms(deps, context, met, endorsements)
  const claim = await allotStatusEntry(deps, context, met)
  if (!claim) return false
  const badge = await signBadge(deps, context, {
    claim,
    decision,
    signed,
    identifier: await identify(deps, claim),
    signedAt: deps.now(),
  })
  const awardText = await signAwardRecord(deps, context, claim, decision, signed)
  const storedAt = deps.now()
  const change = issueClaim(claim, storedAt, context.achievement.content)
  const stored = await deps.credentials.issue({
    change,
    event: withVouchers(toClaimEvent(deps, change), decision),
    credential: {
      id: claim.credentialId,
      claimId: claim.id,
      community: claim.community,
      ...badge,
      storedAt,
    },
    awardText,
    capability: refreshCapability(claim, deps.digests),
  })
  if (stored.ok) deps.log.info('claim_issued', { claimId: claim.id, endorsements: signed.length })
  return stored.ok
}

/** So many of those whose trust goes on to the learner are named; one is as good as many. */
const MAX_VOUCHERS = 10

/** Says in the event who of those who counted hands on the trust of the founding panel, those with the most of it first. */
function withVouchers(event: ClaimEvent, { counted }: Decision): ClaimEvent {
  const vouchers = counted
    .filter(({ facts: { reach = 0 } }) => reach > 0)
    .sort((a, b) => (b.facts.reach ?? 0) - (a.facts.reach ?? 0))
    .slice(0, MAX_VOUCHERS)
    .map(({ endorserId }) => endorserId)
  return vouchers.length === 0 ? event : { ...event, data: { ...event.data, vouchers: vouchers.join(' ') } }
}

async function identify({ members, random, digests }: IssuanceDeps, claim: Claim): Promise<readonly IdentityObject[]> {
  if (!claim.identify.includes('emailAddress')) return []
  const learner = await members.load(claim.learnerId)
  return (learner?.identifiers ?? []).flatMap((identifier) =>
    identifier.type === 'emailAddress' ? [hashEmailAddress(identifier.value, random.salt(), digests)] : [],
  )
}

async function signAwardRecord(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  decision: Decision,
  signed: readonly SignedEndorsement[],
): Promise<string> {
  const { community, achievement } = context
  const forms = new Map(signed.map(({ endorsementId, form, text }) => [endorsementId, { form, text }]))
  const record = buildAwardRecord({ community, achievement, claim, decision, signed: forms }, deps.digests)
  return JSON.stringify(await deps.proofs.signJson(record, asCommunity(deps, context)))
}
