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
  didWeb: formed<Did<'web'>>(/^did:web:.+$/),
  slug: z.string().min(1) satisfies z.ZodType<Slug>,
  /** From 1. */
  version: z.int().min(1),
  bytes: z.instanceof(Uint8Array),
  multikey: z.custom<Multikey>((value) => typeof value === 'string' && isMultikey(value)),
}

/** A key pair whose private half is sealed. */
export const KeptKeySchema = z.object({
  algorithm: z.literal('Ed25519'),
  publicKeyMultibase: stored.multikey,
  sealed: z.string(),
  sealing: z.enum(['kms', 'file']),
})
