import { z } from 'zod'
import {
  AddressSchema,
  AlignmentSchema,
  CriteriaSchema,
  EvidenceSchema,
  IdentifierEntrySchema,
  IdentityObjectSchema,
  OpenBadgesImageSchema,
  RelatedSchema,
} from './open-badges/parts.ts'
import { ResultDescriptionSchema, ResultSchema } from './open-badges/results.ts'
import { ContextSchema, securing } from './open-badges/securing.ts'
import {
  ACHIEVEMENT_TYPES,
  CompactJwsSchema,
  DateTimeZSchema,
  extensible,
  some,
  typed,
  UriSchema,
} from './open-badges/terms.ts'
import { LanguageSchema } from './text.ts'

/**
 * The classes of Open Badges 3.0 that can be endorsed, and the endorsement. Open classes keep unknown members, since a
 * signature may cover them; closed ones are among `open-badges/parts.ts` (EXT-04). What the service adds to that for
 * documents of its own is in `open-badges/issued.ts`.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#data-model
 */

/** What is told of a class inside itself; a type cannot go on without end. */
interface Identified {
  readonly id: string
}

/** PRO-01 … PRO-03. Profiles and endorsements may hold one another, to any depth. */
export const ProfileSchema = z
  .looseObject({
    id: UriSchema,
    type: typed('Profile'),
    name: z.string().optional(),
    url: UriSchema.optional(),
    phone: z.string().optional(),
    description: z.string().optional(),
    image: OpenBadgesImageSchema.optional(),
    email: z.string().optional(),
    address: AddressSchema.optional(),
    otherIdentifier: some(IdentifierEntrySchema).optional(),
    official: z.string().optional(),
    get parentOrg(): z.ZodOptional<z.ZodType<Identified>> {
      return ProfileSchema.optional()
    },
    familyName: z.string().optional(),
    givenName: z.string().optional(),
    additionalName: z.string().optional(),
    patronymicName: z.string().optional(),
    honorificPrefix: z.string().optional(),
    honorificSuffix: z.string().optional(),
    familyNamePrefix: z.string().optional(),
    dateOfBirth: z.iso.date().optional(),
    get endorsement(): z.ZodOptional<z.ZodArray<z.ZodType<Identified>>> {
      return some(EndorsementCredentialSchema).optional()
    },
    endorsementJwt: some(CompactJwsSchema).optional(),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof ProfileSchema>

/** END-01 … END-04. */
export const EndorsementCredentialSchema = z
  .looseObject({
    '@context': ContextSchema,
    id: UriSchema,
    type: typed('VerifiableCredential').refine((types) => types.includes('EndorsementCredential'), {
      message: 'must hold "EndorsementCredential"',
    }),
    name: z.string(),
    description: z.string().optional(),
    issuer: ProfileSchema,
    validFrom: DateTimeZSchema,
    validUntil: DateTimeZSchema.optional(),
    awardedDate: DateTimeZSchema.optional(),
    credentialSubject: z.looseObject({
      id: UriSchema,
      type: typed('EndorsementSubject'),
      endorsementComment: z.string().optional(),
    }),
    evidence: some(EvidenceSchema).optional(),
    relatedResource: some(z.looseObject({ id: UriSchema, digestSRI: z.string() })).optional(),
    ...securing,
  })
  .meta({ id: 'EndorsementCredential' })
export type EndorsementCredential = z.infer<typeof EndorsementCredentialSchema>

/** ACH-01 … ACH-16. */
export const OpenBadgesAchievementSchema = z
  .looseObject({
    id: UriSchema,
    type: typed('Achievement'),
    name: z.string(),
    description: z.string(),
    criteria: CriteriaSchema,
    achievementType: extensible(ACHIEVEMENT_TYPES).optional(),
    alignment: some(AlignmentSchema).optional(),
    creator: ProfileSchema.optional(),
    creditsAvailable: z.number().optional(),
    fieldOfStudy: z.string().optional(),
    humanCode: z.string().optional(),
    image: OpenBadgesImageSchema.optional(),
    inLanguage: LanguageSchema.optional(),
    otherIdentifier: some(IdentifierEntrySchema).optional(),
    related: some(RelatedSchema).optional(),
    resultDescription: some(ResultDescriptionSchema).optional(),
    specialization: z.string().optional(),
    tag: some(z.string()).optional(),
    version: z.string().optional(),
    endorsement: some(EndorsementCredentialSchema).optional(),
    endorsementJwt: some(CompactJwsSchema).optional(),
  })
  .meta({ id: 'OpenBadgesAchievement' })
export type OpenBadgesAchievement = z.infer<typeof OpenBadgesAchievementSchema>

/** AS-01 … AS-12. */
const AchievementSubjectSchema = z
  .looseObject({
    id: UriSchema.optional(),
    type: typed('AchievementSubject'),
    achievement: OpenBadgesAchievementSchema,
    identifier: some(IdentityObjectSchema).optional(),
    activityStartDate: DateTimeZSchema.optional(),
    activityEndDate: DateTimeZSchema.optional(),
    creditsEarned: z.number().optional(),
    image: OpenBadgesImageSchema.optional(),
    licenseNumber: z.string().optional(),
    narrative: z.string().optional(),
    result: some(ResultSchema).optional(),
    role: z.string().optional(),
    source: ProfileSchema.optional(),
    term: z.string().optional(),
  })
  .refine((subject) => subject.id !== undefined || subject.identifier !== undefined, {
    message: 'must hold an id or an identifier',
  })

/** AC-01 … AC-19. */
export const OpenBadgeCredentialSchema = z
  .looseObject({
    '@context': ContextSchema,
    id: UriSchema,
    type: typed('VerifiableCredential').refine(
      (types) => types.includes('OpenBadgeCredential') || types.includes('AchievementCredential'),
      { message: 'must hold "OpenBadgeCredential" or "AchievementCredential"' },
    ),
    name: z.string().optional(),
    description: z.string().optional(),
    issuer: ProfileSchema,
    validFrom: DateTimeZSchema,
    validUntil: DateTimeZSchema.optional(),
    awardedDate: DateTimeZSchema.optional(),
    image: OpenBadgesImageSchema.optional(),
    credentialSubject: AchievementSubjectSchema,
    evidence: some(EvidenceSchema).optional(),
    endorsement: some(EndorsementCredentialSchema).optional(),
    endorsementJwt: some(CompactJwsSchema).optional(),
    ...securing,
  })
  .meta({ id: 'OpenBadgeCredential' })
export type OpenBadgeCredential = z.infer<typeof OpenBadgeCredentialSchema>
