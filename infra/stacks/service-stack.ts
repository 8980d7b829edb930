import { CfnOutput, CfnParameter, Duration, Stack, Tags } from 'aws-cdk-lib'
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { AlarmTopic } from '../constructs/alarm-topic.ts'
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts'
import { EventDelivery } from '../constructs/event-delivery.ts'
import { MinuteSchedule } from '../constructs/minute-schedule.ts'
import { OperatorAlarm } from '../constructs/operator-alarm.ts'
import { PublicRoutes } from '../constructs/public-routes.ts'
import { PublicStage } from '../constructs/public-stage.ts'
import { QueueConsumer } from '../constructs/queue-consumer.ts'
import type { Records } from '../constructs/record-table.ts'
import { ServiceDashboard } from '../constructs/service-dashboard.ts'
import { StreamConsumer } from '../constructs/stream-consumer.ts'
import { WorkQueue } from '../constructs/work-queue.ts'
import type { Settings } from '../settings.ts'
import { createFunctions, type Functions, STATUS_LISTS_TIMEOUT_SECONDS } from './functions.ts'

const API_PATHS = ['/v1/{proxy+}', '/healthz', '$default']
/** At the root: the reference, and the DID of a service whose base URL has a path. */
const ROOT_PATHS = ['/openapi.json', '/docs', '/docs/{proxy+}', '/did.json']
const PUBLIC_PATHS = [
  'credentials',
  'refresh',
  'awards',
  'communities',
  'achievements',
  'endorsements',
  'status',
  'objections',
  'receipts',
  '.well-known',
]
/** Of the API proper, what verifies signatures over JSON-LD. */
const SIGNED_BY_MEMBERS_PATHS = [
  '/v1/communities/{slug}/members/{member}/did-challenges',
  '/v1/communities/{slug}/members/{member}/dids',
  '/v1/communities/{slug}/members/{member}/dids/{did}',
  '/v1/claims/{claim}/endorsement-credentials',
  '/v1/claims/{claim}/endorsement-credentials/{endorsement}',
]
/** The keys that `verification` signs receipts with. */
const PLATFORM_KEY_PATHS = ['/v1/platform/keys', '/v1/platform/keys/{key}/compromise']
const VERIFICATION_PATHS = [
  '/v1/verifications',
  '/verify',
  '/vc-api/{proxy+}',
  ...PLATFORM_KEY_PATHS,
  ...SIGNED_BY_MEMBERS_PATHS,
]

export interface ServiceStackProps extends Settings {
  readonly foundation: {
    readonly table: Records
    readonly sealingKey: IKey
    readonly bus: EventBus
    readonly api: IHttpApi
    /** Base URL of ids, links and DIDs, without a trailing slash. */
    readonly publicUrl: string
  }
}

