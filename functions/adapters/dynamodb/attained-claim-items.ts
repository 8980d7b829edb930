import type { AttainedClaim } from '../../domain/attainment/open-attained-claim.ts'
import { openingItems } from './claim-store.ts'
import { keys } from './keys.ts'
import type { TransactItem } from './transact.ts'
import { put } from './writes.ts'

/**
 * Everything that opens a claim of the service, with what has issuance look at it: no endorsement will. The achievement may
 * be given many times, so no place is taken.
 */
export function attainedClaimItems({ claim, evidence, event }: AttainedClaim): readonly TransactItem[] {
  const nudge = put({ ...keys.nudge(claim.id), entity: 'nudge', claimId: claim.id, at: claim.openedAt })
  const items = openingItems({ claim, evidence, event, unique: false }, claim.openedAt)
  return [...Object.values(items).flatMap((item) => item ?? []), nudge]
}
