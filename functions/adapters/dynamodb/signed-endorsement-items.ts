import { z } from 'zod'
import type { Endorsement } from '../../domain/endorsement/endorsement.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { SignedEndorsement } from '../../ports/credential-store.ts'
import { compress, decompress } from './chunks.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import { put } from './writes.ts'

/** A stored signed endorsement; those made before there were others are embedded. */
export const SignedItemSchema = z
  .object({
    endorsementId: z.string(),
    endorserId: z.string(),
    evidenceVersion: stored.version,
    version: stored.version,
    form: z.enum(['embedded', 'jwt']).default('embedded'),
    signer: stored.did,
    bytes: stored.bytes,
    signedAt: stored.instant,
  })
  .transform(({ bytes, ...rest }): SignedEndorsement => ({ ...rest, text: decompress(bytes) }))

type Place = Pick<Endorsement, 'id' | 'claimId' | 'evidenceVersion' | 'endorserId'>

/** Puts the signed form of a version that has none yet; one that is there of an endorsement since undone counts for nothing. */
export const putSigned = ({ claimId, evidenceVersion, endorserId }: Place, { text, ...rest }: SignedEndorsement) =>
  put(
    {
      ...keys.signedEndorsement(claimId, evidenceVersion, endorserId, rest.version),
      entity: 'signed-endorsement',
      ...rest,
      bytes: compress(text),
    },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR endorsementId <> :endorsementId',
      ExpressionAttributeValues: { ':endorsementId': rest.endorsementId },
    },
  )

/** Puts where the signed forms of an endorsement are found by its id alone. */
export const putPointer = ({ id, claimId, evidenceVersion, endorserId }: Place, credentialId: Id) =>
  put(
    {
      ...keys.endorsementPointer(id),
      entity: 'endorsement-pointer',
      claimId,
      credentialId,
      evidenceVersion,
      endorserId,
    },
    UNLESS_GONE,
  )

/** What was erased or undone stays away, also when it was just being signed. */
const UNLESS_GONE = { ConditionExpression: 'attribute_not_exists(erasedAt) AND attribute_not_exists(undoneAt)' }
