import { z } from 'zod'

/**
 * The classes of Open Badges 3.0 and the VC Data Model 2.0 that this service gives out and reads back. Open classes keep
 * unknown members, since a signature may cover them; IdentityObject and Image are closed (EXT-04).
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#data-model
 */
const typed = (name: string) =>
  z.array(z.string()).refine((types) => types.includes(name), { message: `must hold "${name}"` })

const UriSchema = z.string().regex(/^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/, 'must be an absolute URI')

/** A date and time with a zone (GEN-17). */
const DateTimeZSchema = z.iso.datetime({ offset: true })

const OpenBadgesImageSchema = z.strictObject({
  id: UriSchema,
  type: z.literal('Image'),
  caption: z.string().optional(),
})

/** PRO-01. */
export const ProfileSchema = z
  .looseObject({
    id: UriSchema,
    type: typed('Profile'),
    name: z.string().optional(),
    url: UriSchema.optional(),
    description: z.string().optional(),
    image: OpenBadgesImageSchema.optional(),
    email: z.string().optional(),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof ProfileSchema>

/** ID-01 … ID-05. */
export const IdentityObjectSchema = z.strictObject({
  type: z.literal('IdentityObject'),
  hashed: z.boolean(),
  identityHash: z.string(),
  identityType: z.string(),
  salt: z.string().optional(),
})
export type IdentityObject = z.infer<typeof IdentityObjectSchema>

/** RES-08. */
const RubricCriterionLevelSchema = z.looseObject({
  id: UriSchema,
  type: typed('RubricCriterionLevel'),
  name: z.string(),
  description: z.string().optional(),
  level: z.string().optional(),
  points: z.string().optional(),
})

/** RES-05. */
const ResultDescriptionSchema = z.looseObject({
  id: UriSchema,
  type: typed('ResultDescription'),
  name: z.string(),
  resultType: z.string(),
  requiredValue: z.string().optional(),
  requiredLevel: UriSchema.optional(),
  rubricCriterionLevel: z.array(RubricCriterionLevelSchema).min(1).optional(),
})
export type ResultDescription = z.infer<typeof ResultDescriptionSchema>

/** RES-01. */
const ResultSchema = z.looseObject({
  type: typed('Result'),
  resultDescription: UriSchema.optional(),
  achievedLevel: UriSchema.optional(),
  value: z.string().optional(),
})
export type OpenBadgesResult = z.infer<typeof ResultSchema>

/** ACH-01 … ACH-16. */
export const OpenBadgesAchievementSchema = z
  .looseObject({
    id: UriSchema,
    type: typed('Achievement'),
    name: z.string(),
    description: z.string(),
    criteria: z.looseObject({ id: UriSchema.optional(), narrative: z.string().optional() }),
    achievementType: z.string().optional(),
    creator: ProfileSchema.optional(),
    image: OpenBadgesImageSchema.optional(),
    inLanguage: z.string().optional(),
    tag: z.array(z.string()).min(1).optional(),
    alignment: z
      .array(z.looseObject({ type: typed('Alignment'), targetName: z.string(), targetUrl: UriSchema }))
      .min(1)
      .optional(),
    resultDescription: z.array(ResultDescriptionSchema).min(1).optional(),
  })
  .meta({ id: 'OpenBadgesAchievement' })
export type OpenBadgesAchievement = z.infer<typeof OpenBadgesAchievementSchema>

/** EVI-01. */
const EvidenceSchema = z.looseObject({
  type: typed('Evidence'),
  id: UriSchema.optional(),
  name: z.string().optional(),
  narrative: z.string().optional(),
  description: z.string().optional(),
  genre: z.string().optional(),
})
export type Evidence = z.infer<typeof EvidenceSchema>

const DataIntegrityProofSchema = z.looseObject({
  type: z.string(),
  cryptosuite: z.string().optional(),
  created: DateTimeZSchema.optional(),
  proofPurpose: z.string().optional(),
  verificationMethod: UriSchema.optional(),
  proofValue: z.string().optional(),
})

const ContextSchema = z
  .array(z.string())
  .min(2)
  .refine(([first]) => first === 'https://www.w3.org/ns/credentials/v2', {
    message: 'must begin with the credentials/v2 context',
  })
  .refine(
    ([, second]) => /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/.test(second ?? ''),
    {
      message: 'must name an Open Badges 3.0 context second',
    },
  )

const proofs = z.union([DataIntegrityProofSchema, z.array(DataIntegrityProofSchema).min(1)])

/** END-01 … END-05. */
export const EndorsementCredentialSchema = z
  .looseObject({
    '@context': ContextSchema,
    id: UriSchema,
    type: z
      .array(z.string())
      .refine((types) => types.includes('VerifiableCredential') && types.includes('EndorsementCredential'), {
        message: 'must hold "VerifiableCredential" and "EndorsementCredential"',
      }),
    name: z.string(),
    description: z.string().optional(),
    issuer: ProfileSchema,
    validFrom: DateTimeZSchema,
    validUntil: DateTimeZSchema.optional(),
    credentialSubject: z.looseObject({
      id: UriSchema,
      type: typed('EndorsementSubject'),
      endorsementComment: z.string().optional(),
    }),
    evidence: z.array(EvidenceSchema).min(1).optional(),
    relatedResource: z
      .array(z.looseObject({ id: UriSchema, digestSRI: z.string() }))
      .min(1)
      .optional(),
    proof: proofs.optional(),
  })
  .meta({ id: 'EndorsementCredential' })
export type EndorsementCredential = z.infer<typeof EndorsementCredentialSchema>

/** A position in a status list (BSL; STA-00). */
export const BitstringStatusListEntrySchema = z.looseObject({
  id: UriSchema,
  type: z.literal('BitstringStatusListEntry'),
  statusPurpose: z.string(),
  statusListIndex: z.string(),
  statusListCredential: UriSchema,
})

/** AC-01 … AC-19. */
export const OpenBadgeCredentialSchema = z
  .looseObject({
    '@context': ContextSchema,
    id: UriSchema,
    type: z
      .array(z.string())
      .refine(
        (types) =>
          types.includes('VerifiableCredential') &&
          (types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')),
        { message: 'must hold "VerifiableCredential" and "OpenBadgeCredential" or "AchievementCredential"' },
      ),
    name: z.string().optional(),
    description: z.string().optional(),
    issuer: ProfileSchema,
    validFrom: DateTimeZSchema,
    validUntil: DateTimeZSchema.optional(),
    awardedDate: DateTimeZSchema.optional(),
    image: OpenBadgesImageSchema.optional(),
    credentialSubject: z
      .looseObject({
        id: UriSchema.optional(),
        type: typed('AchievementSubject'),
        identifier: z.array(IdentityObjectSchema).min(1).optional(),
        narrative: z.string().optional(),
        achievement: OpenBadgesAchievementSchema,
        result: z.array(ResultSchema).min(1).optional(),
      })
      .refine((subject) => subject.id !== undefined || subject.identifier !== undefined, {
        message: 'must hold an id or an identifier',
      }),
    evidence: z.array(EvidenceSchema).min(1).optional(),
    credentialStatus: BitstringStatusListEntrySchema.optional(),
    endorsement: z.array(EndorsementCredentialSchema).min(1).optional(),
    proof: proofs.optional(),
  })
  .meta({ id: 'OpenBadgeCredential' })
export type OpenBadgeCredential = z.infer<typeof OpenBadgeCredentialSchema>

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
    proof: proofs.optional(),
  })
  .meta({ id: 'BitstringStatusListCredential' })
export type BitstringStatusListCredential = z.infer<typeof BitstringStatusListCredentialSchema>
