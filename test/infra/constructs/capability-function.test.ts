import { Template } from 'aws-cdk-lib/assertions'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { describe, expect, it } from 'vitest'
import { CapabilityFunction, type CapabilityFunctionProps } from '../../../infra/constructs/capability-function.ts'
import { aStack, onlyPropertiesOf } from '../synthesise.ts'

function withFunction(props: Partial<CapabilityFunctionProps> = {}) {
  const { stack, alarmTopic } = aStack()
  const capability = new CapabilityFunction(stack, 'Clock', {
    lambda: 'clock',
    description: 'A function to try',
    environment: { PEERBADGE_TABLE: 'records' },
    invocation: { waitedForBy: 'The test' },
    errorAlarm: { toleratedErrorsIn5Minutes: 3 },
    alarmTopic,
    ...props,
  })
  return { capability, template: Template.fromStack(stack) }
}

describe('CapabilityFunction', () => {
  it('runs on Node 24 and arm64, traced, with JSON logs and source maps', () => {
    const { template } = withFunction()
    expect(onlyPropertiesOf(template, 'AWS::Lambda::Function')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
      Environment: { Variables: { PEERBADGE_TABLE: 'records', NODE_OPTIONS: '--enable-source-maps' } },
    })
  })

  it('has a memory size and a time limit without being told', () => {
    const { template } = withFunction()
    expect(onlyPropertiesOf(template, 'AWS::Lambda::Function')).toMatchObject({ MemorySize: 512, Timeout: 10 })
  })

  it('lets its log expire', () => {
    const { template } = withFunction()
    expect(onlyPropertiesOf(template, 'AWS::Logs::LogGroup')).toEqual({ RetentionInDays: 30 })
  })

  it('grants nothing by itself but its own log and traces', () => {
    const { template } = withFunction()
    const statements = onlyPropertiesOf(template, 'AWS::IAM::Policy')['PolicyDocument']
    expect(statements).toMatchObject({
      Statement: [
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
        { Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] },
      ],
    })
    expect(statements).toHaveProperty('Statement.length', 2)
  })

  it('raises an alarm above the tolerated errors', () => {
    const { template } = withFunction()
    const alarms = template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'Errors' } })
    expect(Object.values(alarms)[0]?.['Properties']).toMatchObject({
      Threshold: 3,
      Period: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    })
  })

  it('goes without an error alarm only for a written reason', () => {
    const { capability, template } = withFunction({ errorAlarm: { optOutReason: 'Its caller raises one.' } })
    expect(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'Errors' } })).toEqual({})
    expect(capability.node.metadata).toContainEqual(
      expect.objectContaining({ type: 'no-error-alarm', data: 'Its caller raises one.' }),
    )
  })

  it('sends what fails while nobody waits to a queue', () => {
    const { stack, alarmTopic } = aStack()
    new CapabilityFunction(stack, 'Clock', {
      lambda: 'clock',
      description: 'A function to try',
      environment: {},
      invocation: { failuresTo: new Queue(stack, 'Failures'), maxEventAgeSeconds: 60, retryAttempts: 0 },
      errorAlarm: { toleratedErrorsIn5Minutes: 0 },
      alarmTopic,
    })
    expect(onlyPropertiesOf(Template.fromStack(stack), 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^Failures/), 'Arn'] } } },
    })
  })

  it('refuses an entry file that is not there', () => {
    expect(() => withFunction({ lambda: 'no-such-lambda' })).toThrow('Cannot find entry file')
  })
})
