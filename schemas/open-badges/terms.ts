import { z } from 'zod'

/** An absolute URI; data URIs are among them. */
export const UriSchema = z.string().regex(/^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/, 'must be an absolute URI')

/** A date and time to the second or finer, with a zone (GEN-17). */
export const DateTimeZSchema = z.iso
  .datetime({ offset: true, abort: true })
  .regex(/T\d\d:\d\d:\d\d/, 'must state the seconds')

/** A compact JWS (AC-12). */
export const CompactJwsSchema = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$/, 'must be a compact JWS')

/** The `type` of a class that may carry further types: a list that holds the name of the class (TYP-01). */
export const typed = (name: string) =>
  z.array(z.string()).refine((types) => types.includes(name), { message: `must hold "${name}"` })

/** A list that is left out rather than be empty (GEN-15). */
export const some = <T extends z.ZodType>(schema: T) => z.array(schema).min(1)

/** A list whose single entry may also stand alone (GEN-13). */
export const oneOrSome = <T extends z.ZodType>(schema: T) => z.union([schema, some(schema)])

/** An enumeration that others may extend by terms of their own, which begin with `ext:` and nothing before it (EXT-03). */
export const extensible = <const T extends readonly [string, ...string[]]>(terms: T) =>
  z.union([z.enum(terms), z.string().regex(/^ext:[A-Za-z0-9._-]+$/)], {
    error: 'must be a published term or begin with "ext:"',
  })

/** What an achievement can be (ACH-05). */
export const ACHIEVEMENT_TYPES = [
  'Achievement',
  'ApprenticeshipCertificate',
  'Assessment',
  'Assignment',
  'AssociateDegree',
  'Award',
  'Badge',
  'BachelorDegree',
  'Certificate',
  'CertificateOfCompletion',
  'Certification',
  'CommunityService',
  'Competency',
  'Course',
  'CoCurricular',
  'Degree',
  'Diploma',
  'DoctoralDegree',
  'Fieldwork',
  'GeneralEducationDevelopment',
  'JourneymanCertificate',
  'LearningProgram',
  'License',
  'Membership',
  'ProfessionalDoctorate',
  'QualityAssuranceCredential',
  'MasterCertificate',
  'MasterDegree',
  'MicroCredential',
  'ResearchDoctorate',
  'SecondarySchoolDiploma',
] as const

/** How a person or thing is identified (ID-02). */
export const IDENTIFIER_TYPES = [
  'name',
  'sourcedId',
  'systemId',
  'productId',
  'userName',
  'accountId',
  'emailAddress',
  'nationalIdentityNumber',
  'isbn',
  'issn',
  'lisSourcedId',
  'oneRosterSourcedId',
  'sisSourcedId',
  'ltiContextId',
  'ltiDeploymentId',
  'ltiToolId',
  'ltiPlatformId',
  'ltiUserId',
  'identifier',
] as const
