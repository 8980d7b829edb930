import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, inject, it } from 'vitest'
import { createTable, TTL_ATTRIBUTE, tableDefinition } from '../../../../functions/adapters/dynamodb/table.ts'
import { freshCredentials, freshTable, testClient } from '../../../support/dynamodb.ts'

const unusedDatabase = () => testClient(inject('dynamoDbEndpoint'), freshCredentials())

describe('createTable', () => {
  it('makes a table that bills per request, streams both images and expires items', async () => {
    const { rawClient, tableName, streamArn } = await freshTable()
    const { Table } = await rawClient.send(new DescribeTableCommand({ TableName: tableName }))
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamArn: streamArn,
    })
    const ttl = await rawClient.send(new DescribeTimeToLiveCommand({ TableName: tableName }))
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAtEpochSeconds' })
  })

  it('gives ten callers at once the same table', async () => {
    const client = unusedDatabase()
    const made = await Promise.all(Array.from({ length: 10 }, () => createTable(client, 'peerbadge')))
    expect(new Set(made.map(({ streamArn }) => streamArn)).size).toBe(1)
  })

  it('leaves the items of a table that exists alone', async () => {
    const { client, rawClient, tableName, streamArn } = await freshTable()
    await client.send(new PutCommand({ TableName: tableName, Item: { pk: 'a', sk: 'b' } }))
    expect(await createTable(rawClient, tableName)).toEqual({ streamArn })
    const { Table } = await rawClient.send(new DescribeTableCommand({ TableName: tableName }))
    expect(Table?.ItemCount).toBe(1)
  })

  it('refuses a table of that name without the stream', async () => {
    const client = unusedDatabase()
    const { StreamSpecification: _, ...streamless } = tableDefinition('peerbadge')
    await client.send(new CreateTableCommand(streamless))
    await expect(createTable(client, 'peerbadge')).rejects.toThrow('without its stream')
  })

  it('refuses a table of that name that lacks an index', async () => {
    const client = unusedDatabase()
    const {
      GlobalSecondaryIndexes: indexes = [],
      AttributeDefinitions: attributes,
      ...rest
    } = tableDefinition('peerbadge')
    await client.send(
      new CreateTableCommand({
        ...rest,
        AttributeDefinitions: attributes?.filter(({ AttributeName }) => AttributeName !== 'learnerClaims'),
        GlobalSecondaryIndexes: indexes.filter(({ IndexName }) => IndexName !== 'claimsByLearner'),
      }),
    )
    await expect(createTable(client, 'peerbadge')).rejects.toThrow('other keys, indexes')
  })

  it('refuses a table whose items expire by another attribute', async () => {
    const client = unusedDatabase()
    await client.send(new CreateTableCommand(tableDefinition('peerbadge')))
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true }
    await client.send(new UpdateTimeToLiveCommand({ TableName: 'peerbadge', TimeToLiveSpecification }))
    await expect(createTable(client, 'peerbadge')).rejects.toThrow(`not by ${TTL_ATTRIBUTE}`)
  })

  it.each([
    ['claimsByCommunity', 'communityClaims'],
    ['claimsByLearner', 'learnerClaims'],
  ])(
    'holds in %s only items that carry its key, in the order of their ids, with what a list shows',
    async (index, key) => {
      const { client, tableName } = await freshTable()
      const shown = {
        status: 'open',
        achievementId: 'x',
        achievementVersion: 1,
        learnerId: 'l',
        openedAt: 't',
        community: 'c',
      }
      const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: tableName, Item }))
      await put({ pk: '2', sk: 'claim', [key]: 'c', claimId: '2', ...shown, narrative: 'not shown' })
      await put({ pk: '1', sk: 'claim', [key]: 'c', claimId: '1', ...shown })
      await put({ pk: '1', sk: 'endorsement', ...shown })
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: index,
          KeyConditionExpression: '#key = :c',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':c': 'c' },
        }),
      )
      expect(Items).toEqual([
        { pk: '1', sk: 'claim', [key]: 'c', claimId: '1', ...shown },
        { pk: '2', sk: 'claim', [key]: 'c', claimId: '2', ...shown },
      ])
    },
  )
})
