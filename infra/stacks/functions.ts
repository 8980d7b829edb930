import { Validations } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { CapabilityFunction, type CapabilityFunctionProps, type Invocation } from '../constructs/capability-function.ts'
import type { Records } from '../constructs/record-table.ts'
import {
  ISSUER_KEYS_ARE_NOT_KNOWN,
  listClaims,
  makeIssuerKeys,
  openKeys,
  putEvents,
  readStream,
  sealKeys,
  sealPlatformKeys,
  signWithIssuerKeys,
  useRecords,
} from './grants.ts'

/** Memory in MB that comes with one whole processor: signing and JSON-LD are computing, not waiting. */
const WHOLE_PROCESSOR = 1769
/** Seconds `status-lists` may run; its queue's visibility follows from it. */
export const STATUS_LISTS_TIMEOUT_SECONDS = 10

const ISSUANCE_ACTIONS = ['BatchGetItem', 'GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] as const
const API_ACTIONS = [...ISSUANCE_ACTIONS, 'ConditionCheckItem'] as const

/** What is verified is kept nowhere, unless a receipt is asked for; callers' keys are noted as used, and VC-API credentials get entries of lists. */

const STREAM: Invocation = { waitedForBy: 'The stream mapping, which retries, halves and at last parks a batch,' }
const QUEUE: Invocation = { waitedForBy: 'The queue, which delivers again and then moves to its dead-letter queue,' }
const CALLER: Invocation = { waitedForBy: 'The HTTP API, which passes failures to the caller,' }

export interface Surroundings {
  readonly table: Records
  readonly sealingKey: IKey
  readonly bus: Pick<EventBus, 'eventBusArn' | 'eventBusName'>
  /** Base URL of ids, links and DIDs, without a trailing slash. */
  readonly publicUrl: string
  /** SHA-256 of the administrator's token, 64 hexadecimal digits. */
  readonly adminTokenSha256: string
  /** Where keys of communities are made. */
  readonly issuerKeys: 'sealed' | 'kms'
  /** Registries and issuers that verification knows, as JSON. @default none */
  readonly issuerRegistries?: string
  readonly knownIssuers?: string
  /** The deployment's name, which its keys in KMS are tagged with. */
  readonly instance: string
  /** How many documents one network may have verified in a minute without credentials. */
  readonly verificationsPerMinute: number
  readonly clockFailures: IQueue
  readonly alarmTopic: ITopic
  /** Whether `verification` and `clock` get a share of the account's concurrency of their own. */
  readonly reserveConcurrency: boolean
}

export type Functions = Readonly<
  Record<'api' | 'public' | 'verification' | 'issuance' | 'fanOut' | 'statusLists' | 'clock', NodejsFunction>
>

/** Makes the seven Lambdas, each with the environment its entry file parses and with no more rights than it uses. */
export function createFunctions(scope: Construct, around: Surroundings): Functions {
  const { table, sealingKey, bus, alarmTopic } = around
  const records = { PEERBADGE_TABLE: table.tableName }
  const published = { ...records, PEERBADGE_PUBLIC_URL: around.publicUrl }
  const sealing = { ...published, PEERBADGE_SEALING_KEY: sealingKey.keyArn }
  const issuing = { ...sealing, PEERBADGE_ISSUER_KEYS: around.issuerKeys, PEERBADGE_INSTANCE: around.instance }
  const inKms = (grant: typeof makeIssuerKeys) => (around.issuerKeys === 'kms' ? grant(scope, around.instance) : [])
  if (around.issuerKeys === 'kms') Validations.of(scope).acknowledge(ISSUER_KEYS_ARE_NOT_KNOWN)
  const asked = { ...sealing, PEERBADGE_ADMIN_TOKEN_SHA256: around.adminTokenSha256 }
  const knowing = {
    ...(around.issuerRegistries !== undefined && { PEERBADGE_ISSUER_REGISTRIES: around.issuerRegistries }),
    ...(around.knownIssuers !== undefined && { PEERBADGE_KNOWN_ISSUERS: around.knownIssuers }),
  }

  const create = (id: string, grants: PolicyStatement[], props: Omit<CapabilityFunctionProps, 'alarmTopic'>) => {
    const { function: fn } = new CapabilityFunction(scope, id, { ...props, alarmTopic })
    for (const statement of grants) fn.addToRolePolicy(statement)
    return fn
  }

  return {
    api: create(
      'Api',
      [...useRecords(table, API_ACTIONS), ...listClaims(table), ...sealKeys(sealingKey), ...inKms(makeIssuerKeys)],
      {
        lambda: 'api',
        description: 'Communities, members, achievements, claims, endorsements',
        environment: { ...asked, ...issuing },
        invocation: CALLER,
        errorAlarm: { toleratedErrorsIn5Minutes: 0 },
        memoryMegabytes: 1024,
        timeoutSeconds: 15,
      },
    ),
    public: create('Public', useRecords(table, ['GetItem', 'Query']), {
      lambda: 'public',
      description: 'Badge pages, award records, profiles, keys, status lists',
      environment: published,
      invocation: CALLER,
      errorAlarm: { toleratedErrorsIn5Minutes: 0 },
    }),
    verification: create(
      'Verification',
      [...useRecords(table, API_ACTIONS), ...sealPlatformKeys(sealingKey), ...openKeys(sealingKey)],
      {
        lambda: 'verification',
        description: 'Verifies badges and endorsements by own keys; signs as VC-API issuers',
        environment: {
          ...asked,
          ...knowing,
          PEERBADGE_VERIFICATIONS_PER_MINUTE: String(around.verificationsPerMinute),
        },
        invocation: CALLER,
        errorAlarm: { toleratedErrorsIn5Minutes: 0 },
        memoryMegabytes: WHOLE_PROCESSOR,
        // One second less than API Gateway waits for an answer.
        timeoutSeconds: 29,
        ...(around.reserveConcurrency && { reservedConcurrency: 20 }),
      },
    ),
    issuance: create(
      'Issuance',
      [
        ...readStream(table),
        ...useRecords(table, ISSUANCE_ACTIONS),
        ...sealKeys(sealingKey),
        ...openKeys(sealingKey),
        ...inKms(signWithIssuerKeys),
      ],
      {
        lambda: 'issuance',
        description: 'Signs endorsements, decides claims, issues badges',
        environment: issuing,
        invocation: STREAM,
        errorAlarm: { toleratedErrorsIn5Minutes: 2 },
        memoryMegabytes: WHOLE_PROCESSOR,
        timeoutSeconds: 60,
      },
    ),
    fanOut: create(
      'FanOut',
      [
        ...readStream(table),
        ...useRecords(table, ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query', 'PutItem', 'UpdateItem']),
        ...putEvents(bus),
      ],
      {
        lambda: 'fan-out',
        description: 'Puts domain events on the bus, counts badges, ends review requests, keeps summaries',
        environment: { ...records, PEERBADGE_EVENT_BUS: bus.eventBusName },
        invocation: STREAM,
        errorAlarm: { toleratedErrorsIn5Minutes: 2 },
        timeoutSeconds: 60,
      },
    ),
    statusLists: create(
      'StatusLists',
      [...useRecords(table, ['GetItem', 'Query', 'PutItem']), ...openKeys(sealingKey), ...inKms(signWithIssuerKeys)],
      {
        lambda: 'status-lists',
        description: 'Signs status lists after a status changed',
        environment: issuing,
        invocation: QUEUE,
        errorAlarm: { toleratedErrorsIn5Minutes: 2 },
        memoryMegabytes: WHOLE_PROCESSOR,
        timeoutSeconds: STATUS_LISTS_TIMEOUT_SECONDS,
      },
    ),
    clock: create(
      'Clock',
      [...useRecords(table, API_ACTIONS), ...listClaims(table, ['claimsByLearner']), ...putEvents(bus)],
      {
        lambda: 'clock',
        description: 'Looks every minute at what is due',
        environment: { ...records, PEERBADGE_EVENT_BUS: bus.eventBusName },
        // A late tick is of no use: the next one does its work.
        invocation: { failuresTo: around.clockFailures, maxEventAgeSeconds: 60, retryAttempts: 0 },
        errorAlarm: { toleratedErrorsIn5Minutes: 1 },
        timeoutSeconds: 50,
        ...(around.reserveConcurrency && { reservedConcurrency: 1 }),
      },
    ),
  }
}
