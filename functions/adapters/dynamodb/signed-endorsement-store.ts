import { z } from 'zod'
import type { SignedEndorsementStore } from '../../ports/credential-store.ts'
import { keys, ranges } from './keys.ts'
import { loadItem, loadRange, parseItem } from './reads.ts'
import { putPointer, putSigned, SignedItemSchema } from './signed-endorsement-items.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'

const PointerSchema = z.object({
  claimId: z.string(),
  credentialId: z.string(),
  evidenceVersion: stored.version,
  endorserId: z.string(),
  erasedAt: stored.instant.optional(),
})

/** What stays of the place of an endorsement that was undone: only that there is none. */
const PlaceSchema = z.union([PointerSchema, z.object({ undoneAt: stored.instant }).transform(() => undefined)])

/**
 * Signed EndorsementCredentials in DynamoDB, byte for byte, in the partition of their claim. One that is signed stays:
 * what was given out never changes. What its endorser had erased or has undone stays away,
 * also when it was just being signed.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoSignedEndorsementStore = (deps: TableDeps): SignedEndorsementStore => ({
  load: (claimId, evidenceVersion) =>
    loadRange(deps, ranges.signedEndorsements(claimId, evidenceVersion), SignedItemSchema),
  async keep(endorsement, signed, credentialId) {
    const failed = await transact(deps, {
      signed: putSigned(endorsement, signed),
      pointer: putPointer(endorsement, credentialId),
    })
    return failed?.signed?.item === undefined ? signed : parseItem(SignedItemSchema, failed.signed.item)
  },
  locate: (endorsementId) => loadItem(deps, keys.endorsementPointer(endorsementId), PlaceSchema),
  loadOne: (claimId, evidenceVersion, endorserId, version) =>
    loadItem(deps, keys.signedEndorsement(claimId, evidenceVersion, endorserId, version), SignedItemSchema),
})
