import { z } from 'zod'

/** What every function that makes or opens keys reads from its environment. */
export const sealedKeysConfig = {
  PEERBADGE_SEALING_KEY: z.string().min(1),
}

/** What every function that makes keys of communities, or signs with them, reads from its environment. */
export const issuerKeysConfig = {
  ...sealedKeysConfig,
  /** Where keys of communities are made: sealed beside the other records, or in KMS. Old keys sign on either way. */
  PEERBADGE_ISSUER_KEYS: z.enum(['sealed', 'kms']),
  /** The deployment's name, which keys in KMS are tagged with. */
  PEERBADGE_INSTANCE: z.string().min(1),
}
const IssuerKeysConfigSchema = z.object(issuerKeysConfig)
export type IssuerKeysConfig = z.infer<typeof IssuerKeysConfigSchema>
