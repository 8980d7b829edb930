import { describe, expect, it } from 'vitest'
import { TTL_ATTRIBUTE, tableDefinition } from '../../../functions/adapters/dynamodb/table.ts'
import { createDeployment } from '../../../infra/deployment.ts'
import { anApp, onlyPropertiesOf, synthesise, toSnapshot } from '../synthesise.ts'

const { foundation } = synthesise()
const table = onlyPropertiesOf(foundation, 'AWS::DynamoDB::GlobalTable')

describe('the foundation stack', () => {
  it('matches its snapshot', () => {
    expect(toSnapshot(foundation)).toMatchSnapshot()
  })

  it('is protected from deletion as a whole', () => {
    expect(createDeployment(anApp()).foundation.terminationProtection).toBe(true)
  })

  it.each(['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::ApiGatewayV2::Api'])(
    'keeps %s when the stack is deleted or the resource replaced',
    (type) => {
      const found = Object.values(foundation.findResources(type))
      expect(found.map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy])).toEqual([
        ['Retain', 'Retain'],
      ])
    },
  )

  it('exports the table even when nothing uses it, so that the service can move to a restored one and back', () => {
    const restored = synthesise({
      restoredTableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored',
      restoredTableStreamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-22T10:00:00.000',
    })
    expect(restored.foundation.toJSON()).toEqual(foundation.toJSON())
    expect(JSON.stringify(restored.service.toJSON())).not.toContain('RecordsTable')
  })

  it('shows the address that AWS gave unless the community has its own', () => {
    const own = synthesise({ publicUrl: 'https://badges.example.org' })
    expect(foundation.findOutputs('PublicUrl')['PublicUrl']).toMatchObject({
      Value: { 'Fn::GetAtt': [expect.stringMatching(/^AddressApi/), 'ApiEndpoint'] },
    })
    expect(own.foundation.findOutputs('PublicUrl')['PublicUrl']).toMatchObject({ Value: 'https://badges.example.org' })
  })
})

describe('the table', () => {
  it('has text keys and bills by request, up to a maximum', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 4000 },
      Replicas: [expect.objectContaining({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 12000 } })],
    })
    const attributes = table['AttributeDefinitions']
    expect(attributes).toHaveLength(5)
    expect(attributes).toEqual(
      ['pk', 'sk', 'communityClaims', 'claimId', 'learnerClaims'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
    )
  })

  it('has the keys and indexes that the adapter is written and tested against', () => {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = tableDefinition('records')
    expect(table).toMatchObject({ KeySchema, GlobalSecondaryIndexes })
    expect(table['AttributeDefinitions']).toEqual(expect.arrayContaining(AttributeDefinitions ?? []))
    expect(table['TimeToLiveSpecification']).toMatchObject({ AttributeName: TTL_ATTRIBUTE })
  })

  it('streams old and new images and lets expired items go', () => {
    expect(table).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAtEpochSeconds', Enabled: true },
    })
  })

  it('can be restored to any second of 35 days and cannot be deleted', () => {
    expect(table['Replicas']).toEqual([
      expect.objectContaining({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      }),
    ])
  })

  it('is encrypted with a key whose use is logged', () => {
    expect(table['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' })
  })

  it.each([
    ['claimsByCommunity', 'communityClaims'],
    ['claimsByLearner', 'learnerClaims'],
  ])('has the index %s, which carries what a list of claims shows', (IndexName, hash) => {
    expect(table['GlobalSecondaryIndexes']).toContainEqual({
      IndexName,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: 'claimId', KeyType: 'RANGE' },
      ],
      Projection: {
        ProjectionType: 'INCLUDE',
        NonKeyAttributes: ['status', 'achievementId', 'achievementVersion', 'learnerId', 'openedAt', 'community'],
      },
    })
  })
})

describe('the sealing key', () => {
  const key = onlyPropertiesOf(foundation, 'AWS::KMS::Key')

  it('is symmetric, rotates every year and waits 30 days before it can be gone', () => {
    expect(key).toMatchObject({
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      EnableKeyRotation: true,
      RotationPeriodInDays: 365,
      PendingWindowInDays: 30,
    })
  })

  it('is open to nobody but through roles of its own account', () => {
    expect(key['KeyPolicy']).toMatchObject({
      Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Join': ['', expect.arrayContaining([':root'])] } } }],
    })
    expect(key['KeyPolicy']).toHaveProperty('Statement.length', 1)
  })
})

describe('the address', () => {
  it('leaves CORS to the functions, because only public objects are open to other origins', () => {
    expect(onlyPropertiesOf(foundation, 'AWS::ApiGatewayV2::Api')).not.toHaveProperty('CorsConfiguration')
  })
})
