import { join } from 'node:path'
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { BUNDLING, PROJECT_ROOT } from './bundling.ts'
import { OperatorAlarm } from './operator-alarm.ts'

/** Either an alarm threshold, or a written reason for having none. */
type ErrorAlarm = { readonly toleratedErrorsIn5Minutes: number } | { readonly optOutReason: string }

/** Who learns of a failed call: the service that waits for the answer, or, when nobody waits, a queue. */
export type Invocation =
  | { readonly waitedForBy: string }
  | {
      readonly failuresTo: IQueue
      /** How long an event may wait for a free instance before it counts as failed; 60 seconds at least. */
      readonly maxEventAgeSeconds: number
      /** Further attempts after a failed one, 0 to 2. */
      readonly retryAttempts: number
    }

export interface CapabilityFunctionProps {
  /** File under `functions/lambdas/` that is the entry point, without its extension. */
  readonly lambda: string
  /** What the function does, in a sentence. */
  readonly description: string
  readonly environment: Readonly<Record<string, string>>
  readonly invocation: Invocation
  readonly errorAlarm: ErrorAlarm
  readonly alarmTopic: ITopic
  /**
   * Memory in MB, which also buys CPU: 1,769 is one whole processor.
   *
   * @default 512
   */
  readonly memoryMegabytes?: number
  /**
   * Longest run, after which the instance is killed.
   *
   * @default 10
   */
  readonly timeoutSeconds?: number
  /**
   * How long the log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays
  /**
   * Instances set aside for, and at most used by, this function.
   *
   * @default none set aside; the account's limit applies
   */
  readonly reservedConcurrency?: number
}

const NO_ASYNC_CALLS = ['Serverless-LambdaDLQ', 'Serverless-LambdaAsyncFailureDestination'] as const

/**
 * One deployed Lambda: Node 24 on arm64, one ES module, traced, JSON logs that expire, its own role.
 *
 * The role may write to the function's own log group and send traces, nothing else; the stack grants the rest.
 */
export class CapabilityFunction extends Construct {
  readonly function: NodejsFunction

  constructor(scope: Construct, id: string, props: CapabilityFunctionProps) {
    super(scope, id)
    const { lambda, description, environment, invocation, memoryMegabytes = 512, timeoutSeconds = 10 } = props
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    Validations.of(role).acknowledge(TRACING_NEEDS_ANY_RESOURCE)
    this.function = new NodejsFunction(this, 'Function', {
      entry: join(PROJECT_ROOT, 'functions/lambdas', `${lambda}.ts`),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: join(PROJECT_ROOT, 'package-lock.json'),
      bundling: BUNDLING,
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMegabytes,
      timeout: Duration.seconds(timeoutSeconds),
      environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
      // The SDK has kept connections alive by itself since its third version.
      awsSdkConnectionReuse: false,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    })
    this.answerFor(invocation)
    this.watch(lambda, props)
  }

  private answerFor(invocation: Invocation): void {
    if ('waitedForBy' in invocation) {
      const reason = `${invocation.waitedForBy} waits for the answer and deals with a failure itself.`
      Validations.of(this.function).acknowledge(...NO_ASYNC_CALLS.map((id) => ({ id, reason })))
      return
    }
    this.function.configureAsyncInvoke({
      onFailure: new SqsDestination(invocation.failuresTo),
      maxEventAge: Duration.seconds(invocation.maxEventAgeSeconds),
      retryAttempts: invocation.retryAttempts,
    })
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: 'An on-failure destination takes failed events, with the error beside them.',
    })
  }

  private watch(lambda: string, { errorAlarm, alarmTopic }: CapabilityFunctionProps): void {
    const fiveMinutes = { period: Duration.minutes(5) }
    new OperatorAlarm(this, 'Throttled', {
      metric: this.function.metricThrottles(fiveMinutes),
      description: `Calls of ${lambda} were turned away for want of concurrency.`,
      tolerated: 0,
      topic: alarmTopic,
    })
    if ('optOutReason' in errorAlarm) {
      this.node.addMetadata('no-error-alarm', errorAlarm.optOutReason)
      return
    }
    new OperatorAlarm(this, 'Failing', {
      metric: this.function.metricErrors(fiveMinutes),
      description: `${lambda} failed more than ${errorAlarm.toleratedErrorsIn5Minutes} times in five minutes.`,
      tolerated: errorAlarm.toleratedErrorsIn5Minutes,
      topic: alarmTopic,
    })
  }
}

const TRACING_NEEDS_ANY_RESOURCE = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason: 'X-Ray knows no resource for xray:PutTraceSegments and xray:PutTelemetryRecords.',
}
