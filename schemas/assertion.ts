import { z } from 'zod'

/** A time with a zone, as Open Badges 2.0 asks for; seconds may be left out. */
const DateTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))

const typeOf = (...names: readonly string[]) =>
  z.union([z.string(), z.array(z.string())]).refine((type) => [type].flat().some((name) => names.includes(name)))

/** The address of something, or the thing itself. */
const ReferenceSchema = z.union([z.string().min(1), z.looseObject({})])

/** To whom an assertion was given: plain, or as a hash of value and salt. */
const IdentityObjectSchema = z.looseObject({
  type: z.string().min(1),
  identity: z.string().min(1),
  hashed: z.boolean(),
  salt: z.string().optional(),
})

/**
 * Open Badges 2.0 `Assertion`, with members that others add.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Assertion
 */
export const AssertionSchema = z.looseObject({
  id: z.string().min(1),
  type: typeOf('Assertion'),
  recipient: IdentityObjectSchema,
  badge: ReferenceSchema,
  verification: z.looseObject({
    type: z.union([z.string(), z.array(z.string())]),
    creator: ReferenceSchema.optional(),
  }),
  issuedOn: DateTimeSchema,
  expires: DateTimeSchema.optional(),
  revoked: z.boolean().optional(),
})
export type Assertion = z.infer<typeof AssertionSchema>

/** Open Badges 2.0 `BadgeClass`. */
export const BadgeClassSchema = z.looseObject({
  id: z.string().min(1),
  type: typeOf('BadgeClass'),
  name: z.string().min(1),
  description: z.string().min(1),
  image: ReferenceSchema,
  criteria: ReferenceSchema,
  issuer: ReferenceSchema,
})
export type BadgeClass = z.infer<typeof BadgeClassSchema>

const textOrTexts = z.union([z.string(), z.array(z.string())])

/** Open Badges 2.0 `Profile` of an issuer. */
export const IssuerProfileSchema = z.looseObject({
  id: z.string().min(1),
  type: typeOf('Issuer', 'Profile'),
  name: z.string().min(1),
  url: z.url(),
  email: z.string().min(1),
  publicKey: z.union([ReferenceSchema, z.array(ReferenceSchema)]).optional(),
  revocationList: ReferenceSchema.optional(),
  verification: z
    .looseObject({ startsWith: textOrTexts.optional(), allowedOrigins: textOrTexts.optional() })
    .optional(),
})
export type IssuerProfile = z.infer<typeof IssuerProfileSchema>

/** Open Badges 2.0 `CryptographicKey`. */
export const CryptographicKeySchema = z.looseObject({
  id: z.string().min(1),
  owner: ReferenceSchema.optional(),
  publicKeyPem: z.string().min(1).max(20_000),
})

/** Open Badges 2.0 `RevocationList`, of signed assertions. */
export const RevocationListSchema = z.looseObject({
  type: typeOf('RevocationList'),
  issuer: ReferenceSchema.optional(),
  revokedAssertions: z.array(
    z.union([
      z.string(),
      z.looseObject({ id: z.string().optional(), uid: z.string().optional(), revoked: z.boolean().optional() }),
    ]),
  ),
})
