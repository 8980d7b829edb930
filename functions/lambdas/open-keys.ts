import type { KMSClient } from '@aws-sdk/client-kms'
import { kmsAsymmetricKeys } from '../adapters/keys/kms-asymmetric-keys.ts'
import { kmsClient } from '../adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../adapters/keys/kms-sealed-keys.ts'
import { routedKeys } from '../adapters/keys/routed-keys.ts'
import type { KeyMaker, Signer } from '../ports/signer.ts'
import type { IssuerKeysConfig } from './keys.config.ts'

/** The keys of a deployment. */
interface Keys {
  /** Makes the keys of communities, in the way the deployment chose. */
  readonly issuerKeyMaker: KeyMaker
  /** Signs with every kept key, however it is kept, and makes sealed ones, for all who are many. */
  readonly keys: KeyMaker & Signer
}

/** Opens the keys as the environment says. Which calls go through is for the function's role to say. */
export function openKeys(
  { PEERBADGE_SEALING_KEY, PEERBADGE_ISSUER_KEYS, PEERBADGE_INSTANCE }: IssuerKeysConfig,
  client: Pick<KMSClient, 'send'> = kmsClient(),
): Keys {
  const sealed = kmsSealedKeys({ client, keyId: PEERBADGE_SEALING_KEY })
  const asymmetric = kmsAsymmetricKeys({ client, instance: PEERBADGE_INSTANCE })
  return {
    issuerKeyMaker: { sealed, kms: asymmetric }[PEERBADGE_ISSUER_KEYS],
    keys: { createKey: sealed.createKey, ...routedKeys({ kms: sealed, 'kms-key': asymmetric }) },
  }
}
