import { z } from 'zod'
import type { CredentialStore, StoredCredential } from '../../ports/credential-store.ts'
import { changeStatus } from './change-status.ts'
import { EmbeddedSchema, earlyRevocation, HeadSchema, StandingSchema } from './credential-head.ts'
import { eraseEarlier, loadEarlier } from './earlier-versions.ts'
import { eraseCredential, loadErasedAt } from './erase-credential.ts'
import { loadHeld } from './held-versions.ts'
import { issue } from './issue.ts'
import { keys, ranges } from './keys.ts'
import { PointedIdSchema } from './pointers.ts'
import { loadAttributes, loadItem, loadRange } from './reads.ts'
import { refresh } from './refresh.ts'
import { StatusChangeItemSchema } from './status-items.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { fromStoredJwt } from './stored-jwt.ts'
import { loadText, textFields } from './stored-texts.ts'

const AwardSchema = z.object({ ...textFields, storedAt: stored.instant })

/**
 * Badges and award records in DynamoDB, byte for byte. Exactly one badge is ever stored for a claim: the claim's step to
 * `issued` and the badge's absence are conditions of one transaction.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoCredentialStore = (deps: StoreDeps): CredentialStore => ({
  issue: (toIssue) => issue(deps, toIssue),
  changeStatus: (id, change, idempotency) => changeStatus(deps, id, change, idempotency),
  async loadStatus(id) {
    const attributes = [...Object.keys(StandingSchema.shape), 'entity']
    const standing = await loadAttributes(deps, keys.credential(id), attributes, StandingSchema)
    if (!standing) return undefined
    const changes = await loadRange(deps, ranges.statusChanges(id), StatusChangeItemSchema)
    const { status, statusVersion } = standing
    const early = earlyRevocation(standing)
    // A change made between the two reads belongs to the next reader.
    const history = early ? [early] : changes.filter((change) => change.statusVersion <= statusVersion)
    return { status, statusVersion, history }
  },
  async load(id) {
    const head = await loadItem(deps, keys.credential(id), HeadSchema)
    if (!head) return undefined
    const { bytes, chunks, digest, jwt, credentialId, ...rest } = head
    const text = await loadText(deps, head, (chunk) => keys.credentialChunk(id, head.version, digest, chunk))
    const jws = jwt && { text: fromStoredJwt(jwt, text), digest: jwt.digest }
    return { id: credentialId, ...rest, digest, text, ...(jws && { jwt: jws }) } satisfies StoredCredential
  },
  refresh: (toRefresh) => refresh(deps, toRefresh),
  locateRefresh: (capability) => loadItem(deps, keys.refreshPointer(capability), PointedIdSchema),
  loadEarlier: (id, version) => loadEarlier(deps, id, version),
  eraseEarlier: (id, endorsements) => eraseEarlier(deps, id, endorsements),
  loadHeld: (id) => loadHeld(deps, id),
  loadEmbedded: async (id) =>
    (await loadAttributes(deps, keys.credential(id), ['embedded', 'entity'], z.object({ embedded: EmbeddedSchema })))
      ?.embedded,
  erase: (id, capability) => eraseCredential(deps, id, capability),
  loadErasedAt: (id) => loadErasedAt(deps, id),
  async loadAward(id) {
    const award = await loadItem(deps, keys.award(id), AwardSchema)
    if (!award) return undefined
    const text = await loadText(deps, award, (chunk) => keys.awardChunk(id, award.digest, chunk))
    return { text, digest: award.digest, storedAt: award.storedAt }
  },
})
