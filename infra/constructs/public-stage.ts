import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { CfnStage, HttpStage, type IHttpApi, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { OperatorAlarm } from './operator-alarm.ts'
import type { PublicRoutes } from './public-routes.ts'

/** Requests a second, and how many may arrive at once. */
export interface Throttle {
  readonly rateLimit: number
  readonly burstLimit: number
}

export interface PublicStageProps {
  readonly api: IHttpApi
  readonly throttle: Throttle
  readonly alarmTopic: ITopic
  /**
   * How long the access log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays
}

// The route's pattern stands for the path, which may be a capability; addresses of callers are left out.
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTimeEpochMs: '$context.requestTimeEpoch',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationLatencyMs: '$context.integrationLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
)

/** The HTTP API's one stage, at the root of its host: throttled, logged, with alarms on answers of 500 and above. */
export class PublicStage extends Construct {
  readonly stage: HttpStage
  private readonly routeSettings: Record<string, object> = {}

  constructor(scope: Construct, id: string, props: PublicStageProps) {
    super(scope, id)
    const { api, throttle, alarmTopic, logRetention = RetentionDays.ONE_MONTH } = props
    const log = new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY })
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: ACCESS_LOG_FORMAT },
    })
    new OperatorAlarm(this, 'ServerErrors', {
      metric: this.stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      description: 'The HTTP API answered with 500 or above more than 5 times in five minutes.',
      tolerated: 5,
      topic: alarmTopic,
    })
  }

  /** Gives routes a lower limit than the stage's, each of them its own. */
  throttle(routes: PublicRoutes, { rateLimit, burstLimit }: Throttle): void {
    const { defaultChild } = this.stage.node
    if (!CfnStage.isCfnStage(defaultChild)) throw new TypeError('a stage without a CloudFormation resource')
    // The property is free JSON to CDK, which therefore leaves the names as they are: CloudFormation wants capitals.
    const limit = { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }
    for (const routeKey of routes.routeKeys) this.routeSettings[routeKey] = limit
    defaultChild.routeSettings = this.routeSettings
    this.stage.node.addDependency(routes)
  }
}
