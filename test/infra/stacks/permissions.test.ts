import { describe, expect, it } from 'vitest'
import { PLATFORM_KEY_OWNER } from '../../../functions/receipts/platform-keys.ts'
import { synthesise } from '../synthesise.ts'

interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: unknown
}

const FUNCTIONS = ['Api', 'Public', 'Verification', 'Issuance', 'FanOut', 'StatusLists', 'Clock'] as const
type FunctionName = (typeof FUNCTIONS)[number]

const READ = ['dynamodb:GetItem', 'dynamodb:Query']
const MOST = [...READ, 'dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']
const STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams']
const FAILURES = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']
const CONSUME = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
]
const EVERY_FUNCTION = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]

/** Actions that know no resource: the service authorization reference lists none for them. */
const WITHOUT_RESOURCE = ['dynamodb:ListStreams', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']

const { service } = synthesise()
const policies = Object.values(service.findResources('AWS::IAM::Policy'))

const statementsOf = (name: FunctionName): readonly Statement[] =>
  policies.filter(({ Properties }) => String(Properties.PolicyName).startsWith(`${name}Role`)).flatMap(statementsIn)
const statementsIn = ({ Properties }: (typeof policies)[number]): readonly Statement[] =>
  Properties.PolicyDocument.Statement
const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat()
const allActionsOf = (name: FunctionName) => statementsOf(name).flatMap(actionsOf).sort()
const resourcesOf = ({ Resource }: Statement): readonly unknown[] => (Array.isArray(Resource) ? Resource : [Resource])
const allowing = (action: string) =>
  FUNCTIONS.filter((name) => statementsOf(name).some((statement) => actionsOf(statement).includes(action)))

describe('the roles of the functions', () => {
  it.each<[FunctionName, readonly string[]]>([
    ['Api', [...MOST, 'dynamodb:ConditionCheckItem', 'dynamodb:Query', 'kms:Encrypt']],
    ['Public', READ],
    ['Verification', [...MOST, 'dynamodb:ConditionCheckItem', 'kms:Decrypt', 'kms:Encrypt']],
    ['Issuance', [...MOST, ...STREAM, ...FAILURES, 'kms:Decrypt', 'kms:Encrypt']],
    [
      'FanOut',
      [
        ...STREAM,
        ...FAILURES,
        ...[...READ, 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        'events:PutEvents',
      ],
    ],
    ['StatusLists', [...READ, 'dynamodb:PutItem', ...CONSUME, 'kms:Decrypt']],
    ['Clock', [...MOST, 'dynamodb:ConditionCheckItem', 'dynamodb:Query', ...FAILURES, 'events:PutEvents']],
  ])('%s may do just what it does', (name, actions) => {
    expect(allActionsOf(name)).toEqual([...EVERY_FUNCTION, ...actions].sort())
  })

  it('let nobody but what signs open a signing key', () => {
    expect(allowing('kms:Decrypt')).toEqual(['Verification', 'Issuance', 'StatusLists'])
  })

  it('let nobody but the API and issuance seal one, and verification for the service itself alone', () => {
    expect(allowing('kms:Encrypt')).toEqual(['Api', 'Verification', 'Issuance'])
    const sealing = statementsOf('Verification').filter((s) => actionsOf(s).includes('kms:Encrypt'))
    expect(sealing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'kms:EncryptionContext:peerbadge:owner': PLATFORM_KEY_OWNER } },
    ])
  })

  it('let nobody scan or delete the table', () => {
    expect([...allowing('dynamodb:Scan'), ...allowing('dynamodb:DeleteTable')]).toEqual([])
  })

  it('use the sealing key only for a named owner', () => {
    const onKeys = FUNCTIONS.flatMap(statementsOf).filter((s) => actionsOf(s).some((a) => a.startsWith('kms:')))
    expect(onKeys).toHaveLength(5)
    for (const { Condition, Resource } of onKeys) {
      expect(JSON.stringify(Condition)).toMatch(
        /^\{"(Null":\{"kms:EncryptionContext:peerbadge:owner":"false"|StringEquals":\{"kms:EncryptionContext:peerbadge:owner":"platform")\}\}$/,
      )
      expect(JSON.stringify(Resource)).toMatch(/^\{"Fn::ImportValue":"peerbadge-foundation:[A-Za-z]*SealingKey/)
    }
  })

  it('hold no action with a wildcard', () => {
    const actions = policies.flatMap(statementsIn).flatMap(actionsOf)
    expect(actions.filter((action) => action.includes('*'))).toEqual([])
  })

  it('hold no resource with a wildcard but for actions that know no resource', () => {
    const wild = policies
      .flatMap(statementsIn)
      .filter((s) => resourcesOf(s).some((r) => JSON.stringify(r).includes('*')))
    expect([...new Set(wild.flatMap(actionsOf))].sort()).toEqual(WITHOUT_RESOURCE)
  })

  it('name the two indexes of the table one by one', () => {
    const onIndexes = FUNCTIONS.flatMap(statementsOf).filter((s) => JSON.stringify(s.Resource).includes('/index/'))
    const named = onIndexes.map(({ Resource }) => JSON.stringify(Resource).match(/(?<=\/index\/)\w+/g))
    expect(named).toEqual([['claimsByCommunity', 'claimsByLearner'], ['claimsByLearner']])
  })

  it('borrow nothing from policies that AWS manages', () => {
    const roles = Object.values(service.findResources('AWS::IAM::Role'))
    expect(roles).toHaveLength(FUNCTIONS.length + 1)
    for (const { Properties } of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns')
  })

  it('follow the table when the service runs on a restored one', () => {
    const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored'
    const stream = `${table}/stream/2026-11-22T10:00:00.000`
    const restored = synthesise({ restoredTableArn: table, restoredTableStreamArn: stream }).service
    const text = JSON.stringify(restored.findResources('AWS::IAM::Policy'))
    expect(text).toContain(`"${table}"`)
    expect(text).toContain(`"${table}/index/claimsByLearner"`)
    expect(text).toContain(`"${stream}"`)
  })
})

describe('the roles of the functions when issuer keys are made in KMS', () => {
  const inKms = synthesise({ issuerKeys: 'kms', instance: 'weavers' }).service
  const kmsPolicies = Object.values(inKms.findResources('AWS::IAM::Policy'))
  const statementsWith = (action: string) =>
    kmsPolicies
      .flatMap((policy) =>
        statementsIn(policy).map((statement) => ({ role: String(policy['Properties'].PolicyName), statement })),
      )
      .filter(({ statement }) => actionsOf(statement).includes(action))
  const roles = (action: string) => statementsWith(action).map(({ role }) => role.replace(/Role.*/, ''))

  it('KEY-10: let issuance and status-lists alone sign, and only with keys tagged for this deployment', () => {
    expect(roles('kms:Sign').sort()).toEqual(['Issuance', 'StatusLists'])
    for (const { statement } of statementsWith('kms:Sign'))
      expect(statement.Condition).toEqual({ StringEquals: { 'aws:ResourceTag/peerbadge:issuer-keys': 'weavers' } })
  })

  it('let the API alone make keys, tagged for this deployment and an owner, and for signing only', () => {
    expect(roles('kms:CreateKey')).toEqual(['Api'])
    expect(statementsWith('kms:CreateKey')[0]?.statement.Condition).toEqual({
      StringEquals: { 'aws:RequestTag/peerbadge:issuer-keys': 'weavers', 'kms:KeyUsage': 'SIGN_VERIFY' },
      Null: { 'aws:RequestTag/peerbadge:owner': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['peerbadge:issuer-keys', 'peerbadge:owner'] },
    })
  })

  it('let nobody give a key another owner, disable it or delete it', () => {
    expect(roles('kms:TagResource')).toEqual(['Api'])
    expect(statementsWith('kms:TagResource')[0]?.statement.Condition).toMatchObject({
      Null: { 'aws:ResourceTag/peerbadge:owner': 'true' },
    })
    for (const action of ['kms:UntagResource', 'kms:DisableKey', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'])
      expect(roles(action)).toEqual([])
  })

  it('keep what sealing allowed, so that keys made before sign on', () => {
    expect(roles('kms:Decrypt').sort()).toEqual(['Issuance', 'StatusLists', 'Verification'])
    expect(roles('kms:Encrypt').sort()).toEqual(['Api', 'Issuance', 'Verification'])
  })
})

describe('the role of the schedule', () => {
  const [policy] = policies.filter(({ Properties }) => String(Properties.PolicyName).startsWith('EveryMinute'))

  it('may call the clock and report a failure, nothing else', () => {
    const statements = policy ? statementsIn(policy) : []
    expect(statements.map(({ Action }) => Action)).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage'])
    expect(statements[0]?.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ClockFunction/), 'Arn'] })
  })
})
