import type { IssueCredential, VcApiWarning } from '../../schemas/vc-api.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { vcIssuerDid } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { checkCredentialDocument, modelVersionOf } from '../domain/vc-data-model/check-credential.ts'
import { isJsonObject, isUrl } from '../domain/vc-data-model/values.ts'
import type { Now } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { JsonObject, ProofWriter } from '../ports/proofs.ts'
import type { Signer } from '../ports/signer.ts'
import type { KeptVcIssuer, VcIssuerStore } from '../ports/vc-issuer-store.ts'
import { type CredentialStatusDeps, withCredentialStatus } from './credential-status.ts'
import { findReserved } from './find-reserved.ts'
import type { OpenInspection } from './inspection.ts'
import { refuseFindings, toDocumentRefusal } from './refuse-document.ts'

export interface IssueCredentialDeps extends CredentialStatusDeps {
  readonly vcIssuers: Pick<VcIssuerStore, 'loadByDid'>
  readonly keys: Signer
  readonly proofs: ProofWriter
  readonly openInspection: OpenInspection
  readonly now: Now
  readonly log: Log
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

export interface IssuedCredential {
  readonly verifiableCredential: JsonObject
  readonly warnings: readonly VcApiWarning[]
}

/** Terms of Data Integrity proofs, which the base context of the data model 1.1 lacks. The two versions shut each other out. */
const DATA_INTEGRITY_CONTEXT = 'https://w3id.org/security/data-integrity/v2'
const DATA_INTEGRITY_CONTEXTS: readonly unknown[] = [
  DATA_INTEGRITY_CONTEXT,
  'https://w3id.org/security/data-integrity/v1',
]

/**
 * Signs a credential as one of the community's VC-API issuers: the one it names. What it says is the caller's business
 * as long as it keeps to the data model, and to Open Badges when it is of their kinds. Proofs that are there stay, beside
 * the new one. Nothing is stored but the entry in a status list, when the issuer is configured so.
 *
 * @returns `document_refused` with every broken rule, `reserved_address`, `issuer_not_allowed`, `invalid_request`, or
 *   `base_url_changed` when the issuer was made under another base URL.
 * @see https://w3c-ccg.github.io/vc-api/#issue-credential
 */
export async function issueCredential(
  deps: IssueCredentialDeps,
  community: Slug,
  { credential, options = {} }: IssueCredential,
): Promise<Result<IssuedCredential, Refusal>> {
  const named = withId(credential, options.credentialId)
  if (!named.ok) return named
  const findings = checkCredentialDocument(named.value, ['credential'])
  if (findings.length > 0) return err(refuseFindings(findings))
  const reserved = findReserved(named.value, ['credential'], deps.publicUrl)
  if (reserved.length > 0) return err({ code: 'reserved_address', errors: reserved })
  const issuer = await findIssuer(deps, community, named.value)
  if (!issuer.ok) return issuer
  const broken = deps
    .openInspection()
    .conformance(named.value)
    .filter(({ status }) => status === 'fail')
  if (broken.length > 0)
    return err({
      code: 'document_refused',
      errors: broken.map(({ pointer = '', code, message, spec }) => ({
        pointer: `/credential${pointer}`,
        detail: message,
        code,
        spec,
      })),
    })
  const secured = await secure(deps, issuer.value, named.value, options)
  return secured.ok ? ok({ verifiableCredential: secured.value, warnings: warningsOf(options) }) : secured
}

function withId(credential: JsonObject, id: string | undefined): Result<JsonObject, Refusal> {
  if (id === undefined || credential['id'] === id) return ok(credential)
  const refuse = (detail: string) =>
    err<Refusal>({ code: 'invalid_request', errors: [{ pointer: '/options/credentialId', detail }] })
  if (!isUrl(id)) return refuse('must be one absolute URL')
  if (credential['id'] !== undefined) return refuse('differs from the "id" of the credential')
  const { '@context': contexts, ...rest } = credential
  return ok({ '@context': contexts, id, ...rest })
}

async function findIssuer(
  { vcIssuers, publicUrl }: IssueCredentialDeps,
  community: Slug,
  { issuer }: JsonObject,
): Promise<Result<KeptVcIssuer, Refusal>> {
  const did = isJsonObject(issuer) ? issuer['id'] : issuer
  const found = typeof did === 'string' ? await vcIssuers.loadByDid(did) : undefined
  if (found?.community !== community)
    return err({
      code: 'issuer_not_allowed',
      detail: 'The issuer must be one that POST /v1/communities/{slug}/vc-issuers made for this community.',
    })
  return found.keyOwner === vcIssuerDid(publicUrl, community, found.name)
    ? ok(found)
    : err({ code: 'base_url_changed', detail: 'Neither its DID nor a status list would be found at its address.' })
}

/** Signs, and lets nothing go whose new proof does not verify. */
async function secure(
  deps: IssueCredentialDeps,
  issuer: KeptVcIssuer,
  credential: JsonObject,
  { created, challenge, domain }: NonNullable<IssueCredential['options']>,
): Promise<Result<JsonObject, Refusal>> {
  const options = {
    verificationMethod: issuer.verificationMethod,
    publicKeyMultibase: issuer.key.publicKeyMultibase,
    sign: (bytes: Uint8Array) => deps.keys.sign(issuer.key, issuer.keyOwner, bytes),
    created: new Date(created ?? deps.now()),
    challenge,
    domain,
  }
  try {
    // A credential that cannot be signed takes no entry of a list: only what went through gets one, and is signed anew.
    const plain = withProofContext(credential)
    const first = await deps.proofs.addProof(plain, options)
    const listed = issuer.credentialStatus ? await withCredentialStatus(deps, issuer, plain) : ok(undefined)
    if (!listed.ok) return listed
    const signed = listed.value ? await deps.proofs.addProof(listed.value, options) : first
    const own = { ...signed, proof: signed.proof.slice(-1) }
    const verdict = await deps.openInspection().verifyProofs(own)
    if (verdict.ok) return ok(signed)
    deps.log.error('self_check_failed', { issuer: issuer.did, code: verdict.code })
    throw new Error(`a credential of ${issuer.did} does not verify after signing: ${verdict.code} ${verdict.detail}`)
  } catch (error) {
    const refusal = toDocumentRefusal(error, '/credential')
    if (refusal) return err(refusal)
    throw error
  }
}

function withProofContext(credential: JsonObject): JsonObject {
  const contexts = credential['@context']
  if (modelVersionOf(credential) === 2 || !Array.isArray(contexts)) return credential
  if (contexts.some((context) => DATA_INTEGRITY_CONTEXTS.includes(context))) return credential
  return { ...credential, '@context': [...contexts, DATA_INTEGRITY_CONTEXT] }
}

const warningsOf = ({ mandatoryPointers }: NonNullable<IssueCredential['options']>): readonly VcApiWarning[] =>
  mandatoryPointers === undefined
    ? []
    : [
        {
          code: 'OPTION_IGNORED',
          message: 'mandatoryPointers was left out: the suite of this issuer discloses everything.',
        },
      ]
