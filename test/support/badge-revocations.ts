import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import { revokeCredential } from '../../functions/credentials/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../functions/credentials/suspend-credential.ts'
import type { Claim, StatusEntry } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../functions/domain/endorsement/claim-event.ts'
import { isSet, STATUS_LIST_SIZE } from '../../functions/domain/status/bitstring.ts'
import { BitstringStatusListCredentialSchema } from '../../schemas/open-badges/status-list.ts'
import type { BadgeWorkshop } from './issued-badge.ts'

const random = cryptoRandomness({ now: systemNow })

/** The event that tells whoever publishes lists that an entry changed. */
const aChangeOf = (claim: Claim, type: ClaimEvent['type'], entry: StatusEntry | undefined): ClaimEvent => ({
  id: random.id(),
  type,
  at: systemNow(),
  community: claim.community,
  claimId: claim.id,
  data: { credentialId: claim.credentialId, ...entry },
})

/** The event of a claim's revocation. */
export const aRevocationOf = (claim: Claim): ClaimEvent => aChangeOf(claim, 'credential.revoked', claim.statusEntry)

/** The event of a claim's suspension, whose list is known by now. */
export const aSuspensionOf = async (workshop: Pick<BadgeWorkshop, 'stores'>, claim: Claim): Promise<ClaimEvent> =>
  aChangeOf(claim, 'credential.suspended', await suspensionEntryOf(workshop, claim))

const CHANGES = { revoke: revokeCredential, suspend: suspendCredential, reinstate: reinstateCredential }

/** Changes the status of a claim's badge as the API does, without HTTP. */
export async function changeBadge(
  { stores }: Pick<BadgeWorkshop, 'stores'>,
  claim: Claim,
  change: keyof typeof CHANGES,
): Promise<void> {
  const deps = { credentials: stores.credentials, statusLists: stores.statusLists, random, now: systemNow }
  const request = {
    claim,
    caller: { kind: 'administrator' as const },
    reason: 'It was not theirs.',
    idempotency: undefined,
  }
  const changed = await CHANGES[change](deps, request)
  if (!changed.ok) throw new Error(`the change was refused: ${changed.error.code}`)
}

/** Revokes the badge of a claim as the API does, without HTTP. */
export const revokeBadge = (workshop: Pick<BadgeWorkshop, 'stores'>, claim: Claim): Promise<void> =>
  changeBadge(workshop, claim, 'revoke')

/** Whether the newest signed revocation list of a claim's badge shows it as revoked. */
export const isRevocationPublished = (workshop: Pick<BadgeWorkshop, 'stores'>, { statusEntry }: Claim) =>
  isPublished(workshop, statusEntry)

/** Whether the newest signed suspension list of a claim's badge shows it as suspended. */
export const isSuspensionPublished = async (workshop: Pick<BadgeWorkshop, 'stores'>, claim: Claim) =>
  isPublished(workshop, await suspensionEntryOf(workshop, claim))

/** Where it is said whether the badge of a claim is suspended. */
export async function suspensionEntryOf(
  { stores }: Pick<BadgeWorkshop, 'stores'>,
  { statusEntry }: Claim,
): Promise<StatusEntry> {
  const list = statusEntry && (await stores.statusLists.load(statusEntry.list))?.suspensionListId
  if (!statusEntry || list === undefined) throw new Error('the list of the badge has no suspension list')
  return { ...statusEntry, list }
}

async function isPublished(
  { stores }: Pick<BadgeWorkshop, 'stores'>,
  entry: StatusEntry | undefined,
): Promise<boolean> {
  if (!entry) throw new Error('the claim has no entry')
  const signed = await stores.statusLists.loadSigned(entry.list)
  const { credentialSubject } = BitstringStatusListCredentialSchema.parse(JSON.parse(signed?.text ?? '{}'))
  const bits = gzipBitstringCodec.decode(credentialSubject.encodedList, STATUS_LIST_SIZE / 8)
  return bits !== undefined && isSet(bits, entry.index) === true
}
