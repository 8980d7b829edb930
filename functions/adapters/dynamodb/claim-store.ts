import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { EvidenceDocument } from '../../domain/endorsement/open-claim.ts'
import type { Pool } from '../../domain/reviewing/pools.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err } from '../../domain/shared/result.ts'
import type { ClaimOpening, ClaimStore } from '../../ports/claim-store.ts'
import { changeStanding, pointToLearner } from './challenge-standing-items.ts'
import { compress, decompress } from './chunks.ts'
import { ClaimItemSchema, changeUniqueness, putClaim, putEvent, putNewClaim, takeUniqueness } from './claim-items.ts'
import { loadClaimPage, loadNewestClaims } from './claim-pages.ts'
import { toDueItem } from './due-items.ts'
import { noteSharedWork } from './giving-facts/shared-work.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { PointedIdSchema, toPointer } from './pointers.ts'
import { loadItem, loadRange } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { putPooled } from './reviewer-pool.ts'
import { noteSharedClaim } from './shared-claims.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const EvidenceItemSchema = z
  .object({
    version: stored.version,
    digest: z.string(),
    bytes: stored.bytes,
    selfRatings: z.record(z.string(), z.string()).optional(),
  })
  .transform(({ bytes, ...rest }): EvidenceDocument => ({ ...rest, text: decompress(bytes) }))

/**
 * Claims in DynamoDB: each in a partition of its own with its events; its evidence lies with the learner, who can be
 * erased.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoClaimStore(deps: StoreDeps): ClaimStore {
  const load = (id: string) => loadItem(deps, keys.claim(id), ClaimItemSchema)
  return {
    load,
    open: (opening) => open(deps, opening),
    async loadByCredential(credentialId) {
      const claimId = await loadItem(deps, keys.credentialClaim(credentialId), PointedIdSchema)
      return claimId === undefined ? undefined : load(claimId)
    },
    apply: ({ from, to, uniqueness }, event, extra = {}) =>
      writeOnce(deps, {
        id: to.id,
        idempotency: extra.idempotency,
        items: {
          claim: putClaim(from, to),
          event: putEvent(event),
          evidence: extra.evidence && putEvidence(to, extra.evidence),
          uniqueness: changeUniqueness(from, uniqueness),
          standing: to.status === 'withdrawn' ? changeStanding(to, 'DELETE', 'claims') : undefined,
          badge: extra.marksBadge ? markSupport(to) : undefined,
          due: extra.due && put(toDueItem(extra.due, deps.now())),
        },
        ...(uniqueness.kind === 'take' ? {} : { dispensable: 'uniqueness' }),
        refuse: (failed) => {
          if (failed.claim === undefined && failed.uniqueness) return err(CLAIM_EXISTS)
          if (failed.claim === undefined) throw new Error(`event ${event.id} or its evidence is already stored`)
          return err({ code: 'stale', detail: 'The claim changed meanwhile; read it again.' })
        },
      }),
    loadEvidence: ({ learnerId, id }) => loadRange(deps, ranges.evidence(learnerId, id), EvidenceItemSchema),
    loadEvidenceVersion: ({ learnerId, id }, version) =>
      loadItem(deps, keys.evidence(learnerId, id, version), EvidenceItemSchema),
    listByCommunity: (community, page) => loadClaimPage(deps, 'communityClaims', community, page),
    listNewest: (community, limit) => loadNewestClaims(deps, community, limit),
    listByLearner: (learnerId, page) => loadClaimPage(deps, 'learnerClaims', learnerId, page),
    async nudge(claimId, at) {
      // A changed instant makes the put a change, and only a change reaches the stream.
      const Item = { ...keys.nudge(claimId), entity: 'nudge', claimId, at }
      await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
    },
  }
}

const CLAIM_EXISTS: Refusal = {
  code: 'claim_exists',
  detail: 'The learner already has a claim for this achievement.',
}

/** The badge says how its support stands, so that its page needs no other read. */
const markSupport = ({ credentialId, support }: Claim): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.credential(credentialId),
    UpdateExpression: support === undefined ? 'REMOVE support' : 'SET support = :support',
    ConditionExpression: 'attribute_exists(pk)',
    ...(support === undefined ? {} : { ExpressionAttributeValues: { ':support': support } }),
  },
})

async function open(deps: StoreDeps, opening: ClaimOpening) {
  await noteSharedClaim(deps, opening.claim)
  return writeOnce(deps, {
    id: opening.claim.id,
    idempotency: opening.idempotency,
    items: { ...openingItems(opening, deps.now()), together: await noteSharedWork(deps, opening.claim) },
    refuse: (failed) => {
      if (failed.uniqueness === undefined)
        throw new Error(`an id of the new claim ${opening.claim.id} is already taken`)
      return err(CLAIM_EXISTS)
    },
  })
}

/** Everything that a claim opens with. */
export const openingItems = (
  { claim, evidence, event, unique, due }: Omit<ClaimOpening, 'idempotency'>,
  now: Instant,
) => ({
  claim: putNewClaim(claim),
  badge: put(toPointer(keys.credentialClaim(claim.credentialId), 'credential-claim', claim.id), IF_NEW),
  evidence: putEvidence(claim, evidence),
  event: putEvent(event),
  uniqueness: unique ? takeUniqueness(claim) : undefined,
  standing: changeStanding(claim, 'ADD', 'claims'),
  participant: pointToLearner(claim),
  pooled: poolOf(claim),
  due: due && put(toDueItem(due, now)),
})

/** Who works on a challenge may be drawn for it; who is licensed for it, as one of those. */
const poolOf = ({
  community,
  challengeId,
  attained,
  planted,
  learnerId,
  openedAt,
}: Claim): TransactItem | undefined => {
  if (challengeId === undefined || planted !== undefined) return undefined
  const pool: Pool = attained === 'calibration' ? `licence:${challengeId}` : `challenge:${challengeId}`
  return putPooled(community, pool, learnerId, openedAt)
}

const putEvidence = (
  { learnerId, id }: Claim,
  { version, digest, text, selfRatings }: EvidenceDocument,
): TransactItem =>
  put(
    {
      ...keys.evidence(learnerId, id, version),
      entity: 'evidence',
      claimId: id,
      version,
      digest,
      bytes: compress(text),
      selfRatings,
    },
    IF_NEW,
  )
