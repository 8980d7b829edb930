import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { CompactSign, exportJWK, SignJWT } from 'jose'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { signWith } from '../../functions/adapters/keys/key-pair.ts'
import { credentialJwtWriter } from '../../functions/adapters/vc-jwt/credential-jwt.ts'
import { toBase64Url } from '../../functions/domain/shared/base64url.ts'
import { didWebUrl } from '../../functions/domain/shared/did.ts'
import type { Did } from '../../functions/domain/shared/ids.ts'
import { type PublicJwk, parsePublicJwk, toRawPublicKey } from '../../functions/domain/shared/jwk.ts'
import { didKeyMethodId, encodeMultikey, type Multikey } from '../../functions/domain/shared/multikey.ts'
import type { ProofOptions } from '../../functions/ports/proofs.ts'
import type { KeyAlgorithm } from '../../functions/ports/signer.ts'
import type { TestApp } from './app.ts'

/** What someone signs with, outside of this service: a DID and its key. */
export interface Wallet {
  readonly did: Did
  /** The id of its key in the document of the DID. */
  readonly method: string
  readonly algorithm: KeyAlgorithm
  readonly privateKey: KeyObject
  readonly publicKeyJwk: PublicJwk
  /** Absent for RSA, which signs JWTs only. */
  readonly multikey: Multikey | undefined
}

/** How JWTs name the algorithm of a key. */
const ALGS = { Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384', 'RSA-2048': 'RS256' } as const

function keyPair(algorithm: KeyAlgorithm): KeyObject {
  if (algorithm === 'Ed25519') return generateKeyPairSync('ed25519').privateKey
  if (algorithm === 'RSA-2048') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return generateKeyPairSync('ec', { namedCurve: algorithm }).privateKey
}

async function aKey(algorithm: KeyAlgorithm) {
  const privateKey = keyPair(algorithm)
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicHalf } = await exportJWK(privateKey)
  const publicKeyJwk = parsePublicJwk(publicHalf)
  if (!publicKeyJwk) throw new Error('node:crypto made a key of another kind')
  const raw = toRawPublicKey(publicKeyJwk)
  return { algorithm, privateKey, publicKeyJwk, multikey: raw && encodeMultikey(raw) }
}

/** A wallet with a fresh `did:key`, of Ed25519 unless asked otherwise. */
export async function aKeyWallet(algorithm: Exclude<KeyAlgorithm, 'RSA-2048'> = 'Ed25519'): Promise<Wallet> {
  const key = await aKey(algorithm)
  if (!key.multikey) throw new Error('the key has no Multikey form')
  return { ...key, did: `did:key:${key.multikey}`, method: didKeyMethodId(key.multikey) }
}

/** A wallet with a fresh `did:jwk`. */
export async function aJwkWallet(algorithm: KeyAlgorithm): Promise<Wallet> {
  const key = await aKey(algorithm)
  const did: Did = `did:jwk:${toBase64Url(new TextEncoder().encode(JSON.stringify(key.publicKeyJwk)))}`
  return { ...key, did, method: `${did}#0` }
}

/** A wallet with a `did:web`, whose document is put where it belongs. */
export async function aWebWallet(
  app: Pick<TestApp, 'web'>,
  did: Did<'web'>,
  algorithm: KeyAlgorithm = 'Ed25519',
): Promise<Wallet> {
  const key = await aKey(algorithm)
  const method = `${did}#mine`
  const described = { id: '#mine', type: 'JsonWebKey', controller: did, publicKeyJwk: key.publicKeyJwk }
  const document = { id: did, verificationMethod: [described], assertionMethod: [method], authentication: ['#mine'] }
  app.web.set(didWebUrl(did) ?? '', { body: JSON.stringify(document) })
  return { ...key, did, method }
}

const proofOptions = ({ method, multikey, privateKey, algorithm }: Wallet, created: Date): ProofOptions => {
  if (!multikey) throw new Error('RSA makes no Data Integrity proofs')
  return {
    verificationMethod: method,
    publicKeyMultibase: multikey,
    sign: async (bytes) => signWith(privateKey, algorithm, bytes),
    created,
  }
}

export interface Challenge {
  readonly challenge: string
  readonly domain: string
}

