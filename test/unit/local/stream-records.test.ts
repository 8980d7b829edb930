import { describe, expect, it } from 'vitest'
import { RawPageSchema, toStreamRecord } from '../../../functions/local/stream-records.ts'

const STREAM = 'arn:aws:dynamodb:ddblocal:000000000000:table/peerbadge/stream/1'

/** As DynamoDB Local 3.3.0 answered it. */
const RAW = {
  eventID: '4be33f8b-6037-4d05-bbd8-a62e2f1a44ff',
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'ddblocal',
  dynamodb: {
    ApproximateCreationDateTime: 1795356060,
    Keys: { pk: { S: 'a' } },
    NewImage: { bs: { BS: ['AAEC'] }, b: { B: 'AAEC' }, pk: { S: 'a' }, l: { L: [{ BOOL: true }] }, n: { N: '1' } },
    SequenceNumber: '000000000000000000001',
    SizeBytes: 37,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
}

const convert = (raw: unknown) =>
  RawPageSchema.parse({ Records: [raw] }).Records.map((r) => toStreamRecord(r, STREAM))[0]

describe('toStreamRecord', () => {
  it('keeps epoch seconds, base64 and sequence number as they are, and adds the ARN of the stream', () => {
    expect(convert(RAW)).toEqual({ ...RAW, eventSourceARN: STREAM })
  })

  it('makes a deletion by TTL one by the service', () => {
    const { NewImage: OldImage, ...dynamodb } = RAW.dynamodb
    const record = convert({ ...RAW, eventName: 'UNKNOWN_TO_SDK_VERSION', dynamodb: { ...dynamodb, OldImage } })
    expect(record).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { OldImage },
    })
  })

  it('spells the identity of an older engine as Lambda does', () => {
    const userIdentity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }
    const record = convert({ ...RAW, eventName: 'REMOVE', userIdentity })
    expect(record?.userIdentity).toEqual({ type: 'Service', principalId: 'dynamodb.amazonaws.com' })
  })

  it('gives a deletion by a caller no identity', () => {
    expect(convert({ ...RAW, eventName: 'REMOVE' })).not.toHaveProperty('userIdentity')
  })

  it('refuses an event it does not know', () => {
    expect(() => convert({ ...RAW, eventName: 'TRUNCATE' })).toThrow('TRUNCATE')
  })

  it('refuses a record without a sequence number', () => {
    const { SequenceNumber: _, ...dynamodb } = RAW.dynamodb
    expect(() => convert({ ...RAW, dynamodb })).toThrow('SequenceNumber')
  })
})
