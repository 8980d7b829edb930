import { KMSClient } from '@aws-sdk/client-kms'

/** Where KMS is and how long to wait for it; on AWS nothing has to be said. */
export interface KmsClientOptions {
  /** @default the service's endpoint in the region */
  readonly endpoint?: string
  /** How long one attempt may take. @default 2000 */
  readonly requestTimeoutMilliseconds?: number
}

const ATTEMPTS = 3

/**
 * A client whose every wait is bounded: a signature that waits longer than its function may run takes a whole batch down
 * with it, and nothing of it is parked. Without `throwOnRequestTimeout` the SDK only logs that a request took too long.
 */
export const kmsClient = ({ endpoint, requestTimeoutMilliseconds = 2000 }: KmsClientOptions = {}): KMSClient =>
  new KMSClient({
    maxAttempts: ATTEMPTS,
    requestHandler: {
      requestTimeout: requestTimeoutMilliseconds,
      throwOnRequestTimeout: true,
      connectionTimeout: requestTimeoutMilliseconds,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  })
