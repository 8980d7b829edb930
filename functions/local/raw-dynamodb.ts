import { z } from 'zod'

/** An access key of letters and digits only: the local engine refuses any other. */
export interface StoreCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface RawDynamoDb {
  readonly endpoint: string
  readonly credentials: StoreCredentials
}

/** A refusal of the engine, by the name of its exception without the namespace. */
export class RawDynamoDbFault extends Error {
  override readonly name = 'RawDynamoDbFault'
  readonly type: string

  constructor(type: string, message: string) {
    super(`${type}: ${message}`)
    this.type = type
  }
}

const FaultSchema = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
})

/** The local engine keeps one database for each access key and region, and takes both from this header. */
export const LOCAL_REGION = 'us-east-1'

/**
 * One call in the engine's own JSON, which the SDK would turn into dates and bytes. Not signed: the local engine reads
 * the header but checks nothing in it.
 *
 * @param target  Service version and operation, such as `DynamoDBStreams_20120810.GetRecords`.
 * @returns the answer's body as it came; a refusal is thrown as {@link RawDynamoDbFault}.
 */
export async function callRawDynamoDb(
  { endpoint, credentials }: RawDynamoDb,
  target: string,
  body: Readonly<Record<string, unknown>>,
  timeoutMs = 30_000,
): Promise<unknown> {
  const scope = `${credentials.accessKeyId}/20260101/${LOCAL_REGION}/dynamodb/aws4_request`
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const fault = FaultSchema.parse(answer)
  const type = fault.__type?.split('#').at(-1) ?? `status ${response.status}`
  throw new RawDynamoDbFault(type, fault.message ?? fault.Message ?? 'no reason given')
}
