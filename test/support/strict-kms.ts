import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { KMSClient } from '@aws-sdk/client-kms'
import {
  createSigningMaterial,
  describePublicKey,
  KmsError,
  type SigningMaterial,
  signStrictly,
} from './strict-kms-signing.ts'

type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion'

interface Key {
  readonly id: string
  readonly arn: string
  /** Bytes of a symmetric key, or a pair to sign with. */
  readonly material: Buffer | SigningMaterial
  state: KeyState
}

type Members = Readonly<Record<string, unknown>>

/** A request to answer with a fault instead: an AWS error name, or no answer but a closed connection. */
interface KmsFault {
  readonly operation: string
  readonly error: string | 'reset'
  readonly status?: number
}

/** A running endpoint and the client that talks to it. */
export interface StrictKms {
  readonly client: KMSClient
  readonly endpoint: string
  /** Every operation answered or refused so far, in order. */
  readonly operations: readonly string[]
  /** Makes a symmetric key; gives its id. */
  createKey(): string
  setState(keyId: string, state: KeyState): void
  /** Queues a fault for the next request of that operation. */
  failNext(fault: KmsFault): void
  /** Queues an answer to the next request of that operation in place of the right one. */
  answerNext(operation: string, members: Members): void
  close(): Promise<void>
}

const MAX_PLAINTEXT_BYTES = 4096
const IV_BYTES = 12
const TAG_BYTES = 16
const UUID_BYTES = 36
const ACCOUNT = 'arn:aws:kms:eu-west-1:111122223333'

/**
 * Speaks the part of KMS that sealing keys and signing need and refuses what KMS refuses: another encryption context,
 * another or unknown key, a disabled one, a use, algorithm, message type or length that does not fit the key, an unsigned
 * request. What it does not know: IAM, key policies, quotas.
 */
