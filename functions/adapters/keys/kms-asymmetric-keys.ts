import { createHash, createPublicKey } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateKeyCommand,
  GetPublicKeyCommand,
  type KeySpec,
  type KMSClient,
  ListResourceTagsCommand,
  NotFoundException,
  SignCommand,
  type SignCommandInput,
} from '@aws-sdk/client-kms'
import type { KeptKey, KeyAlgorithm, KeyMaker, Signer } from '../../ports/signer.ts'
import { fromDerSignature } from './ecdsa-signature.ts'
import { namePublicHalf, type PublicHalf, publicHalfOf, toKeptKey } from './key-pair.ts'
import { openedKeys } from './opened-keys.ts'

export interface KmsAsymmetricKeysOptions {
  readonly client: Pick<KMSClient, 'send'>
  /** The deployment's name; its functions may sign with keys of that name only. */
  readonly instance: string
  /**
   * How long and for how many keys it is remembered that a key is its owner's, each saving two calls per signature.
   *
   * @default 300 seconds, 500 keys
   */
  readonly cache?: { readonly maxAgeSeconds: number; readonly maxKeys: number }
  /** Milliseconds that only grow; decides when a key is looked at again. */
  readonly clockMilliseconds?: () => number
}

/** Tags that a key is made with, and that permissions to use it rest on. */
const INSTANCE_TAG = 'peerbadge:issuer-keys'
const OWNER_TAG = 'peerbadge:owner'

/** What KMS signs as it is, it takes up to this length; of everything else it gets the digest. */
const MAX_RAW_BYTES = 4096

/** A key just made may be unknown to the next call for a moment. */
const LOOKS_FOR_A_NEW_KEY = 6
const FIRST_WAIT_MILLISECONDS = 50

const KEY_SPECS = {
  Ed25519: 'ECC_NIST_EDWARDS25519',
  'P-256': 'ECC_NIST_P256',
  'P-384': 'ECC_NIST_P384',
  'RSA-2048': 'RSA_2048',
} as const satisfies Record<KeyAlgorithm, KeySpec>

/**
 * Keeps keys as asymmetric keys of KMS, whose private halves no one ever sees. A key is tagged with its owner when it is
 * made; before it first signs, and again every few minutes, its tags and its public half are read and must be those of the
 * owner and the key asked for. Each signature is one call.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function kmsAsymmetricKeys({
  client,
  instance,
  cache = { maxAgeSeconds: 300, maxKeys: 500 },
  clockMilliseconds = () => performance.now(),
}: KmsAsymmetricKeysOptions): KeyMaker & Signer {
  const checked = openedKeys<void>({ ...cache, clockMilliseconds })
  return {
    async createKey(owner, algorithm) {
      const arn = await makeKey(client, instance, owner, algorithm)
      const publicHalf = await readNewPublicHalf(client, arn)
      if (publicHalf.algorithm !== algorithm)
        throw new Error(`KMS made ${arn} as ${publicHalf.algorithm} instead of ${algorithm}`)
      return toKeptKey(algorithm, publicHalf, { sealed: arn, sealing: 'kms-key' })
    },
    async sign(key, owner, bytes) {
      if (key.sealing !== 'kms-key')
        throw new Error(`${namePublicHalf(key)} is sealed by ${key.sealing}; it is no key of KMS`)
      await checked.get(key, owner, () => checkOwner(client, instance, owner, key))
      const { Signature } = await client.send(new SignCommand(toSignRequest(key, bytes)))
      return toSignature(key.algorithm, Signature ?? new Uint8Array())
    },
  }
}

async function makeKey(
  client: KmsAsymmetricKeysOptions['client'],
  instance: string,
  owner: string,
  algorithm: KeyAlgorithm,
): Promise<string> {
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({
      KeySpec: KEY_SPECS[algorithm],
      KeyUsage: 'SIGN_VERIFY',
      Description: `Signs for ${owner}`,
      Tags: [
        { TagKey: INSTANCE_TAG, TagValue: instance },
        { TagKey: OWNER_TAG, TagValue: toOwnerTag(owner) },
      ],
    }),
  )
  if (KeyMetadata?.Arn === undefined) throw new Error('KMS made a key without a name')
  return KeyMetadata.Arn
}

/** A DID may hold characters that a tag may not, and be longer. */
const toOwnerTag = (owner: string): string => createHash('sha256').update(owner).digest('base64url')

