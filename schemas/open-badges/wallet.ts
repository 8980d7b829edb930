import { z } from 'zod'
import { text, WebUrlSchema } from '../text.ts'
import { DateTimeZSchema, oneOrSome } from './terms.ts'

const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'

/** What a badge of ours uses: a context of another version cannot be embedded, since both protect the same terms. */
const WalletContextSchema = z
  .array(z.string())
  .refine(
    ([first, second, third, ...more]) =>
      first === CONTEXTS[0] &&
      second === CONTEXTS[1] &&
      (third === undefined || third === EXTENSIONS) &&
      more.length === 0,
    { message: `must be ${CONTEXTS[0]} and ${CONTEXTS[1]}, and at most ${EXTENSIONS} behind them` },
  )

/** A web address or a URN. DIDs are left to issuers, so that nothing else can be given the id of one. */
const UrnOrWebUrlSchema = z.union(
  [
    WebUrlSchema,
    z
      .string()
      .max(2048)
      .regex(/^urn:[a-z0-9-]{2,32}:[\w.:~!$&'()*+,;=@/-]+$/i, 'must be a web address or a URN'),
  ],
  {
    error: 'must be a web address or a URN',
  },
)

const exactly = (...types: readonly string[]) =>
  z.array(z.string()).refine((value) => value.length === types.length && types.every((type) => value.includes(type)), {
    message: `must be exactly ${JSON.stringify(types)}`,
  })

const WalletProfileSchema = z.strictObject({
  id: z
    .string()
    .max(2048)
    .regex(/^did:[a-z0-9]+:[\w.:%-]+$/, 'must be a DID'),
  type: exactly('Profile'),
  name: text(200).optional(),
  givenName: text(200).optional(),
  familyName: text(200).optional(),
  url: WebUrlSchema.optional(),
  email: z.email().max(320).optional(),
  description: text(2000).optional(),
  image: z.strictObject({ id: WebUrlSchema, type: z.literal('Image'), caption: text(300).optional() }).optional(),
})

const WalletEvidenceSchema = z.strictObject({
  id: UrnOrWebUrlSchema.optional(),
  type: exactly('Evidence'),
  name: text(300).optional(),
  description: text(2000).optional(),
  narrative: text(10000).optional(),
  genre: text(200).optional(),
  audience: text(200).optional(),
})

const WalletProofSchema = z.strictObject({
  id: UrnOrWebUrlSchema.optional(),
  type: z.literal('DataIntegrityProof'),
  cryptosuite: text(100),
  created: DateTimeZSchema.optional(),
  proofPurpose: z.literal('assertionMethod'),
  verificationMethod: text(4096),
  challenge: text(500).optional(),
  domain: text(500).optional(),
  nonce: text(500).optional(),
  previousProof: oneOrSome(UrnOrWebUrlSchema).optional(),
  proofValue: text(20000),
})

const DIGEST_SRI = /^sha(256|384|512)-[A-Za-z0-9+/]+={0,2}$/

const TEN = 10

/**
 * An EndorsementCredential that a peer made in their own wallet (END-01 … END-05). Closed, unlike the class itself: it goes into
 * a badge as it is, where JSON-LD merges things of one id, and so holds just the members whose place there is known.
 */
export const WalletEndorsementSchema = z.strictObject({
  '@context': WalletContextSchema,
  id: UrnOrWebUrlSchema,
  type: exactly('VerifiableCredential', 'EndorsementCredential'),
  name: text(300),
  description: text(2000).optional(),
  issuer: WalletProfileSchema,
  validFrom: DateTimeZSchema,
  awardedDate: DateTimeZSchema.optional(),
  credentialSubject: z.strictObject({
    id: z.string(),
    type: exactly('EndorsementSubject'),
    endorsementComment: text(4000).optional(),
  }),
  evidence: z.array(WalletEvidenceSchema).min(1).max(TEN).optional(),
  relatedResource: z
    .array(
      z.strictObject({
        id: UrnOrWebUrlSchema,
        digestSRI: z.string().max(200).regex(DIGEST_SRI, 'must be a Subresource Integrity digest'),
        mediaType: text(100).optional(),
      }),
    )
    .min(1)
    .max(TEN)
    .optional(),
  credentialSchema: z
    .array(z.strictObject({ id: WebUrlSchema, type: z.literal('1EdTechJsonSchemaValidator2019') }))
    .min(1)
    .max(TEN)
    .optional(),
  proof: z.union([WalletProofSchema, z.array(WalletProofSchema).min(1).max(TEN)]).optional(),
})
export type WalletEndorsement = z.infer<typeof WalletEndorsementSchema>
