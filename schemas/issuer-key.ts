import { z } from 'zod'
import { InstantSchema, text } from './text.ts'

/** The name of a key: its JWK thumbprint (RFC 7638), base64url. */
export const IssuerKeyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the id of a key')

export const AddIssuerKeySchema = z
  .discriminatedUnion('use', [
    z.strictObject({
      use: z.literal('data-integrity'),
      algorithm: z.enum(['Ed25519', 'P-256']).optional().meta({ description: 'Left out: Ed25519' }),
    }),
    z.strictObject({
      use: z.literal('jwt'),
      algorithm: z.enum(['RSA-2048', 'P-256']).optional().meta({ description: 'Left out: RSA-2048' }),
    }),
  ])
  .meta({ id: 'AddIssuerKey' })
export type AddIssuerKey = z.infer<typeof AddIssuerKeySchema>

export const CompromiseIssuerKeySchema = z
  .strictObject({
    at: z.iso.datetime().meta({
      description: 'From when on others may have signed with the key, in UTC; not in the future, and never moved later',
    }),
    reason: text(500).optional(),
  })
  .meta({ id: 'CompromiseIssuerKey' })

const JwkSchema = z.looseObject({ kty: z.string() })

export const IssuerKeySchema = z
  .strictObject({
    id: z.string(),
    use: z.enum(['data-integrity', 'jwt']),
    algorithm: z.enum(['Ed25519', 'P-256', 'P-384', 'RSA-2048']),
    verificationMethod: z.string().meta({ description: 'How proofs and the DID document name it' }),
    url: z.string().meta({ description: 'Where its public half is published by itself' }),
    publicKeyMultibase: z.string().optional(),
    publicKeyJwk: JwkSchema.optional(),
    createdAt: InstantSchema,
    signs: z.boolean().meta({ description: 'Whether new badges are signed with it' }),
    retiredAt: InstantSchema.optional().meta({
      description: 'Since when it signs nothing any more; what it signed before stays valid',
    }),
    compromisedAt: InstantSchema.optional().meta({
      description: 'Since when others may have signed with it; what this service did not hold before is not trusted',
    }),
    compromiseReason: z.string().optional(),
  })
  .meta({ id: 'IssuerKey' })
export type IssuerKeyView = z.infer<typeof IssuerKeySchema>

export const IssuerKeysSchema = z.strictObject({ items: z.array(IssuerKeySchema) }).meta({ id: 'IssuerKeys' })

export const CompromisedIssuerKeySchema = z
  .strictObject({
    compromised: IssuerKeySchema,
    signing: IssuerKeySchema.meta({ description: 'The key that signs in its place' }),
  })
  .meta({ id: 'CompromisedIssuerKey' })

/** A public key as it is published by itself: a JWK, or a Multikey as a DID document lists it. */
export const PublishedKeySchema = z
  .union([
    z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.literal('sig') }),
    z.looseObject({ id: z.string(), type: z.string(), controller: z.string(), publicKeyMultibase: z.string() }),
  ])
  .meta({ id: 'PublishedKey' })

export const JwkSetSchema = z
  .strictObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) })
  .meta({ id: 'JwkSet' })
