import { z } from 'zod'
import { IdSchema, InstantSchema, LanguageSchema, SlugSchema, text, WebUrlSchema } from './text.ts'

export const RoleSchema = z.enum(['owner', 'facilitator', 'member'])
export type Role = z.infer<typeof RoleSchema>

/** A way to recognise a person, in the terms of Open Badges' `identityType` (ID-02). */
export const IdentifierSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('emailAddress'), value: z.email().max(320) }),
  z.strictObject({
    type: z.literal('identifier'),
    value: text(500).regex(/^did:[a-z0-9]+:([\w.:-]|%[0-9A-Fa-f]{2})+$/, 'must be a DID'),
  }),
])
export type Identifier = z.infer<typeof IdentifierSchema>

/** The pair by which an OpenID provider names a person. */
export const OidcSubjectSchema = z.strictObject({ issuer: WebUrlSchema, subject: text(255) })
export type OidcSubject = z.infer<typeof OidcSubjectSchema>

const memberFields = {
  name: text(200),
  role: RoleSchema.optional(),
  circles: z.array(SlugSchema).max(50).optional(),
  identifiers: z.array(IdentifierSchema).max(10).optional(),
  languages: z.array(LanguageSchema).max(20).optional().meta({
    description: 'Languages they can judge work in, best first; without any they are taken to read all',
  }),
  skills: z.array(SlugSchema).max(50).optional(),
  oidc: OidcSubjectSchema.optional(),
}

export const AddMemberSchema = z
  .strictObject({ externalId: text(200).optional(), ...memberFields })
  .meta({ id: 'AddMember' })
export type AddMember = z.infer<typeof AddMemberSchema>

/** Changes to a member; what is left out stays. `oidc` as `null` ends that the member can sign in. */
export const ChangeMemberSchema = z
  .strictObject({
    ...memberFields,
    name: memberFields.name.optional(),
    oidc: OidcSubjectSchema.nullable().optional().meta({ description: '`null` ends that the member can sign in' }),
  })
  .meta({ id: 'ChangeMember' })
export type ChangeMember = z.infer<typeof ChangeMemberSchema>

export const MemberSchema = z
  .strictObject({
    id: IdSchema,
    externalId: z.string().optional(),
    name: z.string(),
    role: RoleSchema,
    circles: z.array(z.string()),
    identifiers: z.array(IdentifierSchema),
    languages: z.array(LanguageSchema),
    skills: z.array(SlugSchema),
    oidc: OidcSubjectSchema.optional(),
    joinedAt: InstantSchema,
  })
  .meta({ id: 'Member' })
export type MemberView = z.infer<typeof MemberSchema>
