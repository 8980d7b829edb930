import { EventBridgeClient } from '@aws-sdk/client-eventbridge'

/** Where EventBridge is and how long to wait for it; on AWS nothing has to be said. */
export interface EventBridgeClientOptions {
  /** @default the service's endpoint in the region */
  readonly endpoint?: string
  /** How long one attempt may take. @default 2000 */
  readonly requestTimeoutMilliseconds?: number
}

const ATTEMPTS = 3

/** A client whose every wait is bounded; without `throwOnRequestTimeout` the SDK only logs that a request took too long. */
export const eventBridgeClient = ({
  endpoint,
  requestTimeoutMilliseconds = 2000,
}: EventBridgeClientOptions = {}): EventBridgeClient =>
  new EventBridgeClient({
    maxAttempts: ATTEMPTS,
    requestHandler: {
      requestTimeout: requestTimeoutMilliseconds,
      throwOnRequestTimeout: true,
      connectionTimeout: requestTimeoutMilliseconds,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  })