/** Everything that runs. It holds no records and may be deleted and deployed again at any time. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, { description: 'Peerbadge: functions, routes, events, alarms' })
    const { foundation, restoredTable } = props
    const table: Records = restoredTable
      ? TableV2.fromTableAttributes(this, 'RestoredRecords', {
          tableArn: restoredTable.tableArn,
          tableStreamArn: restoredTable.streamArn,
        })
      : foundation.table
    const alarmTopic = new AlarmTopic(this, 'Alarms', props.alarmEmail === undefined ? {} : { email: props.alarmEmail })
      .topic
    const clockFailures = new DeadLetterQueue(this, 'ClockFailures', {
      holds: 'Failed looks at what is due',
      alarmTopic,
    }).queue
    const functions = createFunctions(this, {
      table,
      sealingKey: foundation.sealingKey,
      bus: foundation.bus,
      publicUrl: foundation.publicUrl,
      adminTokenSha256: adminTokenParameter(this).valueAsString,
      issuerKeys: props.issuerKeys,
      verificationsPerMinute: props.verificationsPerMinute,
      ...(props.issuerRegistries !== undefined && { issuerRegistries: props.issuerRegistries }),
      ...(props.knownIssuers !== undefined && { knownIssuers: props.knownIssuers }),
      instance: props.instance,
      clockFailures,
      alarmTopic,
      reserveConcurrency: props.reserveConcurrency,
    })
    const { stage } = openToTheWorld(this, foundation.api, functions, alarmTopic)
    feedFromStream(this, table, functions, alarmTopic)
    feedFromBus(this, foundation.bus, functions, alarmTopic)
    new MinuteSchedule(this, 'EveryMinute', { function: functions.clock, failuresTo: clockFailures, alarmTopic })
    const throttles = alarmOnThrottledTable(this, table, alarmTopic)
    new ServiceDashboard(this, 'Overview', {
      functions,
      graphs: [
        { title: 'Requests', metrics: [stage.metricCount(), stage.metricClientError(), stage.metricServerError()] },
        {
          title: 'Latency',
          metrics: [stage.metricLatency({ statistic: 'p50' }), stage.metricLatency({ statistic: 'p99' })],
        },
        { title: 'Throttled table requests', metrics: throttles },
      ],
    })
    new CfnOutput(this, 'AlarmTopicArn', { value: alarmTopic.topicArn, description: 'Subscribe to it to hear alarms' })
    Tags.of(this).add('peerbadge:instance', props.instance, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] })
  }
}

function adminTokenParameter(scope: Construct): CfnParameter {
  return new CfnParameter(scope, 'AdminTokenSha256', {
    description: "SHA-256 of the platform administrator's token, in hexadecimal. The token itself is never stored.",
    type: 'String',
    allowedPattern: '^[0-9a-f]{64}$',
    constraintDescription: 'must be 64 hexadecimal digits, small letters',
    noEcho: true,
  })
}

function openToTheWorld(scope: Construct, api: IHttpApi, functions: Functions, alarmTopic: ITopic): PublicStage {
  const stage = new PublicStage(scope, 'Stage', { api, alarmTopic, throttle: { rateLimit: 500, burstLimit: 1000 } })
  new PublicRoutes(scope, 'ApiRoutes', { api, function: functions.api, paths: API_PATHS })
  const publicPaths = PUBLIC_PATHS.map((folder) => `/${folder}/{proxy+}`)
  new PublicRoutes(scope, 'PublicRoutes', {
    api,
    function: functions.public,
    paths: [...publicPaths, ...ROOT_PATHS],
  })
  const verificationRoutes = new PublicRoutes(scope, 'VerificationRoutes', {
    api,
    function: functions.verification,
    paths: VERIFICATION_PATHS,
  })
  // Anyone may ask for a verification, and each costs a processor and fetches from other hosts.
  stage.throttle(verificationRoutes, { rateLimit: 20, burstLimit: 40 })
  return stage
}

function feedFromStream(scope: Construct, table: Records, functions: Functions, alarmTopic: ITopic): void {
  new StreamConsumer(scope, 'IssuanceStream', {
    consumer: 'issuance',
    function: functions.issuance,
    table,
    alarmTopic,
    changes: ['INSERT', 'MODIFY'],
    entities: ['endorsement', 'nudge', 'refresh-requests', 'objection', 'endorsement-ring'],
    batchSize: 25,
    parallelBatchesPerShard: 4,
  })
  new StreamConsumer(scope, 'FanOutStream', {
    consumer: 'fan-out',
    function: functions.fanOut,
    table,
    alarmTopic,
    changes: ['INSERT'],
    entities: ['event'],
    batchSize: 100,
    batchingWindowSeconds: 1,
  })
}

function feedFromBus(scope: Construct, bus: EventBus, functions: Functions, alarmTopic: ITopic): void {
  const batchingWindowSeconds = 5
  const { queue } = new WorkQueue(scope, 'StatusListWork', {
    carries: 'status changes to publish',
    visibilitySeconds: 6 * STATUS_LISTS_TIMEOUT_SECONDS + batchingWindowSeconds,
    toleratedAgeSeconds: 60,
    alarmTopic,
  })
  new EventDelivery(scope, 'Revocations', {
    bus,
    detailTypes: [
      'credential.revoked',
      'credential.suspended',
      'credential.reinstated',
      'status-list.overdue',
      'key.compromised',
    ],
    queue,
    alarmTopic,
  })
  queue.grantConsumeMessages(functions.statusLists)
  new QueueConsumer(scope, 'StatusListConsumer', {
    function: functions.statusLists,
    queue,
    batchSize: 100,
    batchingWindowSeconds,
    maxConcurrency: 2,
  })
}

function alarmOnThrottledTable(scope: Construct, table: Records, topic: ITopic) {
  return (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((name) => {
    const metric = table.metric(name, { statistic: 'Sum', period: Duration.minutes(1) })
    const description = 'The table turned requests away: its maximum, or a hot key. Callers were told to try again.'
    new OperatorAlarm(scope, name, { metric, description, tolerated: 0, periods: 5, topic })
    return metric
  })
}
