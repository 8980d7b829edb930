import type { IssuerKeyView } from '../../schemas/issuer-key.ts'
import type { IssuerKey } from '../ports/community-store.ts'

/**
 * A signing key as the API shows it to those who run the community; nothing of the private half, however it is sealed.
 *
 * @param url  Where its public half is published by itself.
 */
export const toIssuerKeyView = ({ key, ...record }: IssuerKey, url: string): IssuerKeyView => ({
  id: record.id,
  use: record.use,
  algorithm: key.algorithm,
  verificationMethod: record.verificationMethod,
  url,
  ...('publicKeyMultibase' in key && record.use === 'data-integrity'
    ? { publicKeyMultibase: key.publicKeyMultibase }
    : {}),
  ...('publicKeyJwk' in key && record.use === 'jwt' ? { publicKeyJwk: { ...key.publicKeyJwk } } : {}),
  createdAt: record.createdAt,
  signs: record.retiredAt === undefined && record.compromisedAt === undefined,
  ...(record.retiredAt === undefined ? {} : { retiredAt: record.retiredAt }),
  ...(record.compromisedAt === undefined ? {} : { compromisedAt: record.compromisedAt }),
  ...(record.compromiseReason === undefined ? {} : { compromiseReason: record.compromiseReason }),
})
