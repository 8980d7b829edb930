import type { z } from 'zod'
import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import { type WalletEndorsement, WalletEndorsementSchema } from '../../schemas/open-badges/wallet.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { idsOfBadge } from '../domain/endorsement/find-blending-ids.ts'
import { checkWalletEndorsement, findImpermanence } from '../domain/endorsement/wallet-endorsement.ts'
import type { Did, Id } from '../domain/shared/ids.ts'
import { type Instant, toInstant } from '../domain/shared/instant.ts'
import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toFieldErrors } from '../http/json-pointer.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { CredentialJwtReader } from '../ports/credential-jwt.ts'
import type { DidResolver } from '../ports/did-resolver.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { JsonObject, ProofReader } from '../ports/proofs.ts'
import type { CredentialSource } from './credential-source.ts'

export interface VerifyFinishedDeps {
  readonly communities: Pick<CommunityStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly claims: Pick<ClaimStore, 'loadEvidenceVersion'>
  readonly dids: Pick<DidStore, 'load'>
  readonly didResolver: DidResolver
  readonly proofs: ProofReader
  readonly jwts: CredentialJwtReader
}

/** A credential that may count: everything about it was checked. */
export interface VerifiedCredential {
  readonly ownId: string
  readonly signer: Did
  readonly comment?: string | undefined
}

/** The claims of a VC-JWT that stand for members of the credential. */
const JWT_CLAIMS = ['iss', 'sub', 'jti', 'nbf', 'iat'] as const

/**
 * Verifies a finished endorsement credential in full: form, target, evidence, dates, that its issuer is a DID proven by this
 * very member, and that the signature holds and was made by a key of that DID. What costs least is looked at first.
 *
 * Refused with `endorsement_not_permanent`, `endorsement_credential_invalid`, `endorsement_target_mismatch`,
 * `self_endorsement`, `related_resource_mismatch`, `endorsement_date_invalid`, `issuer_did_not_proven`, `did_unresolvable` or
 * `endorsement_proof_invalid`.
 */
export async function verifyFinishedCredential(
  deps: VerifyFinishedDeps,
  claim: Claim,
  endorserId: Id,
  source: CredentialSource,
  now: Instant,
): Promise<Result<VerifiedCredential, Refusal>> {
  const said = readSaid(source)
  if (!said.ok) return said
  const credential = parseCredential(source, said.value)
  if (!credential.ok) return credential
  const context = { claim, now, ...(await loadContext(deps, claim)) }
  const signer = checkWalletEndorsement(credential.value, context)
  if (!signer.ok) return signer
  if (!(await deps.dids.load(endorserId, signer.value))) return err(notProven(signer.value))
  const resolved = await deps.didResolver.resolve(signer.value)
  if (resolved.kind === 'unresolvable') return err({ code: 'did_unresolvable', detail: resolved.detail })
  const refusal = await findProofError(deps, source, async () => resolved.document)
  if (refusal) return err(refusal)
  const { id: ownId, credentialSubject } = credential.value
  const comment = credentialSubject.endorsementComment
  return ok({ ownId, signer: signer.value, ...(comment === undefined ? {} : { comment }) })
}

/** What the credential says, whoever may have signed it. The claims of a JWT are held against it when it is verified. */
function readSaid(source: CredentialSource): Result<JsonObject, Refusal> {
  if (source.form === 'embedded') return ok(source.value)
  const payload = peekJwtPayload(source.text)
  if (!payload) throw new TypeError('the payload was checked to be an object')
  if (payload['exp'] !== undefined)
    return err({
      code: 'endorsement_not_permanent',
      errors: [{ pointer: '/credential', detail: 'END-04: an endorsement in a badge lasts as long as the badge' }],
    })
  return ok(Object.fromEntries(Object.entries(payload).filter(([name]) => !JWT_CLAIMS.some((claim) => claim === name))))
}

function parseCredential({ form }: CredentialSource, said: JsonObject): Result<WalletEndorsement, Refusal> {
  const impermanent = findImpermanence(said)
  if (impermanent) return err(impermanent)
  const parsed = WalletEndorsementSchema.safeParse(said)
  if (!parsed.success) return err(invalid(toErrors(parsed.error)))
  if (form === 'embedded' && parsed.data.proof === undefined)
    return err(invalid([{ pointer: '/credential/proof', detail: 'END-05: is required' }]))
  return ok(parsed.data)
}

const invalid = (errors: readonly FieldError[]): Refusal => ({ code: 'endorsement_credential_invalid', errors })

/** Which requirement of Open Badges 3.0 each member is under. */
const REQUIREMENTS: ReadonlyMap<string | undefined, string> = new Map([
  ['@context', 'CTX-01'],
  ['id', 'END-01'],
  ['type', 'END-01'],
  ['name', 'END-01'],
  ['issuer', 'END-01'],
  ['validFrom', 'END-01'],
  ['credentialSubject', 'END-02'],
  ['proof', 'END-05'],
])

const toErrors = (error: z.ZodError): readonly FieldError[] =>
  toFieldErrors(error.issues).map(({ pointer, detail }) => ({
    pointer: `/credential${pointer}`,
    detail: `${REQUIREMENTS.get(pointer.split('/')[1]) ?? 'END-04'}: ${detail}`,
  }))

async function loadContext({ communities, achievements, claims }: VerifyFinishedDeps, claim: Claim) {
  const [community, achievement, evidence] = await Promise.all([
    communities.load(claim.community),
    achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    claims.loadEvidenceVersion(claim, claim.evidenceVersion),
  ])
  if (!community || !achievement || !evidence)
    throw new Error(`claim ${claim.id} has lost its community, its achievement version or its evidence`)
  const { addedAt, evidence: entries = [] } = EvidenceDocumentSchema.parse(JSON.parse(evidence.text))
  return {
    baseUrl: community.baseUrl,
    evidenceAddedAt: toInstant(new Date(addedAt)),
    badgeIds: idsOfBadge(claim, achievement, community, entries),
  }
}

const notProven = (did: Did): Refusal => ({
  code: 'issuer_did_not_proven',
  detail: `The endorser has not proven control of ${did}.`,
  errors: [{ pointer: '/credential/issuer/id', detail: 'END-08: must be a DID that the endorser has proven' }],
})

async function findProofError(
  { proofs, jwts }: VerifyFinishedDeps,
  source: CredentialSource,
  resolveDid: () => Promise<unknown>,
): Promise<Refusal | undefined> {
  const wrong = (pointer: string, detail: string): Refusal => ({
    code: 'endorsement_proof_invalid',
    errors: [{ pointer, detail: `END-05: ${detail}` }],
  })
  if (source.form === 'jwt') {
    const verdict = await jwts.verifyJwt(source.text, { resolveDid, resolveKey: async () => undefined })
    return verdict.ok ? undefined : wrong('/credential', `${verdict.code}: ${verdict.detail}`)
  }
  const verdict = await proofs.verify(source.value, resolveDid)
  if (!verdict.ok) return wrong('/credential/proof', `${verdict.code}: ${verdict.detail}`)
  return verdict.skipped.length === 0
    ? undefined
    : wrong('/credential/proof', 'PROOF_TYPE_UNKNOWN: a proof of a kind not known here is among them')
}
