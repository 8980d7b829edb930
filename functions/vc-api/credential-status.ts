import { publicUrls } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { modelVersionOf } from '../domain/vc-data-model/check-credential.ts'
import type { Now } from '../ports/clock.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { StatusList } from '../ports/status-list-store.ts'
import type { KeptVcIssuer } from '../ports/vc-issuer-store.ts'
import type { VcStatusStore } from '../ports/vc-status-store.ts'

/** So many taken indexes in a row mean that a list is close to full. */
const DRAWS_BEFORE_A_NEW_LIST = 12

/** Longer ids are not taken when a status is changed. */
const MAX_ID_CHARACTERS = 2048

/** The revocation lists of communities, which the communities themselves sign. */
export interface StatusListPublisher {
  /** The list that new entries go into; `full` is given when it has hardly any entry left, and another is started. */
  readonly current: (community: string, full?: StatusList) => Promise<StatusList>
  /** Publishes the list as its entries stand now. */
  readonly publish: (listId: string) => Promise<void>
}

export interface CredentialStatusDeps {
  readonly vcStatuses: Pick<VcStatusStore, 'allot'>
  readonly lists: Pick<StatusListPublisher, 'current'>
  readonly random: Pick<Randomness, 'integer' | 'subjectId'>
  readonly now: Now
  readonly publicUrl: string
}

/**
 * Adds a `credentialStatus` that names an entry of the community's revocation list, drawn at random and never reused; a
 * credential without an `id` gets one, by which its status is changed.
 *
 * @returns `credential_exists` when one with this id was listed before; `document_refused` for a credential that has a
 *   status already, or whose version of the data model has no such status.
 */
export async function withCredentialStatus(
  deps: CredentialStatusDeps,
  issuer: KeptVcIssuer,
  credential: JsonObject,
): Promise<Result<JsonObject, Refusal>> {
  const refusal = refusalOf(credential)
  if (refusal) return err(refusal)
  const { '@context': contexts, id, ...rest } = credential
  const credentialId = typeof id === 'string' ? id : deps.random.subjectId()
  let list = await deps.lists.current(issuer.community)
  for (;;) {
    for (let draw = 0; draw < DRAWS_BEFORE_A_NEW_LIST; draw++) {
      const entry = { list: list.id, index: deps.random.integer(list.size) }
      const listed = { community: issuer.community, credentialId, issuer: issuer.did, entry, listedAt: deps.now() }
      const allotment = await deps.vcStatuses.allot(listed)
      if (allotment === 'exists')
        return err({ code: 'credential_exists', detail: 'Issue it under another "id", or under none.' })
      if (allotment === 'allotted')
        return ok({
          '@context': contexts,
          id: credentialId,
          ...rest,
          credentialStatus: toCredentialStatus(publicUrls(deps.publicUrl).statusList(list.id), entry.index),
        })
    }
    list = await deps.lists.current(issuer.community, list)
  }
}

function refusalOf(credential: JsonObject): Refusal | undefined {
  const refuse = (pointer: string, detail: string): Refusal => ({
    code: 'document_refused',
    errors: [{ pointer, detail, code: 'STATUS_INVALID', spec: 'https://www.w3.org/TR/vc-data-model-2.0/#status' }],
  })
  const { id } = credential
  if (typeof id === 'string' && id.length > MAX_ID_CHARACTERS)
    return refuse('/credential/id', `must have at most ${MAX_ID_CHARACTERS} characters: its status is changed by it`)
  if (credential['credentialStatus'] !== undefined)
    return refuse('/credential/credentialStatus', 'is added by this service: its issuer is configured so')
  if (modelVersionOf(credential) === 1)
    return refuse(
      '/credential/@context/0',
      'must be that of the data model 2.0: this issuer adds a Bitstring Status List',
    )
  return undefined
}

const toCredentialStatus = (list: string, index: number) => ({
  id: `${list}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: list,
})
