import type { WalletEndorsement } from '../../../schemas/open-badges/wallet.ts'
import { toSri } from '../credential/build-endorsement-credential.ts'
import { isDid } from '../shared/did.ts'
import type { Did } from '../shared/ids.ts'
import { addMilliseconds, type Instant, toEpochMilliseconds, toInstant } from '../shared/instant.ts'
import { publicUrls } from '../shared/public-urls.ts'
import type { FieldError, Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Claim } from './claim.ts'
import { type BadgeIds, findBlendingIds } from './find-blending-ids.ts'

/** How far ahead of ours the clock of a wallet may be. */
const SKEW_MILLISECONDS = 60_000

/** Members by which an endorsement could end or change after the badge holds it, with the reason. */
const IMPERMANENT = {
  validUntil: 'END-04: an endorsement in a badge lasts as long as the badge',
  credentialStatus: 'END-04: a withdrawal acts on the badge, not on a status of the endorsement',
  refreshService: 'END-04: what the badge holds is not exchanged',
} as const

/** What a finished credential is checked against. */
export interface WalletContext {
  readonly claim: Claim
  /** Base URL of the claim's community, without a trailing slash. */
  readonly baseUrl: string
  /** When the current evidence version was offered. */
  readonly evidenceAddedAt: Instant
  readonly badgeIds: BadgeIds
  readonly now: Instant
}

/** Refuses, before anything else is looked at, what could end by itself: `endorsement_not_permanent`. */
export function findImpermanence(credential: Readonly<Record<string, unknown>>): Refusal | undefined {
  const errors: FieldError[] = Object.entries(IMPERMANENT).flatMap(([member, detail]) =>
    credential[member] === undefined ? [] : { pointer: `/credential/${member}`, detail },
  )
  const { proof } = credential
  const proofs: readonly unknown[] = Array.isArray(proof) ? proof : [proof]
  for (const [index, one] of proofs.entries())
    if (typeof one === 'object' && one !== null && 'expires' in one)
      errors.push({
        pointer: `/credential/proof${Array.isArray(proof) ? `/${index}` : ''}/expires`,
        detail: 'END-05: the signature lasts as long as the badge',
      })
  return errors.length === 0 ? undefined : { code: 'endorsement_not_permanent', errors }
}

/**
 * Checks that a well-formed credential is an endorsement of exactly this claim's badge and evidence, signed in time, and that
 * nothing in it would blend into the badge. Whose signature it is, and whether it holds, is not looked at.
 *
 * @returns the DID that issued it; or `endorsement_target_mismatch` (END-07), `endorsement_credential_invalid`,
 * `related_resource_mismatch`, `endorsement_date_invalid`, or `self_endorsement` for the badge's own subject (END-08).
 */
export function checkWalletEndorsement(credential: WalletEndorsement, context: WalletContext): Result<Did, Refusal> {
  const { claim, baseUrl, badgeIds } = context
  const { issuer, credentialSubject } = credential
  const urls = publicUrls(baseUrl)
  const target = urls.credential(claim.credentialId)
  if (credentialSubject.id !== target)
    return err({
      code: 'endorsement_target_mismatch',
      errors: [{ pointer: '/credential/credentialSubject/id', detail: `END-07: must be ${target}` }],
    })
  if (issuer.id === claim.subjectId)
    return err({ code: 'self_endorsement', detail: 'END-08: the badge is given to the DID that signed.' })
  if (!isDid(issuer.id)) return err(invalid('/credential/issuer/id', 'END-08: must be a DID'))
  const evidence = urls.evidenceVersion(claim.credentialId, claim.evidenceVersion)
  const blending = findBlendingIds(credential, badgeIds, baseUrl, { target, evidence })
  if (blending.length > 0) return err({ code: 'endorsement_credential_invalid', errors: blending })
  const refusal = findDigestError(credential, evidence, claim) ?? findDateError(credential, context)
  return refusal ? err(refusal) : ok(issuer.id)
}

const invalid = (pointer: string, detail: string): Refusal => ({
  code: 'endorsement_credential_invalid',
  errors: [{ pointer, detail }],
})

function findDigestError(
  { relatedResource = [] }: WalletEndorsement,
  evidenceUrl: string,
  { evidenceDigest }: Claim,
): Refusal | undefined {
  const expected = toSri(evidenceDigest)
  const index = relatedResource.findIndex(({ id, digestSRI }) => id === evidenceUrl && digestSRI !== expected)
  if (index === -1) return undefined
  const pointer = `/credential/relatedResource/${index}/digestSRI`
  return { code: 'related_resource_mismatch', errors: [{ pointer, detail: `PE-01: must be ${expected}` }] }
}

/** Dates in credentials are in whole seconds, so evidence offered within the same second is not too late. */
function findDateError(
  { validFrom, awardedDate }: WalletEndorsement,
  { evidenceAddedAt, now }: WalletContext,
): Refusal | undefined {
  const earliest = Math.floor(toEpochMilliseconds(evidenceAddedAt) / 1000) * 1000
  const latest = addMilliseconds(now, SKEW_MILLISECONDS)
  const wrong = (member: string, detail: string): Refusal => ({
    code: 'endorsement_date_invalid',
    errors: [{ pointer: `/credential/${member}`, detail }],
  })
  if (toEpochMilliseconds(toInstant(new Date(validFrom))) < earliest)
    return wrong('validFrom', `PE-07: must not be before the evidence was offered at ${evidenceAddedAt}`)
  for (const [member, date] of Object.entries({ validFrom, awardedDate }))
    if (date !== undefined && toInstant(new Date(date)) > latest)
      return wrong(member, 'PE-07: must not be in the future')
  return undefined
}
