import type { Node } from 'constructs'

/** What a community may choose about its deployment, read from the CDK context (`-c name=value` or `cdk.json`). */
export interface Settings {
  /** Prefix of both stack names; several deployments share an account by using different ones. */
  readonly instance: string
  /**
   * Base URL written into ids, links and DIDs, without a trailing slash.
   *
   * @default the https address AWS gives the HTTP API
   */
  readonly publicUrl?: string
  /**
   * Address that alarms are mailed to.
   *
   * @default nobody; the topic's ARN is an output to subscribe to
   */
  readonly alarmEmail?: string
  /**
   * Where keys of communities are made: `sealed`, as many as one likes under one key of KMS, or `kms`, each a key of KMS of
   * its own whose private half nobody ever sees, billed by month and signature.
   */
  readonly issuerKeys: 'sealed' | 'kms'
  /**
   * Published lists of issuers that verification asks, as JSON text.
   *
   * @default none
   */
  readonly issuerRegistries?: string
  /**
   * Issuers that verification tells as known, as JSON text.
   *
   * @default none
   */
  readonly knownIssuers?: string
  /** Most read request units a second that the table, and each index, will bill. */
  readonly maxReadUnitsPerSecond: number
  /** Most write request units a second that the table, and each index, will bill. */
  readonly maxWriteUnitsPerSecond: number
  /** How many documents one network (an IPv4 address, 64 bits of IPv6) may have verified in a minute without credentials. */
  readonly verificationsPerMinute: number
  /** Whether functions get a share of the account's concurrency of their own. Off, because a new account has ten in all. */
  readonly reserveConcurrency: boolean
  /**
   * A table restored from a backup, used in place of the deployment's own.
   *
   * @default the table of the foundation stack
   */
  readonly restoredTable?: { readonly tableArn: string; readonly streamArn: string }
}

const INSTANCE = /^[a-z][a-z0-9-]{0,29}$/
const TABLE_ARN = /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[A-Za-z0-9_.-]+$/
const STREAM_ARN = /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[A-Za-z0-9_.-]+\/stream\/[0-9T:.-]+$/

/**
 * Reads the deployment's settings.
 *
 * @param node  Any node of the app; context is inherited.
 * @throws Error  in a sentence that names the context value, when one is not usable. Nothing is deployed then.
 */
export function readSettings(node: Node): Settings {
  const publicUrl = text(node, 'publicUrl')
  const alarmEmail = text(node, 'alarmEmail')
  const restoredTable = readRestoredTable(node)
  const issuerRegistries = readList(node, 'issuerRegistries', ['name', 'url', 'type'])
  const knownIssuers = readList(node, 'knownIssuers', ['id'])
  return {
    instance: readInstance(text(node, 'instance') ?? 'peerbadge'),
    ...(publicUrl !== undefined && { publicUrl: readPublicUrl(publicUrl) }),
    ...(alarmEmail !== undefined && { alarmEmail: readAlarmEmail(alarmEmail) }),
    issuerKeys: readIssuerKeys(text(node, 'issuerKeys') ?? 'sealed'),
    ...(issuerRegistries !== undefined && { issuerRegistries }),
    ...(knownIssuers !== undefined && { knownIssuers }),
    maxReadUnitsPerSecond: readUnits(node, 'maxReadUnitsPerSecond', 12_000),
    maxWriteUnitsPerSecond: readUnits(node, 'maxWriteUnitsPerSecond', 4_000),
    verificationsPerMinute: readCount(node, 'verificationsPerMinute', 120),
    reserveConcurrency: readSwitch(node, 'reserveConcurrency'),
    ...(restoredTable !== undefined && { restoredTable }),
  }
}

function text(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name)
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error(`The context value "${name}" must be text.`)
}

function readInstance(value: string): string {
  if (INSTANCE.test(value)) return value
  throw new Error(
    'The context value "instance" must start with a small letter and hold at most 30 small letters, digits and hyphens.',
  )
}

function readPublicUrl(value: string): string {
  if (URL.canParse(value) && !value.endsWith('/')) {
    const { protocol, username, search, hash, origin, pathname } = new URL(value)
    const normalForm = pathname === '/' ? origin : `${origin}${pathname}`
    if (protocol === 'https:' && username === '' && search === '' && hash === '' && value === normalForm) return value
  }
  throw new Error(
    'The context value "publicUrl" must be an https URL in its normal form, without user, query, fragment or trailing slash.',
  )
}

function readAlarmEmail(value: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return value
  throw new Error('The context value "alarmEmail" must be one e-mail address.')
}

function readIssuerKeys(value: string): Settings['issuerKeys'] {
  if (value === 'sealed' || value === 'kms') return value
  throw new Error('The context value "issuerKeys" must be "sealed" or "kms".')
}

/** Lambda takes 4 KB of environment in all. */
const MAX_LIST_CHARACTERS = 1500

/** A list of objects, as `cdk.json` holds it or as JSON text; the function reads it closely when it starts. */
function readList(node: Node, name: string, members: readonly string[]): string | undefined {
  const given: unknown = node.tryGetContext(name)
  if (given === undefined || given === '') return undefined
  const list = typeof given === 'string' ? parseJson(given) : given
  const holdsMembers = (entry: unknown) =>
    typeof entry === 'object' && entry !== null && members.every((member) => member in entry)
  const written = JSON.stringify(list)
  if (Array.isArray(list) && list.every(holdsMembers) && written.length <= MAX_LIST_CHARACTERS) return written
  throw new Error(
    `The context value "${name}" must be a JSON list of objects with ${members.join(', ')}, of at most ${MAX_LIST_CHARACTERS} characters.`,
  )
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function readUnits(node: Node, name: string, defaultUnits: number): number {
  const units = Number(text(node, name) ?? defaultUnits)
  if (Number.isSafeInteger(units) && units >= 1) return units
  throw new Error(`The context value "${name}" must be a whole number of request units a second, at least 1.`)
}

function readCount(node: Node, name: string, defaultCount: number): number {
  const count = Number(text(node, name) ?? defaultCount)
  if (Number.isSafeInteger(count) && count >= 1 && count <= 1_000_000) return count
  throw new Error(`The context value "${name}" must be a whole number from 1 to 1000000.`)
}

function readSwitch(node: Node, name: string): boolean {
  const value = text(node, name) ?? 'false'
  if (value === 'true' || value === 'false') return value === 'true'
  throw new Error(`The context value "${name}" must be true or false.`)
}

function readRestoredTable(node: Node): Settings['restoredTable'] {
  const tableArn = text(node, 'restoredTableArn')
  const streamArn = text(node, 'restoredTableStreamArn')
  if (tableArn === undefined && streamArn === undefined) return undefined
  if (
    tableArn &&
    streamArn &&
    TABLE_ARN.test(tableArn) &&
    STREAM_ARN.test(streamArn) &&
    streamArn.startsWith(`${tableArn}/`)
  )
    return { tableArn, streamArn }
  throw new Error(
    'The context values "restoredTableArn" and "restoredTableStreamArn" must be given together: the ARN of one table and of its own stream.',
  )
}
