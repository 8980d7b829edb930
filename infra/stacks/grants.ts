import { Stack } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { RECORD_INDEXES, type Records } from '../constructs/record-table.ts'

/** Whose key is sealed stands in KMS's encryption context under this name; no call without it is allowed. */
const OWNER_IS_NAMED = { Null: { 'kms:EncryptionContext:peerbadge:owner': 'false' } }

type RecordIndex = (typeof RECORD_INDEXES)[number]

type RecordAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem'

/**
 * These actions on the table, and no others; a transaction needs no action of its own, but that of each write in it. A
 * test holds them against what each function sends.
 */
export const useRecords = (table: Records, actions: readonly RecordAction[]): PolicyStatement[] => [
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] }),
]

/** Querying indexes of the table: both, or those named. */
export const listClaims = (table: Records, indexes: readonly RecordIndex[] = RECORD_INDEXES): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: indexes.map((index) => `${table.tableArn}/index/${index}`),
  }),
]

/**
 * What Lambda itself needs, in the function's role, to read the table's stream.
 *
 * @throws TypeError  when the table has no stream.
 */
export const readStream = ({ tableStreamArn }: Records): PolicyStatement[] => {
  if (tableStreamArn === undefined) throw new TypeError('the table has no stream')
  return [
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [tableStreamArn],
    }),
    // Covered by the acknowledgement on every function's role: the action knows no resource.
    new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  ]
}

/** Sealing a signing key for a named owner. */
export const sealKeys = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({ actions: ['kms:Encrypt'], resources: [key.keyArn], conditions: OWNER_IS_NAMED }),
]

/** Whom the service's own keys are sealed for; the functions' code says the same. */
const PLATFORM_KEY_OWNER = 'platform'

/** Sealing a key of the service itself, and for no other owner. */
export const sealPlatformKeys = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['kms:Encrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:peerbadge:owner': PLATFORM_KEY_OWNER } },
  }),
]

/** Opening a sealed signing key of a named owner. */
export const openKeys = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions: OWNER_IS_NAMED }),
]

/** Tags that every issuer key in KMS is made with; the functions' adapter puts them. */
const ISSUER_KEYS_TAG = 'peerbadge:issuer-keys'
const OWNER_TAG = 'peerbadge:owner'

/** Why cdk-nag may let the wildcard pass that follows from keys being made while the service runs. */
export const ISSUER_KEYS_ARE_NOT_KNOWN = {
  id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]',
  reason:
    'Communities and their keys come to be after deployment. Signing is bound by condition to keys tagged for this deployment; reading a public half is no secret.',
}

const anyKeyOf = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })

/**
 * Making asymmetric keys that are tagged for this deployment and for an owner, for good: a key that has an owner gets no
 * other. What KMS tells of a public half is no secret, and a tag may take minutes to count, so reading it asks for none.
 */
export const makeIssuerKeys = (scope: Construct, instance: string): PolicyStatement[] => {
  const tagged = {
    StringEquals: { [`aws:RequestTag/${ISSUER_KEYS_TAG}`]: instance },
    Null: { [`aws:RequestTag/${OWNER_TAG}`]: 'false' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': [ISSUER_KEYS_TAG, OWNER_TAG] },
  }
  return [
    new PolicyStatement({
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: { ...tagged, StringEquals: { ...tagged.StringEquals, 'kms:KeyUsage': 'SIGN_VERIFY' } },
    }),
    new PolicyStatement({
      actions: ['kms:TagResource'],
      resources: [anyKeyOf(scope)],
      conditions: { ...tagged, Null: { ...tagged.Null, [`aws:ResourceTag/${OWNER_TAG}`]: 'true' } },
    }),
    new PolicyStatement({ actions: ['kms:GetPublicKey'], resources: [anyKeyOf(scope)] }),
  ]
}

/** Signing with the asymmetric keys that are tagged for this deployment, and seeing whose they are. */
export const signWithIssuerKeys = (scope: Construct, instance: string): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['kms:Sign', 'kms:GetPublicKey', 'kms:ListResourceTags'],
    resources: [anyKeyOf(scope)],
    conditions: { StringEquals: { [`aws:ResourceTag/${ISSUER_KEYS_TAG}`]: instance } },
  }),
]

/** Putting domain events on the one bus. */
export const putEvents = (bus: Pick<EventBus, 'eventBusArn'>): PolicyStatement[] => [
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
]
