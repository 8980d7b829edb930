import { z } from 'zod'
import { asIssued, IssuedStatusListSchema } from '../../schemas/open-badges/issued.ts'
import type { Community } from '../domain/community/community.ts'
import { signingKey } from '../domain/community/key-lifetime.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { toBitstring } from '../domain/status/bitstring.ts'
import { buildStatusList } from '../domain/status/build-status-list.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore, DataIntegrityKey, IssuerKey } from '../ports/community-store.ts'
import type { Log } from '../ports/log.ts'
import type { ProofReader, ProofWriter } from '../ports/proofs.ts'
import type { Signer } from '../ports/signer.ts'
import type { SignedStatusList, StatusList, StatusListStore } from '../ports/status-list-store.ts'

/** What publishing a list touches. */
export interface PublishStatusListDeps {
  readonly statusLists: Pick<StatusListStore, 'load' | 'listIds' | 'loadSetIndexes' | 'loadSigned' | 'publish'>
  readonly communities: Pick<CommunityStore, 'load' | 'loadIssuerKeys'>
  readonly bitstrings: BitstringCodec
  readonly keys: Signer
  readonly proofs: Pick<ProofWriter, 'sign'> & ProofReader
  readonly now: Now
  readonly log: Log
}

/** Losing so many races in a row means that something else is wrong. */
const MAX_ROUNDS = 10

const SignedListSchema = z.looseObject({
  credentialSubject: z.looseObject({ encodedList: z.string() }),
  proof: z.array(z.looseObject({ verificationMethod: z.string() })),
})

/**
 * Makes sure that the newest signed version of a list shows every entry as the store has it, set or not, under a key that
 * may be trusted. Signs nothing when it already does; one signature covers every change made by then. Safe to repeat and to run twice at once: versions
 * follow one another by condition, and whoever loses looks again (BSL-11).
 *
 * @throws A fault when list, community or key is missing, or when the signature does not verify.
 */
export async function publishStatusList(deps: PublishStatusListDeps, listId: Id): Promise<void> {
  const list = await deps.statusLists.load(listId)
  if (!list) throw new Error(`there is no status list ${listId}`)
  let versionAtFirst: number | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    // One after the other: bits read before the newest version could be older than those it shows, and take them back.
    const newest = await deps.statusLists.loadSigned(listId)
    const newestVersion = newest?.version ?? 0
    versionAtFirst ??= newestVersion
    // Two versions on, others have done it: the second was begun after the first was there, so after this call was.
    if (newestVersion >= versionAtFirst + 2) return
    const set = await deps.statusLists.loadSetIndexes(listId)
    const bits = toBitstring(set, list.size)
    // After the newest version: a key that was trusted before that one was signed may be compromised by now.
    const issuer = await loadIssuer(deps, list)
    if (newest && shows(deps, newest, bits, issuer)) return
    const version = newestVersion + 1
    const signed = { ...(await signList(deps, issuer, list, bits, version)), setCount: set.length }
    if (await deps.statusLists.publish(signed)) {
      deps.log.info('status_list_published', { listId, version, setCount: set.length })
      return
    }
  }
  throw new Error(`status list ${listId} kept changing; it is tried again later`)
}

function shows(
  { bitstrings }: PublishStatusListDeps,
  { text }: SignedStatusList,
  bits: Uint8Array,
  { community, issuerKeys }: Issuer,
): boolean {
  const { credentialSubject, proof } = SignedListSchema.parse(JSON.parse(text))
  const { assertionMethod } = communityDidDocument(community, issuerKeys)
  if (!proof.every(({ verificationMethod }) => assertionMethod.includes(verificationMethod))) return false
  const shown = bitstrings.decode(credentialSubject.encodedList, bits.length)
  return shown?.length === bits.length && shown.every((byte, index) => byte === bits[index])
}

async function signList(
  deps: PublishStatusListDeps,
  { community, issuerKeys, listKey }: Issuer,
  list: StatusList,
  bits: Uint8Array,
  version: number,
): Promise<Omit<SignedStatusList, 'setCount'>> {
  const signedAt = deps.now()
  const built = buildStatusList(
    publicUrls(community.baseUrl).statusList(list.id),
    community.issuer,
    list.purpose,
    deps.bitstrings.encode(bits),
    signedAt,
  )
  const secured = await deps.proofs.sign(asIssued(IssuedStatusListSchema, built), {
    verificationMethod: listKey.verificationMethod,
    publicKeyMultibase: listKey.key.publicKeyMultibase,
    sign: (bytes) => deps.keys.sign(listKey.key, community.issuer, bytes),
    created: new Date(signedAt),
  })
  const verdict = await deps.proofs.verify(secured, async () => communityDidDocument(community, issuerKeys))
  if (!verdict.ok) {
    deps.log.error('self_check_failed', { listId: list.id, code: verdict.code })
    throw new Error(`status list ${list.id} does not verify after signing: ${verdict.code} ${verdict.detail}`)
  }
  return { listId: list.id, version, text: JSON.stringify(secured), signedAt }
}

interface Issuer {
  readonly community: Community
  readonly issuerKeys: readonly IssuerKey[]
  readonly listKey: DataIntegrityKey
}

async function loadIssuer({ communities }: PublishStatusListDeps, list: StatusList): Promise<Issuer> {
  const [community, issuerKeys] = await Promise.all([
    communities.load(list.community),
    communities.loadIssuerKeys(list.community),
  ])
  const listKey = signingKey(issuerKeys, 'data-integrity')
  if (!community || !listKey)
    throw new Error(`community ${list.community} of status list ${list.id} has no record or key`)
  return { community, issuerKeys, listKey }
}
