import { Duration } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { AttributeType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { describe, expect, it } from 'vitest'
import { EventDelivery } from '../../../infra/constructs/event-delivery.ts'
import { MinuteSchedule } from '../../../infra/constructs/minute-schedule.ts'
import { OperatorAlarm } from '../../../infra/constructs/operator-alarm.ts'
import { StreamConsumer } from '../../../infra/constructs/stream-consumer.ts'
import { WorkQueue } from '../../../infra/constructs/work-queue.ts'
import { aStack, onlyPropertiesOf } from '../synthesise.ts'

function aStackWithFunction() {
  const { stack, alarmTopic } = aStack()
  const fn = new LambdaFunction(stack, 'Consumer', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  })
  return { stack, alarmTopic, fn }
}

describe('StreamConsumer', () => {
  const { stack, alarmTopic, fn } = aStackWithFunction()
  const table = new TableV2(stack, 'Table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  })
  const props = {
    consumer: 'consumer',
    function: fn,
    alarmTopic,
    changes: ['INSERT'],
    entities: ['event'],
    batchSize: 10,
  } as const
  new StreamConsumer(stack, 'Stream', { ...props, table })
  const mapping = onlyPropertiesOf(Template.fromStack(stack), 'AWS::Lambda::EventSourceMapping')

  it('never lets one record hold up its shard for good', () => {
    expect(mapping).toMatchObject({
      MaximumRetryAttempts: 30,
      MaximumRecordAgeInSeconds: 6 * 3600,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('Failures'), 'Arn'] } } },
    })
  })

  it('begins with the oldest record, so that none is missed', () => {
    expect(mapping['StartingPosition']).toBe('TRIM_HORIZON')
  })

  it('passes over changes and kinds of item that are not asked for', () => {
    expect(mapping['FilterCriteria']).toEqual({
      Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"entity":{"S":["event"]}}}}' }],
    })
  })

  it('raises an alarm when it falls a minute behind', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'IteratorAge',
      Threshold: 60_000,
      Statistic: 'Maximum',
    })
    expect(mapping).toHaveProperty('BatchSize', 10)
  })

  it('refuses a table without a stream', () => {
    const silent = aStackWithFunction()
    const still = { tableArn: 'arn', tableName: 'name', metric: table.metric }
    expect(() => new StreamConsumer(silent.stack, 'Stream', { ...props, table: still })).toThrow(
      new TypeError('a stream consumer needs a table with a stream'),
    )
  })
})

describe('WorkQueue', () => {
  const { stack, alarmTopic } = aStack()
  new WorkQueue(stack, 'Work', { carries: 'things to do', visibilitySeconds: 65, toleratedAgeSeconds: 60, alarmTopic })
  const template = Template.fromStack(stack)
  const queues = Object.values(template.findResources('AWS::SQS::Queue')).map(({ Properties }) => Properties)

  it('keeps what fails for 14 days', () => {
    expect(queues).toHaveLength(2)
    expect(queues[0]).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 })
    expect(queues[1]).toMatchObject({ VisibilityTimeout: 65, RedrivePolicy: { maxReceiveCount: 10 } })
  })

  it('encrypts both queues and refuses calls without TLS', () => {
    for (const queue of queues) expect(queue).toMatchObject({ SqsManagedSseEnabled: true })
    template.resourcePropertiesCountIs(
      'AWS::SQS::QueuePolicy',
      {
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        }),
      },
      2,
    )
  })

  it('raises an alarm for the first dead letter and for late work', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    expect(alarms.map(({ Properties }) => [Properties.MetricName, Properties.Threshold])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 0],
      ['ApproximateAgeOfOldestMessage', 60],
    ])
  })
})

describe('EventDelivery', () => {
  it('tries for a day and then keeps what could not be delivered', () => {
    const { stack, alarmTopic } = aStack()
    const bus = new EventBus(stack, 'Bus')
    const queue = new Queue(stack, 'Queue')
    new EventDelivery(stack, 'Delivery', { bus, detailTypes: ['credential.revoked'], queue, alarmTopic })
    expect(onlyPropertiesOf(Template.fromStack(stack), 'AWS::Events::Rule')).toMatchObject({
      EventPattern: { 'detail-type': ['credential.revoked'] },
      Targets: [
        {
          RetryPolicy: { MaximumEventAgeInSeconds: 24 * 3600 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining('Undelivered'), 'Arn'] } },
        },
      ],
    })
  })
})

describe('MinuteSchedule', () => {
  const { stack, alarmTopic, fn } = aStackWithFunction()
  new MinuteSchedule(stack, 'Minute', { function: fn, failuresTo: new Queue(stack, 'Failures'), alarmTopic })
  const template = Template.fromStack(stack)

  it('calls every minute and drops a call that is a minute late', () => {
    expect(onlyPropertiesOf(template, 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60 } },
    })
  })

  it('lends its role to the scheduler of this account only', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      }),
    })
    expect(Object.keys(template.findResources('AWS::IAM::Role'))).toHaveLength(2)
  })

  it('takes silence for a failure', () => {
    expect(onlyPropertiesOf(template, 'AWS::CloudWatch::Alarm')).toMatchObject({
      MetricName: 'Invocations',
      Threshold: 0,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      TreatMissingData: 'breaching',
    })
  })
})

describe('OperatorAlarm', () => {
  it('takes missing values for health unless silence is the failure', () => {
    const { stack, alarmTopic } = aStack()
    const metric = new Metric({ namespace: 'Test', metricName: 'Faults', period: Duration.minutes(1) })
    new OperatorAlarm(stack, 'Faults', { metric, description: 'Faults.', tolerated: 2, topic: alarmTopic })
    expect(onlyPropertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::Alarm')).toMatchObject({
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    })
  })
})
