import { z } from 'zod'
import { DateTimeZSchema, oneOrSome, UriSchema } from './terms.ts'

const FIRST_CONTEXT = 'https://www.w3.org/ns/credentials/v2'
const SECOND_CONTEXT = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/

/**
 * The contexts of a credential, in their order (CTX-01, CTX-03, GEN-16). Contexts are named and never written out: one
 * inside a document could give its members other meanings than those published.
 */
export const ContextSchema = z
  .array(z.string())
  .min(2)
  .refine(([first]) => first === FIRST_CONTEXT, { message: 'must begin with the credentials/v2 context' })
  .refine(([, second]) => SECOND_CONTEXT.test(second ?? ''), {
    message: 'must name an Open Badges 3.0 context second',
  })

/** PRF-01. */
export const ProofSchema = z.looseObject({
  type: z.string(),
  cryptosuite: z.string().optional(),
  created: DateTimeZSchema.optional(),
  challenge: z.string().optional(),
  domain: z.string().optional(),
  nonce: z.string().optional(),
  proofPurpose: z.string().optional(),
  proofValue: z.string().optional(),
  verificationMethod: UriSchema.optional(),
})

/** STA-00. Which methods there are is open; those members are told that a BitstringStatusListEntry has. */
const CredentialStatusSchema = z.looseObject({
  id: UriSchema,
  type: z.string(),
  statusPurpose: z.string().optional(),
  statusListIndex: z.union([z.string(), z.number()]).optional(),
  statusListCredential: UriSchema.optional(),
})

/** RFS-00. */
const RefreshServiceSchema = z.looseObject({ id: UriSchema, type: z.string() })

/** SCH-01. */
const CredentialSchemaSchema = z.looseObject({ id: UriSchema, type: z.string() })

/** TOU-01. */
const TermsOfUseSchema = z.looseObject({ id: UriSchema.optional(), type: z.string() })

/** What every credential may carry beside what it says (END-04, AC-15 … AC-19): at most one status and one refresh. */
export const securing = {
  credentialSchema: oneOrSome(CredentialSchemaSchema).optional(),
  credentialStatus: CredentialStatusSchema.optional(),
  refreshService: RefreshServiceSchema.optional(),
  termsOfUse: oneOrSome(TermsOfUseSchema).optional(),
  proof: oneOrSome(ProofSchema).optional(),
}
