import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { onlyPropertiesOf, synthesise, toSnapshot } from '../synthesise.ts'

const { service } = synthesise()

const functionIds = Object.keys(service.findResources('AWS::Lambda::Function'))
const idOf = (name: string) => functionIds.find((id) => id.startsWith(`${name}Function`))

/** Path → logical id prefix of the function that answers it. */
function routeTable(): Record<string, string> {
  const integrations = service.findResources('AWS::ApiGatewayV2::Integration')
  const routes = Object.values(service.findResources('AWS::ApiGatewayV2::Route'))
  const entries = routes.map(({ Properties: { RouteKey, Target } }) => {
    const integration = integrations[Target['Fn::Join'][1].at(-1).Ref]
    return [RouteKey, integration?.['Properties'].IntegrationUri['Fn::GetAtt'][0].replace(/Function.*/, '')]
  })
  return Object.fromEntries(entries)
}

describe('the service stack', () => {
  it('matches its snapshot', () => {
    expect(toSnapshot(service)).toMatchSnapshot()
  })

  it('holds no record, no key and no address, so that it may be deleted', () => {
    const types = Object.values(service.toJSON()['Resources']).map((resource) => (resource as { Type: string }).Type)
    expect(types.filter((type) => /GlobalTable|DynamoDB|KMS|ApiGatewayV2::Api$|EventBus/.test(type))).toEqual([])
  })

  it('sends every path to the function that answers it, whatever the method', () => {
    expect(routeTable()).toEqual({
      'ANY /v1/{proxy+}': 'Api',
      'ANY /healthz': 'Api',
      'ANY /openapi.json': 'Public',
      'ANY /docs': 'Public',
      'ANY /docs/{proxy+}': 'Public',
      $default: 'Api',
      'ANY /credentials/{proxy+}': 'Public',
      'ANY /refresh/{proxy+}': 'Public',
      'ANY /awards/{proxy+}': 'Public',
      'ANY /communities/{proxy+}': 'Public',
      'ANY /achievements/{proxy+}': 'Public',
      'ANY /endorsements/{proxy+}': 'Public',
      'ANY /status/{proxy+}': 'Public',
      'ANY /objections/{proxy+}': 'Public',
      'ANY /receipts/{proxy+}': 'Public',
      'ANY /.well-known/{proxy+}': 'Public',
      'ANY /did.json': 'Public',
      'ANY /v1/verifications': 'Verification',
      'ANY /verify': 'Verification',
      'ANY /vc-api/{proxy+}': 'Verification',
      'ANY /v1/platform/keys': 'Verification',
      'ANY /v1/platform/keys/{key}/compromise': 'Verification',
      'ANY /v1/communities/{slug}/members/{member}/did-challenges': 'Verification',
      'ANY /v1/communities/{slug}/members/{member}/dids': 'Verification',
      'ANY /v1/communities/{slug}/members/{member}/dids/{did}': 'Verification',
      'ANY /v1/claims/{claim}/endorsement-credentials': 'Verification',
      'ANY /v1/claims/{claim}/endorsement-credentials/{endorsement}': 'Verification',
    })
  })

  it('throttles the stage, and verification below it', () => {
    expect(onlyPropertiesOf(service, 'AWS::ApiGatewayV2::Stage')).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      RouteSettings: {
        'ANY /v1/verifications': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
        'ANY /verify': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
        'ANY /vc-api/{proxy+}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
        'ANY /v1/claims/{claim}/endorsement-credentials': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      },
    })
  })

  it('feeds the stream to two functions, no more', () => {
    const mappings = Object.values(service.findResources('AWS::Lambda::EventSourceMapping'))
    const fromStream = mappings.filter(({ Properties }) => Properties.StartingPosition)
    expect(fromStream.map(({ Properties }) => Properties.FunctionName.Ref)).toEqual([idOf('Issuance'), idOf('FanOut')])
  })

  it('wakes issuance at once, and for endorsements, nudges and requests to refresh only', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: idOf('Issuance') },
      MaximumBatchingWindowInSeconds: 0,
      FilterCriteria: {
        Filters: [
          {
            Pattern:
              '{"eventName":["INSERT","MODIFY"],"dynamodb":{"NewImage":{"entity":{"S":["endorsement","nudge","refresh-requests","objection","endorsement-ring"]}}}}',
          },
        ],
      },
    })
    expect(idOf('Issuance')).toBeDefined()
  })

  it('publishes revocations well inside a minute', () => {
    service.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'detail-type': [
          'credential.revoked',
          'credential.suspended',
          'credential.reinstated',
          'status-list.overdue',
          'key.compromised',
        ],
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StatusListWorkQueue'), 'Arn'] } })],
    })
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: idOf('StatusLists') },
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StatusListWorkQueue'), 'Arn'] },
      MaximumBatchingWindowInSeconds: 5,
    })
    expect(idOf('StatusLists')).toBeDefined()
  })

  it('takes the hash of the administrator token as a parameter that is not shown, and has no default for it', () => {
    const parameter = service.findParameters('AdminTokenSha256')['AdminTokenSha256']
    expect(parameter).toMatchObject({ Type: 'String', NoEcho: true, AllowedPattern: '^[0-9a-f]{64}$' })
    expect(parameter).not.toHaveProperty('Default')
  })

  it('tells every alarm to one topic, when it begins and when it ends', () => {
    const alarms = Object.values(service.findResources('AWS::CloudWatch::Alarm'))
    const [topic, ...others] = Object.keys(service.findResources('AWS::SNS::Topic'))
    expect(others).toEqual([])
    for (const { Properties } of alarms)
      expect([Properties.AlarmActions, Properties.OKActions]).toEqual([[{ Ref: topic }], [{ Ref: topic }]])
  })

  it('lets alarms of this account publish to the topic, over TLS only', () => {
    expect(onlyPropertiesOf(service, 'AWS::SNS::TopicPolicy')['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    })
  })

  it('watches every dead-letter queue', () => {
    const alarms = JSON.stringify(
      service.findResources('AWS::CloudWatch::Alarm', {
        Properties: { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 },
      }),
    )
    const queues = Object.keys(service.findResources('AWS::SQS::Queue'))
    expect(queues).toHaveLength(6)
    expect(queues.filter((id) => !alarms.includes(`"${id}"`))).toEqual([
      expect.stringMatching(/^StatusListWorkQueue/), // the one queue that is work, watched by the age of its messages
    ])
  })

  it.each(['Errors', 'Throttles'])('watches %s of every function', (MetricName) => {
    const alarms = Object.values(service.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName } }))
    expect(alarms.map(({ Properties }) => Properties.Dimensions[0].Value.Ref).sort()).toEqual([...functionIds].sort())
  })

  it.each(['IteratorAge', '5xx', 'ApproximateAgeOfOldestMessage', 'ReadThrottleEvents', 'WriteThrottleEvents'])(
    'watches %s',
    (MetricName) => {
      const alarms = service.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName } })
      expect(Object.keys(alarms)).toHaveLength(MetricName === 'IteratorAge' ? 2 : 1)
    },
  )

  it('sets no concurrency aside, because a new account has none to spare', () => {
    const functions = Object.values(service.findResources('AWS::Lambda::Function'))
    for (const { Properties } of functions) expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions')
  })

  it('sets concurrency aside for verification and the clock when asked to', () => {
    const reserved = synthesise({ reserveConcurrency: true }).service
    const found = Object.entries(reserved.findResources('AWS::Lambda::Function'))
      .map(([id, { Properties }]) => [id.replace(/Function.*/, ''), Properties.ReservedConcurrentExecutions])
      .filter(([, concurrency]) => concurrency !== undefined)
    expect(found).toEqual([
      ['Verification', 20],
      ['Clock', 1],
    ])
  })

  it('mails alarms to the address it is given', () => {
    const mailing = synthesise({ alarmEmail: 'ops@example.org' }).service
    expect(onlyPropertiesOf(mailing, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.org',
    })
    expect(Object.keys(service.findResources('AWS::SNS::Subscription'))).toEqual([])
  })

  it('names its stacks after the instance, so that two can share an account', () => {
    const weavers = synthesise({ instance: 'weavers' })
    const text = JSON.stringify(weavers.service.toJSON())
    expect(text).toContain('weavers-foundation:')
    expect(text).not.toContain('peerbadge-foundation')
  })
})
