import { asIssued, IssuedStatusListSchema } from '../../schemas/open-badges/issued.ts'
import type { Claim, StatusEntry } from '../domain/endorsement/claim.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { STATUS_LIST_SIZE, toBitstring } from '../domain/status/bitstring.ts'
import { buildStatusList } from '../domain/status/build-status-list.ts'
import type { ProofReader, ProofWriter } from '../ports/proofs.ts'
import type { Signer } from '../ports/signer.ts'
import type { StartedStatusList, StatusList } from '../ports/status-list-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { asCommunity } from './sign-as-community.ts'

/** So many taken indexes in a row mean that the list is close to full: the next badges go into a new one. */
const DRAWS_BEFORE_A_NEW_LIST = 12

/** What giving out entries of status lists touches. */
export interface AllotStatusEntryDeps
  extends Pick<IssuanceDeps, 'statusLists' | 'statusListSize' | 'bitstrings' | 'random' | 'now'> {
  readonly keys: Signer
  readonly proofs: ProofWriter & ProofReader
}

/** Whose list it is and who signs it. */
type ListIssuer = Pick<IssuingContext, 'community' | 'issuerKey' | 'didDocument'>

/** The claim with the place its badge will have in a status list. */
export type ClaimWithEntry = Claim & { readonly statusEntry: StatusEntry }

/**
 * Gives a claim its entry in the community's revocation list, drawn at random and never reused (BSL-08). A list is
 * signed and published, with the suspension list of the same indexes, before its first entry is given out.
 *
 * @returns the claim with its entry, or `undefined` when the claim changed meanwhile: read it again.
 */
export async function allotStatusEntry(
  deps: AllotStatusEntryDeps,
  context: ListIssuer,
  claim: Claim,
): Promise<ClaimWithEntry | undefined> {
  if (claim.statusEntry) return { ...claim, statusEntry: claim.statusEntry }
  let list = (await deps.statusLists.current(claim.community)) ?? (await startList(deps, context, undefined))
  for (;;) {
    for (let draw = 0; draw < DRAWS_BEFORE_A_NEW_LIST; draw++) {
      const entry: StatusEntry = { list: list.id, index: deps.random.integer(list.size) }
      const allotment = await deps.statusLists.allot(claim, entry)
      if (allotment.kind === 'stale') return undefined
      if (allotment.kind === 'allotted') return { ...allotment.claim, statusEntry: entry }
    }
    list = await startList(deps, context, list)
  }
}

/**
 * Signs and publishes an empty revocation list and its suspension list; when others were started at the same moment,
 * those are used.
 */
export async function startList(
  deps: AllotStatusEntryDeps,
  context: ListIssuer,
  replaces: StatusList | undefined,
): Promise<StatusList> {
  const community = context.community.slug
  const { statusListSize: size = STATUS_LIST_SIZE } = deps
  const createdAt = deps.now()
  const suspension: StatusList = { id: deps.random.id(), community, purpose: 'suspension', size, createdAt }
  const revocation: StatusList = {
    id: deps.random.id(),
    community,
    purpose: 'revocation',
    size,
    createdAt,
    suspensionListId: suspension.id,
  }
  const [startedRevocation, startedSuspension] = await Promise.all([
    signEmpty(deps, context, revocation),
    signEmpty(deps, context, suspension),
  ])
  if (await deps.statusLists.start(startedRevocation, startedSuspension, replaces?.id)) return revocation
  const current = await deps.statusLists.current(community)
  if (!current) throw new Error(`community ${community} has no status list although one could not be started`)
  return current
}

async function signEmpty(
  deps: AllotStatusEntryDeps,
  context: ListIssuer,
  list: StatusList,
): Promise<StartedStatusList> {
  const { community, didDocument } = context
  const built = buildStatusList(
    publicUrls(community.baseUrl).statusList(list.id),
    community.issuer,
    list.purpose,
    deps.bitstrings.encode(toBitstring([], list.size)),
    list.createdAt,
  )
  const secured = await deps.proofs.sign(asIssued(IssuedStatusListSchema, built), asCommunity(deps, context))
  const verdict = await deps.proofs.verify(secured, async () => didDocument)
  if (!verdict.ok) throw new Error(`status list ${list.id} does not verify after signing: ${verdict.code}`)
  const text = JSON.stringify(secured)
  return { list, signed: { listId: list.id, version: 1, text, setCount: 0, signedAt: list.createdAt } }
}
