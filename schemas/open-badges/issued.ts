import { z } from 'zod'
import {
  EndorsementCredentialSchema,
  OpenBadgeCredentialSchema,
  OpenBadgesAchievementSchema,
  ProfileSchema,
} from '../open-badges.ts'
import { MultikeySchema, PublicJwkSchema } from './keys.ts'
import { checkOwnAchievement, checkOwnBadge, refusing } from './own-badge.ts'
import { checkOwnForm, checkOwnSchema } from './own-form.ts'
import { ContextSchema } from './securing.ts'
import { BitstringStatusListCredentialSchema, BitstringStatusListEntrySchema } from './status-list.ts'
import { some, UriSchema } from './terms.ts'

/** The newest edition of the Open Badges terms, and nothing but published contexts (CTX-01, CTX-02). */
const OwnContextSchema = ContextSchema.refine(
  ([, second]) => second === 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  { message: 'must name the newest Open Badges context second' },
)

/** Always one place on a list, which is not the list itself (AC-17, STA-00). */
const OwnStatusSchema = BitstringStatusListEntrySchema.extend({
  statusListIndex: z.string().regex(/^(0|[1-9]\d*)$/, 'must be a whole number as text'),
}).refine(({ id, statusListCredential }) => id !== statusListCredential, {
  path: ['id'],
  message: 'must be another than the list',
})

/** A badge as this service gives it out, before or after it is signed. */
export const IssuedBadgeSchema = OpenBadgeCredentialSchema.extend({
  '@context': OwnContextSchema,
  name: z.string(),
  credentialStatus: OwnStatusSchema,
}).superRefine((badge, context) => {
  const refuse = refusing(context)
  checkOwnForm(badge, refuse)
  checkOwnSchema(badge, 'achievementcredential', refuse)
  checkOwnBadge(badge, refuse)
})

/** An endorsement as this service makes it for a peer, before or after it is signed. */
export const IssuedEndorsementSchema = EndorsementCredentialSchema.extend({ '@context': OwnContextSchema }).superRefine(
  (endorsement, context) => {
    checkOwnForm(endorsement, refusing(context))
    checkOwnSchema(endorsement, 'endorsementcredential', refusing(context))
  },
)

/** A key as a profile lists it: as Multikey, or as JWK. */
const ListedKeySchema = z.union([
  MultikeySchema,
  z.looseObject({
    id: UriSchema,
    type: z.literal('JsonWebKey'),
    controller: UriSchema,
    publicKeyJwk: PublicJwkSchema,
  }),
])

/** The public profile of a community, with the keys that sign in its name (IS-04, PRO-04). */
export const IssuedProfileSchema = ProfileSchema.extend({
  '@context': OwnContextSchema,
  name: z.string(),
  verificationMethod: some(ListedKeySchema),
  assertionMethod: some(UriSchema),
}).superRefine((profile, context) => checkOwnForm(profile, refusing(context)))

/** A published achievement as it stands at its address (IS-05). */
export const IssuedAchievementSchema = OpenBadgesAchievementSchema.extend({
  '@context': OwnContextSchema,
}).superRefine((achievement, context) => {
  checkOwnForm(achievement, refusing(context))
  checkOwnAchievement(achievement, refusing(context))
})

/** A status list as this service publishes it. */
export const IssuedStatusListSchema = BitstringStatusListCredentialSchema.superRefine((list, context) =>
  checkOwnForm(list, refusing(context)),
)

/**
 * Checks a document of ours and returns it as it was: a parsed copy would have its members in the order of the schema.
 *
 * @throws Error naming the first places that are wrong; the document is not to be signed or served.
 */
export function asIssued<T>(schema: z.ZodType<T>, document: unknown): T {
  const { error } = schema.safeParse(document)
  if (!error) return document as T // the schema has just taken it, and these schemas change nothing
  const findings = error.issues.slice(0, 5).map(({ path, message }) => `/${path.join('/')} ${message}`)
  throw new Error(`the document is not as Open Badges 3.0 asks: ${findings.join('; ')}`, { cause: error })
}
