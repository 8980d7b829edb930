import { asIssued, IssuedEndorsementSchema } from '../../schemas/open-badges/issued.ts'
import type { Member } from '../domain/community/member.ts'
import { buildEndorsementCredential } from '../domain/credential/build-endorsement-credential.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Did, Id } from '../domain/shared/ids.ts'
import type { Multikey } from '../domain/shared/multikey.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import type { KeptMultikey } from '../ports/signer.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'

/** How many endorsements are signed side by side: enough to hide the waiting for the store. */
const AT_ONCE = 8

/**
 * Signs `endorse` verdicts that are not signed yet, each with its endorser's kept key, or with a single-use key and no
 * name where the endorser did not consent to be named. Safe to repeat: the first signature of a version stays.
 *
 * @param endorsements  Given `endorse` only; others are never signed.
 */
export async function signEndorsements(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<readonly SignedEndorsement[]> {
  if (endorsements.length === 0) return []
  const named = endorsements.filter(({ consentToBeNamed }) => consentToBeNamed)
  const [texts, members] = await Promise.all([
    deps.endorsements.loadTexts(endorsements),
    deps.members.loadMany(named.map(({ endorserId }) => endorserId)),
  ])
  const memberById = new Map(members.map((member) => [member.id, member]))
  const signed: SignedEndorsement[] = []
  for (let start = 0; start < endorsements.length; start += AT_ONCE) {
    const batch = endorsements.slice(start, start + AT_ONCE)
    signed.push(
      ...(await Promise.all(
        batch.map((endorsement) =>
          signOne(deps, context, claim, endorsement, {
            member: endorsement.consentToBeNamed ? memberById.get(endorsement.endorserId) : undefined,
            comment: texts.get(endorsement.id)?.comment,
          }),
        ),
      )),
    )
  }
  return signed
}

interface EndorserWords {
  /** Only with consent to be named. */
  readonly member: Member | undefined
  readonly comment: string | undefined
}

async function signOne(
  deps: IssuanceDeps,
  { community, achievement }: IssuingContext,
  claim: Claim,
  endorsement: Endorsement,
  { member, comment }: EndorserWords,
): Promise<SignedEndorsement> {
  const key = member ? await keptKeyOf(deps, member.id) : singleUse(deps)
  const signer: Did<'key'> = `did:key:${key.publicKeyMultibase}`
  const built = buildEndorsementCredential(endorsement, {
    community,
    achievement,
    claim,
    signer,
    endorserName: member?.name,
    comment,
  })
  const signedAt = deps.now()
  const secured = await deps.proofs.sign(asIssued(IssuedEndorsementSchema, built), {
    verificationMethod: `${signer}#${key.publicKeyMultibase}`,
    publicKeyMultibase: key.publicKeyMultibase,
    sign: key.sign,
    created: new Date(signedAt),
  })
  const verdict = await deps.proofs.verify(secured, async () => undefined)
  if (!verdict.ok) {
    deps.log.error('self_check_failed', { claimId: claim.id, endorsementId: endorsement.id, code: verdict.code })
    throw new Error(`endorsement ${endorsement.id} does not verify after signing: ${verdict.code} ${verdict.detail}`)
  }
  return deps.signedEndorsements.keep(
    endorsement,
    {
      endorsementId: endorsement.id,
      endorserId: endorsement.endorserId,
      evidenceVersion: endorsement.evidenceVersion,
      version: endorsement.version,
      form: 'embedded',
      signer,
      text: JSON.stringify(secured),
      signedAt,
    },
    claim.credentialId,
  )
}

interface EndorserKey {
  readonly publicKeyMultibase: Multikey
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** The member's key, made when they first endorse under their name; of two made at once the first stays. */
async function keptKeyOf({ memberKeys, keys }: IssuanceDeps, memberId: Id): Promise<EndorserKey> {
  const owner = `member:${memberId}`
  const key: KeptMultikey =
    (await memberKeys.load(memberId)) ?? (await memberKeys.keep(memberId, await keys.createKey(owner, 'Ed25519')))
  return { publicKeyMultibase: key.publicKeyMultibase, sign: (bytes) => keys.sign(key, owner, bytes) }
}

function singleUse({ singleUseKey }: IssuanceDeps): EndorserKey {
  const key = singleUseKey()
  return { publicKeyMultibase: key.publicKeyMultibase, sign: (bytes) => key.sign(bytes) }
}
