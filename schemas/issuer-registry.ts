import { z } from 'zod'

/** What a registry says of an issuer. */
const ListedIssuerSchema = z.object({
  name: z.string().optional(),
  url: z.string().optional(),
  location: z.string().optional(),
})

/** An issuer that whoever runs the service names themselves. */
const KnownIssuerSchema = z.strictObject({
  id: z.string().regex(/^(did:[a-z0-9]+:.+|https:\/\/.+)$/, 'must be a DID or an https URL'),
  name: z.string().min(1).max(200).optional(),
  url: z
    .url({ protocol: /^https?$/, message: 'must be an http or https URL' })
    .max(500)
    .optional(),
})
export const KnownIssuersSchema = z.array(KnownIssuerSchema).max(500)
export type KnownIssuer = z.infer<typeof KnownIssuerSchema>

/** A published list of issuers: `dcc-legacy` maps DIDs to issuers, `list` holds issuers with their ids. */
const IssuerRegistrySchema = z.strictObject({
  name: z.string().min(1).max(200),
  url: z.url({ protocol: /^https$/, message: 'must be an https URL' }).max(500),
  type: z.enum(['dcc-legacy', 'list'], 'must be "dcc-legacy" or "list"'),
})
export const IssuerRegistriesSchema = z
  .array(IssuerRegistrySchema)
  .max(20)
  .refine((registries) => new Set(registries.map(({ name }) => name)).size === registries.length, {
    message: 'must name each registry differently',
  })
export type IssuerRegistry = z.infer<typeof IssuerRegistrySchema>

/** Entries of strangers that cannot be read are passed over. */
const listedIssuers = z.record(z.string(), ListedIssuerSchema.catch({}))

/** A registry of the Digital Credentials Consortium as it is published. */
export const DccRegistrySchema = z.object({ registry: listedIssuers })

/** A plain list of issuers. */
export const IssuerListSchema = z.object({
  issuers: z.array(ListedIssuerSchema.extend({ id: z.string() }).nullable().catch(null)),
})
