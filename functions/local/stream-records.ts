import { z } from 'zod'

/** One value as DynamoDB's JSON has it: binaries in base64, numbers as text. */
interface StreamAttributeValue {
  readonly S?: string
  readonly N?: string
  readonly B?: string
  readonly BOOL?: boolean
  readonly NULL?: boolean
  readonly SS?: readonly string[]
  readonly NS?: readonly string[]
  readonly BS?: readonly string[]
  readonly L?: readonly StreamAttributeValue[]
  readonly M?: StreamImage
}

type StreamImage = { readonly [attribute: string]: StreamAttributeValue }

/** One record as a Lambda function receives it. */
export interface DynamoDbStreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventVersion: string
  readonly eventSource: 'aws:dynamodb'
  readonly eventSourceARN: string
  readonly awsRegion: string
  readonly dynamodb: {
    /** Seconds since the epoch; the local engine rounds it down to the minute. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: StreamImage
    readonly NewImage?: StreamImage
    readonly OldImage?: StreamImage
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
  /** Present on what TTL deleted, absent on what a caller did. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export interface DynamoDbStreamEvent {
  readonly Records: readonly DynamoDbStreamRecord[]
}

const ImageSchema = z.custom<StreamImage>((image) => typeof image === 'object' && image !== null)

const RawRecordSchema = z.object({
  eventID: z.string(),
  eventName: z.string(),
  eventVersion: z.string(),
  awsRegion: z.string(),
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number(),
    Keys: ImageSchema,
    NewImage: ImageSchema.exactOptional(),
    OldImage: ImageSchema.exactOptional(),
    SequenceNumber: z.string(),
    SizeBytes: z.number(),
    StreamViewType: z.string(),
  }),
  userIdentity: z.unknown().optional(),
})

export const RawPageSchema = z.object({
  Records: z.array(RawRecordSchema),
  NextShardIterator: z.string().nullish(),
})

type RawRecord = z.infer<typeof RawRecordSchema>

const TTL_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const

/**
 * A record of `GetRecords` in the shape Lambda gives its functions.
 *
 * What TTL deleted arrives from the local engine under an unknown name, or with its identity spelled in capitals; here it
 * is a `REMOVE` by the service, as in the cloud.
 */
export function toStreamRecord(raw: RawRecord, streamArn: string): DynamoDbStreamRecord {
  const { userIdentity, eventName, ...rest } = raw
  const isByTtl = eventName === 'UNKNOWN_TO_SDK_VERSION' || (userIdentity !== undefined && userIdentity !== null)
  return {
    ...rest,
    eventName: isByTtl ? 'REMOVE' : knownName(eventName),
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    ...(isByTtl ? { userIdentity: TTL_IDENTITY } : {}),
  }
}

function knownName(name: string): DynamoDbStreamRecord['eventName'] {
  if (name === 'INSERT' || name === 'MODIFY' || name === 'REMOVE') return name
  throw new Error(`a stream record by the name of ${name}`)
}
