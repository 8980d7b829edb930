import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import { asIssued, IssuedBadgeSchema } from '../../schemas/open-badges/issued.ts'
import type { IdentityObject } from '../../schemas/open-badges/parts.ts'
import { type EndorsementCredential, EndorsementCredentialSchema } from '../../schemas/open-badges.ts'
import { buildCredential, type CountedEndorsements } from '../domain/credential/build-credential.ts'
import { refreshCapability } from '../domain/credential/refresh-capability.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { SignedEndorsement, StoredCredential } from '../ports/credential-store.ts'
import type { ClaimWithEntry } from './allot-status-entry.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { asCommunity } from './sign-as-community.ts'
import { signJwtForm } from './sign-jwt-form.ts'

/** What one version of a badge is made of, beside what its claim and community say. */
export interface BadgeVersion {
  readonly claim: ClaimWithEntry
  readonly decision: CountedEndorsements
  readonly signed: readonly SignedEndorsement[]
  readonly identifier: readonly IdentityObject[]
  /** Becomes `validFrom`. */
  readonly signedAt: Instant
}

/** One version of a badge in all its signed forms. */
export type SignedBadge = Pick<StoredCredential, 'text' | 'digest' | 'jwt' | 'embedded'>

/**
 * Builds and signs a version of a badge: first with an embedded proof, then that whole document as a VC-JWT (JWT-11), which is
 * left out while the community has no key for JWTs. Both forms are checked by the readers that check others' badges.
 *
 * @throws A fault when a form does not verify: nothing unverifiable leaves.
 */
export async function signBadge(
  deps: IssuanceDeps,
  context: IssuingContext,
  { claim, decision, signed, identifier, signedAt }: BadgeVersion,
): Promise<SignedBadge> {
  const document = await deps.claims.loadEvidenceVersion(claim, claim.evidenceVersion)
  const { narrative, evidence = [] } = document
    ? EvidenceDocumentSchema.parse(JSON.parse(document.text))
    : { narrative: undefined }
  const built = buildCredential({
    community: context.community,
    achievement: context.achievement,
    claim,
    decision,
    endorsements: signed.filter(({ form }) => form === 'embedded').map(parseSigned),
    identifier,
    narrative,
    evidence,
    refreshCapability: refreshCapability(claim, deps.digests),
    signedAt,
  })
  const secured = await deps.proofs.sign(asIssued(IssuedBadgeSchema, built), asCommunity(deps, context))
  const verdict = await deps.proofs.verify(secured, async () => context.didDocument)
  if (!verdict.ok) {
    deps.log.error('self_check_failed', { claimId: claim.id, code: verdict.code })
    throw new Error(`the badge of claim ${claim.id} does not verify after signing: ${verdict.code} ${verdict.detail}`)
  }
  const text = JSON.stringify(secured)
  const jwt = await signJwtForm(deps, context, claim.id, secured)
  return {
    text,
    digest: deps.digests.sha256Base64Url(text),
    ...(jwt === undefined ? {} : { jwt: { text: jwt, digest: deps.digests.sha256Base64Url(jwt) } }),
    embedded: new Map(signed.map(({ endorsementId, version }) => [endorsementId, version])),
  }
}

/**
 * Each was checked when it was signed; this asserts that what was stored since is still one. Its members stay in order. A
 * single proof becomes a list, which says the same and is what the schema of a badge asks for (END-05).
 */
function parseSigned({ text }: SignedEndorsement): EndorsementCredential {
  const { proof, ...endorsement } = asIssued(EndorsementCredentialSchema, JSON.parse(text))
  return { ...endorsement, proof: proof === undefined || Array.isArray(proof) ? proof : [proof] }
}
