import type { BitstringStatusListCredential } from '../../../schemas/open-badges/status-list.ts'
import { CREDENTIALS_CONTEXT } from '../credential/contexts.ts'
import type { Did } from '../shared/ids.ts'
import { type Instant, toWholeSeconds } from '../shared/instant.ts'
import { STATUS_LIST_TTL_MILLISECONDS } from './bitstring.ts'
import type { StatusPurpose } from './credential-status.ts'

/**
 * The unsigned credential that publishes a status list.
 *
 * @param encodedList  Multibase base64url (`u…`) of the gzipped bitstring (BSL-03).
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 */
export const buildStatusList = (
  url: string,
  issuer: Did,
  statusPurpose: StatusPurpose,
  encodedList: string,
  signedAt: Instant,
): BitstringStatusListCredential => ({
  '@context': [CREDENTIALS_CONTEXT],
  id: url,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer,
  validFrom: toWholeSeconds(signedAt),
  credentialSubject: {
    id: `${url}#list`,
    type: 'BitstringStatusList',
    statusPurpose,
    encodedList,
    ttl: STATUS_LIST_TTL_MILLISECONDS,
  },
})