/** A presentation by which a wallet proves its DID. */
export const present = (wallet: Wallet, { challenge, domain }: Challenge, changes: object = {}) =>
  rdfcProofWriter().sign(
    {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      holder: wallet.did,
      ...changes,
    },
    { ...proofOptions(wallet, new Date()), proofPurpose: 'authentication', challenge, domain },
  )

/** A JWS by which a wallet proves its DID. */
export const signControl = (
  { did, method, algorithm, privateKey }: Wallet,
  { challenge, domain }: Challenge,
  claims: object = {},
  header: object = {},
): Promise<string> =>
  new SignJWT({ iss: did, aud: domain, nonce: challenge, iat: Math.floor(Date.now() / 1000), ...claims })
    .setProtectedHeader({ alg: ALGS[algorithm], kid: method, ...header })
    .sign(privateKey)

/** What an endorsement of a claim's badge says, before it is signed; whole seconds, as wallets write them. */
export const anEndorsementBy = (wallet: Wallet, credentialUrl: string, changes: object = {}) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: `urn:uuid:${randomUUID()}`,
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement of a plain weave',
  issuer: { id: wallet.did, type: ['Profile'], name: 'Ben' },
  validFrom: `${new Date().toISOString().slice(0, 19)}Z`,
  credentialSubject: {
    id: credentialUrl,
    type: ['EndorsementSubject'],
    endorsementComment: 'I watched the cloth grow. ✓',
  },
  ...changes,
})

/** The same with the wallet's signature in it. */
export async function signEndorsement(wallet: Wallet, credentialUrl: string, changes: object = {}) {
  return rdfcProofWriter().sign(anEndorsementBy(wallet, credentialUrl, changes), proofOptions(wallet, new Date()))
}

/** The same as VC-JWT. */
export const signEndorsementJwt = (wallet: Wallet, credentialUrl: string, changes: object = {}): Promise<string> =>
  credentialJwtWriter().signJwt(anEndorsementBy(wallet, credentialUrl, changes), {
    kid: wallet.method,
    publicKeyJwk: wallet.publicKeyJwk,
    sign: async (bytes) => signWith(wallet.privateKey, wallet.algorithm, bytes),
  })

/** Any text as the payload of a compact JWS by the wallet. */
export const signPayload = ({ method, algorithm, privateKey }: Wallet, payload: string): Promise<string> =>
  new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: ALGS[algorithm], kid: method })
    .sign(privateKey)

interface Tenant {
  readonly slug: string
  readonly key: string
}

/** Asks for a challenge as a member; fails when it is refused. */
export async function askChallenge(
  app: Pick<TestApp, 'request'>,
  { slug, key }: Tenant,
  member: string,
  did: string,
): Promise<Challenge> {
  const path = `/v1/communities/${slug}/members/${member}/did-challenges`
  const { status, body } = await app.request('POST', path, { token: key, actingFor: member, body: { did } })
  if (status !== 201) throw new Error(`the challenge was refused: ${JSON.stringify(body)}`)
  return body
}

/** Sends a proof of control as a member. */
export const sendProof = (
  app: Pick<TestApp, 'request'>,
  { slug, key }: Tenant,
  member: string,
  did: string,
  proof: unknown,
) =>
  app.request('POST', `/v1/communities/${slug}/members/${member}/dids`, {
    token: key,
    actingFor: member,
    body: { did, proof },
  })

/** Makes a wallet's DID the member's own. */
export async function proveWallet(
  app: Pick<TestApp, 'request'>,
  tenant: Tenant,
  member: string,
  wallet: Wallet,
): Promise<void> {
  const challenge = await askChallenge(app, tenant, member, wallet.did)
  const { status, body } = await sendProof(app, tenant, member, wallet.did, await signControl(wallet, challenge))
  if (status !== 201) throw new Error(`the proof was refused: ${JSON.stringify(body)}`)
}

/** Sends a finished credential under the key of the community. */
export const sendEndorsement = (
  app: Pick<TestApp, 'request'>,
  { key }: Tenant,
  claim: string,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
) => app.request('POST', `/v1/claims/${claim}/endorsement-credentials`, { token: key, body, headers })
