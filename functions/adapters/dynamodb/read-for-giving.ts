import type { Id } from '../../domain/shared/ids.ts'
import type { GivingRead } from '../../ports/endorsement-store.ts'
import type { IdempotencyKey } from '../../ports/written.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { idempotencyRecordKey, toEarlierWrite } from './idempotency.ts'
import { type Key, keys } from './keys.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { loadBatch, parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'

/** Reads claim, endorser, their holdings and an earlier request under the same key with one batch. */
export async function readForGiving(
  deps: StoreDeps,
  claimId: Id,
  endorserId: Id,
  idempotency: IdempotencyKey | undefined,
): Promise<GivingRead> {
  const claimKey = keys.claim(claimId)
  const endorserKey = keys.member(endorserId)
  const holdingsKey = keys.holdings(endorserId)
  const recordKey = idempotency && idempotencyRecordKey(idempotency)
  const items = await loadBatch(deps, [claimKey, endorserKey, holdingsKey, ...(recordKey ? [recordKey] : [])])
  const at = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk)
  const claim = at(claimKey)
  const endorser = at(endorserKey)
  const holdings = at(holdingsKey)
  const record = recordKey && at(recordKey)
  const earlier = record && toEarlierWrite(deps, record)
  return {
    claim: claim && parseItem(ClaimItemSchema, claim),
    endorser: endorser && parseItem(MemberItemSchema, endorser),
    holdings: holdings ? parseItem(HoldingsSchema, holdings) : [],
    ...(earlier ? { earlier } : {}),
  }
}
