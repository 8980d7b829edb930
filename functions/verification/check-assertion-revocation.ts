import { type Assertion, type IssuerProfile, RevocationListSchema } from '../../schemas/assertion.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { fail, pass, skip } from './check.ts'
import { idOf, loadObject } from './load-badge-object.ts'
import type { Verification } from './verification.ts'

/**
 * Whether the issuer of a signed assertion lists it as revoked, by its `id` or, as older ones, by its `uid`.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#RevocationList
 */
export async function checkRevocation(
  verification: Verification,
  { id, uid, revoked }: Assertion,
  issuer: IssuerProfile,
): Promise<VerificationCheck> {
  if (revoked === true) return isRevoked
  if (issuer.revocationList === undefined)
    return pass('status', 'Its issuer names no list on which it could be revoked.')
  const loaded = await loadObject(verification, idOf(issuer.revocationList) ?? '', true)
  if (loaded.kind === 'unavailable') return unreachable
  const list = loaded.kind === 'found' ? RevocationListSchema.safeParse(loaded.value).data : undefined
  if (!list) return unreadable
  if (list.issuer !== undefined && idOf(list.issuer) !== issuer.id) return foreign
  const isListed = list.revokedAssertions.some((entry) =>
    typeof entry === 'string'
      ? entry === id
      : entry.revoked !== false && (entry.id === id || (entry.uid !== undefined && entry.uid === uid)),
  )
  return isListed ? isRevoked : pass('status', 'It is not on the list of those its issuer has revoked.')
}

const isRevoked = fail('status', 'REVOKED', 'The issuer has taken this badge back.')

const LIST = '/badge/issuer/revocationList'

const unreachable = skip(
  'status',
  'STATUS_UNREACHABLE',
  'The list on which this badge could be revoked could not be had. Whether it was is unknown.',
  LIST,
)

const unreadable = fail(
  'status',
  'STATUS_RETRIEVAL_ERROR',
  'There is no list of revoked badges where the issuer says that there is one.',
  LIST,
)

const foreign = fail(
  'status',
  'STATUS_VERIFICATION_ERROR',
  'The list of revoked badges that the issuer names is of another issuer.',
  LIST,
)