async function readNewPublicHalf(client: KmsAsymmetricKeysOptions['client'], arn: string): Promise<PublicHalf> {
  for (let look = 1; ; look++) {
    try {
      return await readPublicHalf(client, arn)
    } catch (cause) {
      if (!(cause instanceof NotFoundException) || look === LOOKS_FOR_A_NEW_KEY)
        throw new Error(`the key ${arn} was made, and its public half cannot be read; it is not used`, { cause })
      await sleep(FIRST_WAIT_MILLISECONDS * 2 ** (look - 1))
    }
  }
}

async function readPublicHalf(client: KmsAsymmetricKeysOptions['client'], arn: string): Promise<PublicHalf> {
  const { PublicKey, KeyUsage } = await client.send(new GetPublicKeyCommand({ KeyId: arn }))
  if (!PublicKey || KeyUsage !== 'SIGN_VERIFY') throw new Error(`${arn} is no key to sign with`)
  return publicHalfOf(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }))
}

async function checkOwner(
  client: KmsAsymmetricKeysOptions['client'],
  instance: string,
  owner: string,
  key: KeptKey,
): Promise<void> {
  const [publicHalf, { Tags = [] }] = await Promise.all([
    readPublicHalf(client, key.sealed),
    client.send(new ListResourceTagsCommand({ KeyId: key.sealed })),
  ])
  const tagged = (name: string) => Tags.find(({ TagKey }) => TagKey === name)?.TagValue
  if (tagged(OWNER_TAG) !== toOwnerTag(owner)) throw new Error(`${key.sealed} was made for another owner than ${owner}`)
  if (tagged(INSTANCE_TAG) !== instance) throw new Error(`${key.sealed} belongs to another deployment than ${instance}`)
  if (namePublicHalf(publicHalf) !== namePublicHalf(key))
    throw new Error(`${key.sealed} does not belong to ${namePublicHalf(key)}`)
}

function toSignRequest({ sealed, algorithm }: KeptKey, bytes: Uint8Array): SignCommandInput {
  const hashed = (hash: 'sha256' | 'sha384') =>
    ({ KeyId: sealed, MessageType: 'DIGEST', Message: createHash(hash).update(bytes).digest() }) as const
  switch (algorithm) {
    case 'Ed25519':
      if (bytes.length > MAX_RAW_BYTES)
        throw new TypeError(`KMS signs at most ${MAX_RAW_BYTES} bytes with Ed25519, not ${bytes.length}`)
      return { KeyId: sealed, MessageType: 'RAW', Message: bytes, SigningAlgorithm: 'ED25519_SHA_512' }
    case 'P-256':
      return { ...hashed('sha256'), SigningAlgorithm: 'ECDSA_SHA_256' }
    case 'P-384':
      return { ...hashed('sha384'), SigningAlgorithm: 'ECDSA_SHA_384' }
    case 'RSA-2048':
      return { ...hashed('sha256'), SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' }
  }
}

function toSignature(algorithm: KeyAlgorithm, given: Uint8Array): Uint8Array {
  const signature = readSignature(algorithm, given)
  if (!signature) throw new Error(`KMS gave ${given.length} bytes that are no signature of ${algorithm}`)
  return signature
}

function readSignature(algorithm: KeyAlgorithm, given: Uint8Array): Uint8Array | undefined {
  switch (algorithm) {
    case 'Ed25519':
      return given.length === 64 ? given : undefined
    case 'P-256':
      return fromDerSignature(given, 32)
    case 'P-384':
      return fromDerSignature(given, 48)
    case 'RSA-2048':
      return given.length === 256 ? given : undefined
  }
}