export async function startStrictKms(): Promise<StrictKms> {
  const keys = new Map<string, Key>()
  const faults: KmsFault[] = []
  const answers: PlannedAnswer[] = []
  const operations: string[] = []

  const server = createServer((request, response) => {
    answer(request, response, { keys, faults, answers, operations }).catch((error: unknown) =>
      response.destroy(error as Error),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new KMSClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
  })

  return {
    client,
    endpoint,
    operations,
    createKey() {
      return addKey(keys, randomBytes(32)).id
    },
    setState(keyId, state) {
      findKey(keys, keyId).state = state
    },
    failNext(fault) {
      faults.push(fault)
    },
    answerNext(operation, members) {
      answers.push({ operation, members })
    },
    async close() {
      client.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface PlannedAnswer {
  readonly operation: string
  readonly members: Members
}

interface State {
  readonly keys: Map<string, Key>
  readonly faults: KmsFault[]
  readonly answers: PlannedAnswer[]
  readonly operations: string[]
}

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const operation = String(request.headers['x-amz-target']).replace('TrentService.', '')
  state.operations.push(operation)
  const fault = takeFirst(state.faults, operation)
  if (fault?.error === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  try {
    if (fault) throw new KmsError(fault.error, 'injected', fault.status)
    assertSigned(request)
    const members = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Members
    const right = perform(operation, members, state.keys)
    write(response, 200, takeFirst(state.answers, operation)?.members ?? right)
  } catch (error) {
    if (!(error instanceof KmsError)) throw error
    write(response, error.status, { __type: error.type, message: error.message })
  }
}

function takeFirst<Planned extends { readonly operation: string }>(
  planned: Planned[],
  operation: string,
): Planned | undefined {
  const index = planned.findIndex((one) => one.operation === operation)
  return index === -1 ? undefined : planned.splice(index, 1)[0]
}

function perform(operation: string, members: Members, keys: Map<string, Key>): Members {
  const named = () => findKey(keys, text(members, 'KeyId'))
  switch (operation) {
    case 'Encrypt':
      return encrypt(usableKey(keys, text(members, 'KeyId')), members)
    case 'Decrypt':
      return decrypt(keys, members)
    case 'CreateKey':
      return { KeyMetadata: describe(addKey(keys, createSigningMaterial(members))) }
    case 'DescribeKey':
      return { KeyMetadata: describe(named()) }
    case 'GetPublicKey': {
      const key = usableKey(keys, text(members, 'KeyId'))
      return { KeyId: key.arn, ...describePublicKey(toSignWith(key)) }
    }
    case 'ListResourceTags': {
      const { material } = named()
      return { Tags: Buffer.isBuffer(material) ? [] : material.tags, Truncated: false }
    }
    case 'Sign': {
      const key = usableKey(keys, text(members, 'KeyId'))
      return { KeyId: key.arn, ...signStrictly(toSignWith(key), members) }
    }
    case 'DisableKey':
      return setState(named(), 'Disabled')
    case 'EnableKey':
      return setState(named(), 'Enabled')
    case 'ScheduleKeyDeletion': {
      const key = named()
      setState(key, 'PendingDeletion')
      return { KeyId: key.arn, KeyState: 'PendingDeletion', PendingWindowInDays: members['PendingWindowInDays'] ?? 30 }
    }
    default:
      throw new KmsError('UnknownOperationException')
  }
}

function addKey(keys: Map<string, Key>, material: Key['material']): Key {
  const id = randomUUID()
  const key: Key = { id, arn: `${ACCOUNT}:key/${id}`, material, state: 'Enabled' }
  keys.set(id, key)
  return key
}

const describe = ({ id, arn, state, material }: Key): Members => ({
  KeyId: id,
  Arn: arn,
  KeyState: state,
  Enabled: state === 'Enabled',
  ...(Buffer.isBuffer(material)
    ? { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' }
    : { KeySpec: material.spec, KeyUsage: 'SIGN_VERIFY', Description: material.description }),
})

/** A key on its way to deletion changes no more. */
function setState(key: Key, state: KeyState): Members {
  if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException', `${key.arn} is pending deletion`)
  key.state = state
  return {}
}

function toSignWith({ arn, material }: Key): SigningMaterial {
  if (Buffer.isBuffer(material)) throw new KmsError('InvalidKeyUsageException', `${arn} key usage is ENCRYPT_DECRYPT`)
  return material
}

function toEncryptWith({ arn, material }: Key): Buffer {
  if (!Buffer.isBuffer(material)) throw new KmsError('InvalidKeyUsageException', `${arn} key usage is SIGN_VERIFY`)
  return material
}

function encrypt(key: Key, members: Members): Members {
  const plaintext = Buffer.from(text(members, 'Plaintext'), 'base64')
  if (plaintext.length === 0 || plaintext.length > MAX_PLAINTEXT_BYTES) {
    throw new KmsError('ValidationException', `plaintext of ${plaintext.length} bytes, allowed are 1 to 4096`)
  }
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', toEncryptWith(key), iv).setAAD(encryptionContext(members))
  const sealed = [Buffer.from(key.id), iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]
  return {
    CiphertextBlob: Buffer.concat(sealed).toString('base64'),
    KeyId: key.arn,
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }
}

function decrypt(keys: ReadonlyMap<string, Key>, members: Members): Members {
  const blob = Buffer.from(text(members, 'CiphertextBlob'), 'base64')
  const key = keys.get(blob.subarray(0, UUID_BYTES).toString())
  const sealed = blob.subarray(UUID_BYTES)
  if (!key || sealed.length <= IV_BYTES + TAG_BYTES) throw new KmsError('InvalidCiphertextException')
  if (members['KeyId'] !== undefined && findKey(keys, text(members, 'KeyId')) !== key) {
    throw new KmsError('IncorrectKeyException')
  }
  usableKey(keys, key.id)
  const plaintext = open(toEncryptWith(key), sealed, encryptionContext(members))
  if (!plaintext) throw new KmsError('InvalidCiphertextException')
  return { Plaintext: plaintext.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
}

function open(material: Buffer, sealed: Buffer, context: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', material, sealed.subarray(0, IV_BYTES))
    .setAAD(context)
    .setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}

function findKey(keys: ReadonlyMap<string, Key>, keyId: string): Key {
  const key = keys.get(keyId.replace(`${ACCOUNT}:key/`, ''))
  if (!key) throw new KmsError('NotFoundException', `no key ${keyId}`)
  return key
}

function usableKey(keys: ReadonlyMap<string, Key>, keyId: string): Key {
  const key = findKey(keys, keyId)
  if (key.state === 'Disabled') throw new KmsError('DisabledException', `${key.arn} is disabled`)
  if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException', `${key.arn} is pending deletion`)
  return key
}

/** KMS authenticates the pairs whatever their order. */
function encryptionContext(members: Members): Buffer {
  const context = members['EncryptionContext'] ?? {}
  if (typeof context !== 'object') throw new KmsError('SerializationException')
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))
  if (pairs.some(([, value]) => typeof value !== 'string')) throw new KmsError('SerializationException')
  return Buffer.from(JSON.stringify(pairs))
}

function text(members: Members, name: string): string {
  const value = members[name]
  if (typeof value !== 'string') throw new KmsError('ValidationException', `${name} is missing`)
  return value
}

function assertSigned({ headers, method }: IncomingMessage): void {
  if (method !== 'POST' || headers['content-type'] !== 'application/x-amz-json-1.1') {
    throw new KmsError('SerializationException')
  }
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) throw new KmsError('MissingAuthenticationTokenException')
}

function write(response: ServerResponse, status: number, body: Members): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })
  response.end(JSON.stringify(body))
}
