import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import { revokeCredential } from '../../functions/credentials/revoke-credential.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../functions/domain/endorsement/claim-event.ts'
import { isSet, STATUS_LIST_SIZE } from '../../functions/domain/status/bitstring.ts'
import { BitstringStatusListCredentialSchema } from '../../schemas/open-badges/status-list.ts'
import type { BadgeWorkshop } from './issued-badge.ts'

const random = cryptoRandomness({ now: systemNow })

/** The event that tells whoever publishes lists of a claim's revocation. */
export const aRevocationOf = (claim: Claim): ClaimEvent => ({
  id: random.id(),
  type: 'credential.revoked',
  at: systemNow(),
  community: claim.community,
  claimId: claim.id,
  data: { credentialId: claim.credentialId, ...claim.statusEntry },
})

/** Revokes the badge of a claim as the API does, without HTTP. */
export async function revokeBadge({ stores }: BadgeWorkshop, claim: Claim): Promise<void> {
  const deps = { credentials: stores.credentials, random, now: systemNow }
  const revoked = await revokeCredential(deps, claim, { kind: 'administrator' }, 'It was not theirs.', undefined)
  if (!revoked.ok) throw new Error(`the revocation was refused: ${revoked.error.code}`)
}

/** Whether the newest signed list of a claim's badge shows it as revoked. */
export async function isRevocationPublished({ stores }: BadgeWorkshop, { statusEntry }: Claim): Promise<boolean> {
  if (!statusEntry) throw new Error('the claim has no entry')
  const signed = await stores.statusLists.loadSigned(statusEntry.list)
  const { credentialSubject } = BitstringStatusListCredentialSchema.parse(JSON.parse(signed?.text ?? '{}'))
  const bits = gzipBitstringCodec.decode(credentialSubject.encodedList, STATUS_LIST_SIZE / 8)
  return bits !== undefined && isSet(bits, statusEntry.index) === true
}
