import type { DynamoDbStreamRecord } from '../../functions/local/stream-records.ts'

/** An insert of the item `n`, whose sequence number is `n` too. */
export function aStreamRecord(
  n: number,
  {
    createdEpochSeconds = 1_795_000_000,
    ...rest
  }: Partial<DynamoDbStreamRecord> & { createdEpochSeconds?: number } = {},
): DynamoDbStreamRecord {
  return {
    eventID: `event-${n}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    eventSourceARN: 'arn:aws:dynamodb:ddblocal:000000000000:table/peerbadge/stream/1',
    awsRegion: 'ddblocal',
    dynamodb: {
      ApproximateCreationDateTime: createdEpochSeconds,
      Keys: { pk: { S: String(n) }, sk: { S: 'item' } },
      NewImage: { pk: { S: String(n) }, sk: { S: 'item' }, kind: { S: 'claim' } },
      SequenceNumber: String(n),
      SizeBytes: 40,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    ...rest,
  }
}
