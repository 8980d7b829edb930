import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import { asIssued, IssuedBadgeSchema } from '../../schemas/open-badges/issued.ts'
import type { IdentityObject } from '../../schemas/open-badges/parts.ts'
import { type EndorsementCredential, EndorsementCredentialSchema } from '../../schemas/open-badges.ts'
import { buildAwardRecord } from '../domain/credential/build-award-record.ts'
import { buildCredential } from '../domain/credential/build-credential.ts'
import { hashEmailAddress } from '../domain/credential/hash-identity.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { issueClaim } from '../domain/endorsement/claim-transitions.ts'
import type { Decision } from '../domain/endorsement/decision.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import { allotStatusEntry, type ClaimWithEntry } from './allot-status-entry.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { asCommunity } from './sign-as-community.ts'
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
  const text = await signCredential(deps, context, claim, decision, signed)
  const awardText = await signAwardRecord(deps, context, claim, decision)
  const storedAt = deps.now()
  const change = issueClaim(claim, storedAt, context.achievement.content)
  const stored = await deps.credentials.issue({
    change,
    event: toClaimEvent(deps, change),
    credential: {
      id: claim.credentialId,
      claimId: claim.id,
      community: claim.community,
      text,
      digest: deps.digests.sha256Base64Url(text),
      storedAt,
      embedded: new Map(signed.map(({ endorsementId, version }) => [endorsementId, version])),
    },
    awardText,
  })
  if (stored.ok) deps.log.info('claim_issued', { claimId: claim.id, endorsements: signed.length })
  return stored.ok
}

async function signCredential(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: ClaimWithEntry,
  decision: Decision,
  signed: readonly SignedEndorsement[],
): Promise<string> {
  const evidence = await deps.claims.loadEvidenceVersion(claim, claim.evidenceVersion)
  const { narrative, evidence: entries = [] } = evidence
    ? EvidenceDocumentSchema.parse(JSON.parse(evidence.text))
    : { narrative: undefined }
  const built = buildCredential({
    community: context.community,
    achievement: context.achievement,
    claim,
    decision,
    endorsements: signed.map(parseSigned),
    identifier: await identify(deps, claim),
    narrative,
    evidence: entries,
    signedAt: deps.now(),
  })
  const secured = await deps.proofs.sign(asIssued(IssuedBadgeSchema, built), asCommunity(deps, context))
  const verdict = await deps.proofs.verify(secured, async () => context.didDocument)
  if (!verdict.ok) {
    deps.log.error('self_check_failed', { claimId: claim.id, code: verdict.code })
    throw new Error(`the badge of claim ${claim.id} does not verify after signing: ${verdict.code} ${verdict.detail}`)
  }
  return JSON.stringify(secured)
}

/** Each was checked when it was signed; this asserts that what was stored since is still one. Its members stay in order. */
const parseSigned = ({ text }: SignedEndorsement): EndorsementCredential =>
  asIssued(EndorsementCredentialSchema, JSON.parse(text))

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
): Promise<string> {
  const record = buildAwardRecord(
    { community: context.community, achievement: context.achievement, claim, decision },
    deps.digests,
  )
  return JSON.stringify(await deps.proofs.signJson(record, asCommunity(deps, context)))
}
