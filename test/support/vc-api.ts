import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject, ProofOptions } from '../../functions/ports/proofs.ts'
import { VC_API_CONTEXTS } from '../../schemas/contexts.ts'
import type { CreateVcIssuer } from '../../schemas/vc-api.ts'
import { type Answer, apiKey, createCommunity, type TestApp } from './app.ts'
import type { TestKey } from './badge-shapes.ts'

/** A community with a key for the VC-API. */
export interface VcTenant {
  readonly slug: string
  readonly issuer: string
  readonly key: string
  readonly vcKey: string
}

export async function createVcTenant(app: TestApp, slug: string): Promise<VcTenant> {
  const community = await createCommunity(app, slug)
  return { ...community, vcKey: (await apiKey(app, slug, ['vc:issue'])).key }
}

/** An issuer of a community for the VC-API; its DID. */
export async function createVcIssuer(
  app: TestApp,
  { slug, key }: VcTenant,
  choice: Partial<CreateVcIssuer> = {},
): Promise<string> {
  const body = { method: 'did:key', cryptosuite: 'eddsa-rdfc-2022', ...choice }
  const made = await app.request('POST', `/v1/communities/${slug}/vc-issuers`, { token: key, body })
  if (made.status !== 201) throw new Error(`no issuer: ${JSON.stringify(made.body)}`)
  return String(made.body.id)
}

export const issue = (app: TestApp, { vcKey }: VcTenant, credential: unknown, options?: unknown): Promise<Answer> =>
  app.request('POST', '/vc-api/credentials/issue', {
    token: vcKey,
    body: { credential, ...(options === undefined ? {} : { options }) },
  })

export const verify = (app: TestApp, verifiableCredential: unknown, query = '', options = {}): Promise<Answer> =>
  app.request('POST', `/vc-api/credentials/verify${query}`, { body: { verifiableCredential, options } })

export const verifyPresentation = (app: TestApp, verifiablePresentation: unknown, options = {}): Promise<Answer> =>
  app.request('POST', '/vc-api/presentations/verify', { body: { verifiablePresentation, options } })

/** A credential as short as the data model allows. */
export const aCredential = (changes: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  credentialSubject: { id: 'did:example:subject' },
  ...changes,
})

/** Signs as somebody outside this service, whose DID is their key, behind the proofs that are there. */
export const signAs = (key: TestKey, document: JsonObject, options: Partial<ProofOptions> = {}): Promise<JsonObject> =>
  rdfcProofWriter({ contexts: VC_API_CONTEXTS }).addProof(document, { ...key.options(), ...options })
