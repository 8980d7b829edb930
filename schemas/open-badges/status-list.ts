import { z } from 'zod'
import { ProofSchema } from './securing.ts'
import { DateTimeZSchema, oneOrSome, typed, UriSchema } from './terms.ts'

/** A position in a status list (STA-00). */
export const BitstringStatusListEntrySchema = z.looseObject({
  id: UriSchema,
  type: z.literal('BitstringStatusListEntry'),
  statusPurpose: z.string(),
  statusListIndex: z.string(),
  statusListCredential: UriSchema,
})

/** BSL-01 … BSL-04. */
export const BitstringStatusListCredentialSchema = z
  .looseObject({
    '@context': z.array(z.string()).min(1),
    id: UriSchema,
    type: typed('BitstringStatusListCredential'),
    issuer: UriSchema,
    validFrom: DateTimeZSchema,
    credentialSubject: z.looseObject({
      id: UriSchema,
      type: z.literal('BitstringStatusList'),
      statusPurpose: z.string(),
      encodedList: z.string().regex(/^u[A-Za-z0-9_-]+$/, 'must be multibase base64url without padding'),
      ttl: z.int().optional(),
    }),
    proof: oneOrSome(ProofSchema).optional(),
  })
  .meta({ id: 'BitstringStatusListCredential' })
export type BitstringStatusListCredential = z.infer<typeof BitstringStatusListCredentialSchema>
