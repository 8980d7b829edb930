import { z } from 'zod'
import { InstantSchema } from './text.ts'

export const CompromisePlatformKeySchema = z
  .strictObject({
    at: z.iso.datetime().meta({
      description: 'From when on others may have signed with the key, in UTC; not in the future, and never moved later',
    }),
  })
  .meta({ id: 'CompromisePlatformKey' })

export const PlatformKeySchema = z
  .strictObject({
    id: z.string().meta({ description: "The key's JWK thumbprint" }),
    verificationMethod: z.string().meta({ description: 'How receipts and the DID document name it' }),
    publicKeyMultibase: z.string(),
    createdAt: InstantSchema,
    signs: z.boolean().meta({ description: 'Whether new receipts are signed with it' }),
    retiredAt: InstantSchema.optional(),
    compromisedAt: InstantSchema.optional(),
  })
  .meta({ id: 'PlatformKey' })
export type PlatformKeyView = z.infer<typeof PlatformKeySchema>
