import { grantFrom } from '../../../domain/independence/reach.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { ClaimItemSchema } from '../claim-items.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import { loadItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import { transact } from '../transact.ts'
import { changeSummary, isErased, untilDone } from './change-summary.ts'
import { toPanel, toStanding } from './summary-items.ts'

/** Hands trust on with the badge of a claim, from each of those who vouched for it; each once, however often it is told. */
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
      const passedOn = giver.passedOn + grant.units
      const failed = await transact(deps, {
        learner: changeSummary(learnerKey, 'standing', items(learnerKey), { grants: [...learner.grants, grant] }, at),
        giver: grant.fromPanel ? undefined : changeSummary(giverKey, 'standing', items(giverKey), { passedOn }, at),
      })
      return failed === undefined
    })
}

/** Takes back what was handed on with a badge that is revoked; what the learner handed on meanwhile stays with whom it went to. */
export async function takeBackReach(deps: TableDeps, claimId: Id, at: Instant): Promise<void> {
  const claim = await loadItem(deps, keys.claim(claimId), ClaimItemSchema)
  if (!claim) return
  const learnerKey = keys.standing(claim.learnerId)
  await untilDone(deps, async () => {
    const item = itemAt(await loadByKey(deps, [learnerKey]))(learnerKey)
    const { grants } = toStanding(item, at)
    const grant = grants.find((one) => one.claimId === claimId && one.units > 0)
    if (grant === undefined) return true
    const giverKey = keys.standing(grant.from)
    const giver = itemAt(await loadByKey(deps, [giverKey]))(giverKey)
    const passedOn = Math.max(0, toStanding(giver, at).passedOn - grant.units)
    const left = grants.map((one) => (one === grant ? { ...one, units: 0 } : one))
    await transact(deps, {
      learner: changeSummary(learnerKey, 'standing', item, { grants: left }, at),
      // Of a giver who is erased there is nothing left to give it back to.
      giver: grant.fromPanel || !giver ? undefined : changeSummary(giverKey, 'standing', giver, { passedOn }, at),
    })
    // There may be more from others; what did not go through is tried again.
    return false
  })
}
