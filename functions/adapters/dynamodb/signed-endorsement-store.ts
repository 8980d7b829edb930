import { z } from 'zod'
import type { SignedEndorsement, SignedEndorsementStore } from '../../ports/credential-store.ts'
import { compress, decompress } from './chunks.ts'
import { keys, ranges } from './keys.ts'
import { loadItem, loadRange, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const SignedItemSchema = z
  .object({
    endorsementId: z.string(),
    endorserId: z.string(),
    evidenceVersion: stored.version,
    version: stored.version,
    signer: stored.didKey,
    bytes: stored.bytes,
    signedAt: stored.instant,
  })
  .transform(({ bytes, ...rest }): SignedEndorsement => ({ ...rest, text: decompress(bytes) }))

const PointerSchema = z.object({
  claimId: z.string(),
  credentialId: z.string(),
  evidenceVersion: stored.version,
  endorserId: z.string(),
})

/**
 * Signed EndorsementCredentials in DynamoDB, byte for byte, in the partition of their claim. One that is signed stays:
 * what was given out never changes.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoSignedEndorsementStore = (deps: TableDeps): SignedEndorsementStore => ({
  load: (claimId, evidenceVersion) =>
    loadRange(deps, ranges.signedEndorsements(claimId, evidenceVersion), SignedItemSchema),
  async keep({ claimId, evidenceVersion, endorserId, id }, signed, credentialId) {
    const { text, ...rest } = signed
    const pointer = { claimId, credentialId, evidenceVersion, endorserId }
    const failed = await transact(deps, {
      signed: put(
        {
          ...keys.signedEndorsement(claimId, evidenceVersion, endorserId, signed.version),
          entity: 'signed-endorsement',
          ...rest,
          bytes: compress(text),
        },
        IF_NEW,
      ),
      pointer: put({ ...keys.endorsementPointer(id), entity: 'endorsement-pointer', ...pointer }),
    })
    return failed?.signed?.item === undefined ? signed : parseItem(SignedItemSchema, failed.signed.item)
  },
  locate: (endorsementId) => loadItem(deps, keys.endorsementPointer(endorsementId), PointerSchema),
  loadOne: (claimId, evidenceVersion, endorserId, version) =>
    loadItem(deps, keys.signedEndorsement(claimId, evidenceVersion, endorserId, version), SignedItemSchema),
})
