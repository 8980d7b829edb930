import { PutCommand } from '@aws-sdk/lib-dynamodb'
import {
  addGrant,
  type Grant,
  grantFrom,
  type Handed,
  overdrawn,
  withoutClaim,
  withoutHanded,
  withoutUnits,
} from '../../../domain/independence/reach.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { ClaimItemSchema } from '../claim-items.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import { loadItem } from '../reads.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import type { TableDeps } from '../store-deps.ts'
import { transact } from '../transact.ts'
import { check, IF_NEW } from '../writes.ts'
import { changeSummary, isErased, untilDone } from './change-summary.ts'
import { fromGrants, fromHanded, toPanel, toStanding } from './summary-items.ts'

/**
 * Hands trust on with the badge of a claim, from each of those who vouched for it; each once, however often it is told, and none
 * once it is told that the badge was revoked.
 */
export async function handOnReach(deps: TableDeps, claimId: Id, voucherIds: readonly Id[], at: Instant): Promise<void> {
  if (voucherIds.length === 0) return
  const claim = await loadItem(deps, keys.claim(claimId), ClaimItemSchema)
  if (!claim) return
  const { community, learnerId } = claim
  for (const voucherId of voucherIds)
    await untilDone(deps, async () => {
      const communityKey = keys.community(community)
      const [giverKey, learnerKey] = [keys.standing(voucherId), keys.standing(learnerId)]
      const items = itemAt(await loadByKey(deps, [communityKey, giverKey, learnerKey]))
      const [giver, learner] = [toStanding(items(giverKey), at), toStanding(items(learnerKey), at)]
      const panel = toPanel(items(communityKey))
      const grant = grantFrom({ id: voucherId, standing: giver }, { id: learnerId, standing: learner }, claimId, panel)
      if (grant === undefined || (await isErased(deps, learnerId, items(learnerKey)))) return true
      const grants = fromGrants(addGrant(learner.grants, grant, panel))
      const handed = fromHanded([...giver.handed, toHanded(learnerId, grant)])
      const failed = await transact(deps, {
        learner: changeSummary(learnerKey, 'standing', items(learnerKey), grants, at),
        giver: isOfPanel(grant) ? undefined : changeSummary(giverKey, 'standing', items(giverKey), handed, at),
        revoked: check(keys.revokedTrust(claimId), IF_NEW),
      })
      return failed === undefined || failed.revoked !== undefined
    })
}

/**
 * Takes back what was handed on with a badge that is revoked, and what its holder handed on of it, step by step. Those farthest away
 * come first: stopped half-way, it goes on from there when it is told again. Each step takes a unit at least, of which nobody holds
 * more than eighty or hands on more than half; so there are few.
 */
export async function takeBackReach(deps: TableDeps, claimId: Id, at: Instant): Promise<void> {
  const claim = await loadItem(deps, keys.claim(claimId), ClaimItemSchema)
  if (!claim) return
  const { learnerId } = claim
  const mark = new PutCommand({
    TableName: deps.tableName,
    Item: { ...keys.revokedTrust(claimId), entity: 'revoked-trust' },
  })
  // First, so that nothing is handed on any more while it is taken back.
  await retryConflicts(() => deps.client.send(mark), deps.retry)
  const isOfClaim = (grant: Grant) => grant.claimId === claimId && grant.units > 0
  for (let isLeft = true; isLeft; )
    await untilDone(deps, async () => {
      await lower(deps, learnerId, (grants) => withoutClaim(grants, claimId), at)
      const learner = await loadStanding(deps, learnerId, at)
      const grant = learner.standing.grants.find(isOfClaim)
      isLeft = grant !== undefined
      return grant === undefined || takeBack(deps, learnerId, learner, grant, at)
    })
}

/** @returns whether it was still as it was read. */
async function takeBack(deps: TableDeps, learnerId: Id, learner: Loaded, grant: Grant, at: Instant): Promise<boolean> {
  const giver = await loadStanding(deps, grant.from, at)
  const handed = fromHanded(withoutHanded(giver.standing.handed, toHanded(learnerId, grant)))
  const left = learner.standing.grants.map((one) => (one === grant ? { ...one, units: 0 } : one))
  const failed = await transact(deps, {
    learner: changeSummary(keys.standing(learnerId), 'standing', learner.item, fromGrants(left), at),
    // Of a giver who is erased there is nothing left to give it back to.
    giver:
      isOfPanel(grant) || !giver.item
        ? undefined
        : changeSummary(keys.standing(grant.from), 'standing', giver.item, handed, at),
  })
  return failed === undefined
}

/** Has a member take back what they could not have handed on of what they are to hold. */
async function lower(
  deps: TableDeps,
  memberId: Id,
  toHeld: (grants: readonly Grant[]) => readonly Grant[],
  at: Instant,
): Promise<void> {
  for (let isLeft = true; isLeft; )
    await untilDone(deps, async () => {
      const giver = await loadStanding(deps, memberId, at)
      const excess = overdrawn(toHeld(giver.standing.grants), giver.standing.handed)
      isLeft = excess !== undefined
      if (excess === undefined) return true
      await lower(deps, excess.to, (grants) => withoutUnits(grants, memberId, excess), at)
      const taker = await loadStanding(deps, excess.to, at)
      const handed = fromHanded(withoutHanded(giver.standing.handed, excess))
      const grants = fromGrants(withoutUnits(taker.standing.grants, memberId, excess))
      const failed = await transact(deps, {
        giver: changeSummary(keys.standing(memberId), 'standing', giver.item, handed, at),
        taker: taker.item && changeSummary(keys.standing(excess.to), 'standing', taker.item, grants, at),
      })
      return failed === undefined
    })
}

type Loaded = Awaited<ReturnType<typeof loadStanding>>

async function loadStanding(deps: TableDeps, memberId: Id, at: Instant) {
  const key = keys.standing(memberId)
  const item = itemAt(await loadByKey(deps, [key]))(key)
  return { item, standing: toStanding(item, at) }
}

const isOfPanel = ({ from, root }: Grant): boolean => from === root

const toHanded = (to: Id, { claimId, units, root }: Grant): Handed => ({ to, claimId, units, root })
