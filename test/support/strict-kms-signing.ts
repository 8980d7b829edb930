import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { z } from 'zod'
import { signDigestWithEcdsa, signDigestWithRsa } from './sign-digest.ts'

/** An error of KMS by its name. */
export class KmsError extends Error {
  readonly type: string
  readonly status: number

  constructor(type: string, message = type, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}

const SIGNING = {
  ECC_NIST_EDWARDS25519: { algorithms: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] },
  ECC_NIST_P256: { algorithms: ['ECDSA_SHA_256'] },
  ECC_NIST_P384: { algorithms: ['ECDSA_SHA_384'] },
  RSA_2048: {
    algorithms: [
      'RSASSA_PKCS1_V1_5_SHA_256',
      'RSASSA_PKCS1_V1_5_SHA_384',
      'RSASSA_PKCS1_V1_5_SHA_512',
      'RSASSA_PSS_SHA_256',
      'RSASSA_PSS_SHA_384',
      'RSASSA_PSS_SHA_512',
    ],
  },
} as const

type SigningSpec = keyof typeof SIGNING

/** What a key is tagged with. */
type Tags = readonly { readonly TagKey: string; readonly TagValue: string }[]

/** The asymmetric half of what the endpoint keeps. */
export interface SigningMaterial {
  readonly spec: SigningSpec
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly tags: Tags
  readonly description: string
}

/** As the service lists them: letters of any script, digits, spaces and `_ . / = + - @ :`. */
const TagText = z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
const TagsSchema = z
  .array(z.strictObject({ TagKey: TagText.min(1).max(128), TagValue: TagText.max(256) }))
  .max(50)
  .refine((tags) => new Set(tags.map(({ TagKey }) => TagKey)).size === tags.length, 'the same tag twice')

const CreateKeySchema = z.strictObject({
  KeySpec: z.enum(['ECC_NIST_EDWARDS25519', 'ECC_NIST_P256', 'ECC_NIST_P384', 'RSA_2048']),
  KeyUsage: z.literal('SIGN_VERIFY'),
  Description: z.string().max(8192).default(''),
  Tags: z.unknown().optional(),
})

/** @throws KmsError for a request that KMS would refuse. */
export function createSigningMaterial(members: unknown): SigningMaterial {
  const request = CreateKeySchema.safeParse(members)
  if (!request.success) throw new KmsError('ValidationException', z.prettifyError(request.error))
  const tags = TagsSchema.safeParse(request.data.Tags ?? [])
  if (!tags.success) throw new KmsError('TagException', z.prettifyError(tags.error))
  const { KeySpec: spec, Description: description } = request.data
  return { spec, description, tags: tags.data, ...generate(spec) }
}

function generate(spec: SigningSpec): Pick<SigningMaterial, 'privateKey' | 'publicKey'> {
  switch (spec) {
    case 'ECC_NIST_EDWARDS25519':
      return generateKeyPairSync('ed25519')
    case 'ECC_NIST_P256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'ECC_NIST_P384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' })
    case 'RSA_2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 })
  }
}

/** The members of a GetPublicKey answer that tell of the key itself. */
export const describePublicKey = ({ spec, publicKey }: SigningMaterial) => ({
  PublicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  KeySpec: spec,
  CustomerMasterKeySpec: spec,
  KeyUsage: 'SIGN_VERIFY',
  SigningAlgorithms: SIGNING[spec].algorithms,
})

const MAX_MESSAGE_BYTES = 4096

const SignSchema = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.enum(['RAW', 'DIGEST', 'EXTERNAL_MU']).default('RAW'),
  SigningAlgorithm: z.string(),
})

/** @throws KmsError for a request that KMS would refuse. */
export function signStrictly({ spec, privateKey }: SigningMaterial, members: unknown) {
  const request = SignSchema.safeParse(members)
  if (!request.success) throw new KmsError('ValidationException', z.prettifyError(request.error))
  const { MessageType, SigningAlgorithm } = request.data
  const message = Buffer.from(request.data.Message, 'base64')
  if (message.length === 0 || message.length > MAX_MESSAGE_BYTES)
    throw new KmsError('ValidationException', `a message of ${message.length} bytes, allowed are 1 to 4096`)
  if (!SIGNING[spec].algorithms.some((algorithm) => algorithm === SigningAlgorithm))
    throw new KmsError(
      'InvalidKeyUsageException',
      `algorithm ${SigningAlgorithm} is incompatible with key spec ${spec}`,
    )
  return { Signature: signAs(SigningAlgorithm, MessageType, privateKey, message).toString('base64'), SigningAlgorithm }
}

function signAs(algorithm: string, messageType: string, key: KeyObject, message: Buffer): Buffer {
  const digest = (hash: 'sha256' | 'sha384'): Buffer => {
    if (messageType === 'RAW') return createHash(hash).update(message).digest()
    const length = hash === 'sha256' ? 32 : 48
    if (messageType !== 'DIGEST' || message.length !== length)
      throw new KmsError('ValidationException', `Digest is invalid length for algorithm ${algorithm}.`)
    return message
  }
  switch (algorithm) {
    case 'ED25519_SHA_512':
      if (messageType !== 'RAW') throw new KmsError('ValidationException', 'ED25519_SHA_512 takes RAW messages only')
      return sign(null, message, key)
    case 'ECDSA_SHA_256':
      return signDigestWithEcdsa(key, 'P-256', digest('sha256'))
    case 'ECDSA_SHA_384':
      return signDigestWithEcdsa(key, 'P-384', digest('sha384'))
    case 'RSASSA_PKCS1_V1_5_SHA_256':
      return signDigestWithRsa(key, digest('sha256'))
    default:
      throw new KmsError('UnsupportedOperationException', `this endpoint does not sign with ${algorithm}`)
  }
}
