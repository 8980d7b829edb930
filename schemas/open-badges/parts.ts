import { z } from 'zod'
import { LanguageSchema } from '../text.ts'
import { extensible, IDENTIFIER_TYPES, typed, UriSchema } from './terms.ts'

/** IMG-01; closed (EXT-04). */
export const OpenBadgesImageSchema = z.strictObject({
  id: UriSchema,
  type: z.literal('Image'),
  caption: z.string().optional(),
})

const HASH = /^(md5\$[0-9a-fA-F]{32}|sha256\$[0-9a-fA-F]{64})$/

/** ID-01 … ID-05; closed (EXT-04). A value that is not hashed stands as it is; a hash without salt is unsalted. */
export const IdentityObjectSchema = z
  .strictObject({
    type: z.literal('IdentityObject'),
    hashed: z.boolean(),
    identityHash: z.string(),
    identityType: extensible(IDENTIFIER_TYPES),
    salt: z.string().optional(),
  })
  .refine(({ hashed, identityHash }) => !hashed || HASH.test(identityHash), {
    path: ['identityHash'],
    message: 'must be "md5$" or "sha256$" and the digest in hexadecimal',
  })
export type IdentityObject = z.infer<typeof IdentityObjectSchema>

/** IDE-01; closed (EXT-04). */
export const IdentifierEntrySchema = z.strictObject({
  type: z.literal('IdentifierEntry'),
  identifier: z.string(),
  identifierType: extensible(IDENTIFIER_TYPES),
})

/** GEO-01. */
const GeoCoordinatesSchema = z.looseObject({
  type: z.literal('GeoCoordinates'),
  latitude: z.number(),
  longitude: z.number(),
})

/** ADR-01. */
export const AddressSchema = z.looseObject({
  type: typed('Address'),
  addressCountry: z.string().optional(),
  addressCountryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code of two letters')
    .optional(),
  addressRegion: z.string().optional(),
  addressLocality: z.string().optional(),
  streetAddress: z.string().optional(),
  postOfficeBoxNumber: z.string().optional(),
  postalCode: z.string().optional(),
  geo: GeoCoordinatesSchema.optional(),
})

/** ALI-01. */
export const AlignmentSchema = z.looseObject({
  type: typed('Alignment'),
  targetName: z.string(),
  targetUrl: UriSchema,
  targetCode: z.string().optional(),
  targetDescription: z.string().optional(),
  targetFramework: z.string().optional(),
  targetType: extensible([
    'ceasn:Competency',
    'ceterms:Credential',
    'CFItem',
    'CFRubric',
    'CFRubricCriterion',
    'CFRubricCriterionLevel',
    'CTDL',
  ]).optional(),
})

/** EVI-01. */
export const EvidenceSchema = z.looseObject({
  type: typed('Evidence'),
  id: UriSchema.optional(),
  name: z.string().optional(),
  narrative: z.string().optional(),
  description: z.string().optional(),
  genre: z.string().optional(),
  audience: z.string().optional(),
})
export type Evidence = z.infer<typeof EvidenceSchema>

/** REL-01. */
export const RelatedSchema = z.looseObject({
  type: typed('Related'),
  id: UriSchema,
  inLanguage: LanguageSchema.optional(),
  version: z.string().optional(),
})

/** CRI-01: a page, a text or both. */
export const CriteriaSchema = z
  .looseObject({ id: UriSchema.optional(), narrative: z.string().optional() })
  .refine(({ id, narrative }) => id !== undefined || narrative !== undefined, {
    message: 'must hold an id or a narrative',
  })
