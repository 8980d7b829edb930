import { z } from 'zod'
import type { Did, Slug, UrnUuid } from '../../domain/shared/ids.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import { isMultikey, type Multikey } from '../../domain/shared/multikey.ts'

/** A text of a known form, as the type that stands for that form. */
const formed = <T extends string>(form: RegExp) =>
  z.custom<T>((value) => typeof value === 'string' && form.test(value), { message: `must match ${form}` })

/** The parts that stored items are made of. */
export const stored = {
  instant: formed<Instant>(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  urnUuid: formed<UrnUuid>(/^urn:uuid:[0-9a-f-]{36}$/),
  didKey: formed<Did<'key'>>(/^did:key:.+$/),
  did: formed<Did>(/^did:[a-z0-9]+:.+$/),
  didWeb: formed<Did<'web'>>(/^did:web:.+$/),
  slug: z.string().min(1) satisfies z.ZodType<Slug>,
  /** From 1. */
  version: z.int().min(1),
  /** From 0. */
  count: z.int().min(0),
  bytes: z.instanceof(Uint8Array),
  multikey: z.custom<Multikey>((value) => typeof value === 'string' && isMultikey(value)),
}

const sealed = { sealed: z.string(), sealing: z.enum(['kms', 'file', 'kms-key']) }

/** An Ed25519 key pair whose private half is sealed. */
export const KeptEd25519KeySchema = z.object({
  algorithm: z.literal('Ed25519'),
  publicKeyMultibase: stored.multikey,
  ...sealed,
})

/** A public key on a NIST curve. */
export const EcPublicJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.enum(['P-256', 'P-384']),
  x: z.string(),
  y: z.string(),
})

/** A public RSA key. */
export const RsaPublicJwkSchema = z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() })

/** A key pair on a NIST curve whose private half is sealed. */
export const KeptEcKeySchema = z.object({
  algorithm: z.enum(['P-256', 'P-384']),
  publicKeyMultibase: stored.multikey,
  publicKeyJwk: EcPublicJwkSchema,
  ...sealed,
})

/** An RSA key pair whose private half is sealed. */
export const KeptRsaKeySchema = z.object({
  algorithm: z.literal('RSA-2048'),
  publicKeyJwk: RsaPublicJwkSchema,
  ...sealed,
})

/** A key pair for Data Integrity proofs whose private half is sealed. */
export const KeptMultikeySchema = z.discriminatedUnion('algorithm', [KeptEd25519KeySchema, KeptEcKeySchema])
