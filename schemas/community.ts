import { z } from 'zod'
import { ImageInputSchema } from './image.ts'
import { IdSchema, InstantSchema, SlugSchema, text, WebUrlSchema } from './text.ts'

/** An OpenID provider whose tokens a community accepts from its members, and the audience they must name. */
export const OidcProviderSchema = z.strictObject({
  issuer: WebUrlSchema,
  audience: text(300),
})
export type OidcProvider = z.infer<typeof OidcProviderSchema>

const communityProfile = {
  name: text(200),
  description: text(2000).optional(),
  url: WebUrlSchema.optional(),
  email: z.email().max(320).optional(),
  image: ImageInputSchema.optional(),
  oidc: z.array(OidcProviderSchema).min(1).max(5).optional(),
}

export const CreateCommunitySchema = z
  .strictObject({ slug: SlugSchema, ...communityProfile })
  .meta({ id: 'CreateCommunity' })
export type CreateCommunity = z.infer<typeof CreateCommunitySchema>

/** Changes to a community; what is left out stays. `foundingPanel` names at least three members; `oidc` replaces all. */
export const ChangeCommunitySchema = z
  .strictObject({
    ...communityProfile,
    name: communityProfile.name.optional(),
    oidc: z
      .array(OidcProviderSchema)
      .max(5)
      .optional()
      .meta({ description: 'In place of all that were; none means that no token is taken any more' }),
    foundingPanel: z.array(IdSchema).min(3).max(50).optional(),
  })
  .meta({ id: 'ChangeCommunity' })
export type ChangeCommunity = z.infer<typeof ChangeCommunitySchema>

export const CommunitySchema = z
  .strictObject({
    id: IdSchema,
    slug: SlugSchema,
    ...communityProfile,
    issuer: z.string().meta({ description: "The community's DID, the `issuer.id` of every badge it gives" }),
    foundingPanel: z.array(IdSchema),
    createdAt: InstantSchema,
  })
  .meta({ id: 'Community' })
export type CommunityView = z.infer<typeof CommunitySchema>

/** What an API key may be allowed to do; `*` is everything but `vc:issue`. */
export const ScopeSchema = z.enum([
  '*',
  'community:read',
  'community:write',
  'keys:read',
  'keys:write',
  'members:read',
  'members:write',
  'achievements:read',
  'achievements:write',
  'claims:read',
  'claims:write',
  'endorsements:write',
  'credentials:write',
  'vc:issue',
])
export type Scope = z.infer<typeof ScopeSchema>

export const CreateApiKeySchema = z
  .strictObject({ name: text(200), scopes: z.array(ScopeSchema).min(1).max(20) })
  .meta({ id: 'CreateApiKey' })
export type CreateApiKey = z.infer<typeof CreateApiKeySchema>

export const CreatedApiKeySchema = z
  .strictObject({
    id: IdSchema,
    key: z.string().optional().meta({
      description:
        'The key, shown this once. Absent when a request is repeated with its Idempotency-Key: a key is stored only as a hash and cannot be shown again.',
    }),
    name: z.string(),
    scopes: z.array(ScopeSchema),
    createdAt: InstantSchema,
  })
  .meta({ id: 'CreatedApiKey' })

export const ApiKeySchema = z
  .strictObject({
    id: IdSchema,
    name: z.string(),
    scopes: z.array(ScopeSchema),
    createdAt: InstantSchema,
    lastUsedAt: InstantSchema.optional(),
    revokedAt: InstantSchema.optional(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKeyView = z.infer<typeof ApiKeySchema>
