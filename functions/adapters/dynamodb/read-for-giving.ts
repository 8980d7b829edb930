import type { Id } from '../../domain/shared/ids.ts'
import type { ChangeRead, GivingRead, SeenItems } from '../../ports/endorsement-store.ts'
import type { IdempotencyKey } from '../../ports/written.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { GIVING_FACTS } from './giving-facts/all-facts.ts'
import type { Given, ItemAt } from './giving-facts/giving-fact.ts'
import { loadFactItems, readFacts } from './giving-facts/load-facts.ts'
import { idempotencyRecordKey, toEarlierWrite } from './idempotency.ts'
import { itemAt, loadByKey } from './items-by-key.ts'
import { type Key, keys } from './keys.ts'
import type { FindKnownClaim, KnownClaim } from './known-claims.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import type { TransactItem } from './transact.ts'

/** Reads claim, member, their holdings and an earlier request under the same key with one batch. */
export async function readForChange(
  deps: StoreDeps,
  claimId: Id,
  memberId: Id,
  idempotency: IdempotencyKey | undefined,
): Promise<ChangeRead> {
  const seen = await loadByKey(deps, commonKeys(claimId, memberId, idempotency))
  return toChangeRead(deps, claimId, memberId, idempotency, itemAt(seen))
}

/** The same, with everything that {@link GIVING_FACTS} ask about, in the same batch; see {@link loadFactItems}. */
export async function readForGiving(
  deps: StoreDeps,
  findClaim: FindKnownClaim,
  claimId: Id,
  endorserId: Id,
  idempotency: IdempotencyKey | undefined,
): Promise<GivingRead> {
  const claim = await findClaim(claimId)
  const giving = claim && { claim, endorserId, now: deps.now() }
  const seen = await loadFactItems(deps, giving ? [giving] : [], commonKeys(claimId, endorserId, idempotency))
  const at = itemAt(seen)
  return {
    ...toChangeRead(deps, claimId, endorserId, idempotency, at),
    facts: giving ? readFacts(giving, at) : {},
    seen,
  }
}

/** The endorser's own items that go with a version of an endorsement, on the conditions that what was read still holds. */
export const writesWith = (
  claim: KnownClaim,
  { endorsement, begins }: Pick<Given, 'endorsement' | 'begins'>,
  seen: SeenItems,
): readonly TransactItem[] =>
  GIVING_FACTS.flatMap((fact) => fact.write?.({ claim, endorsement, begins }, itemAt(seen)) ?? [])

const commonKeys = (claimId: Id, memberId: Id, idempotency: IdempotencyKey | undefined): readonly Key[] => [
  keys.claim(claimId),
  keys.member(memberId),
  keys.holdings(memberId),
  ...(idempotency ? [idempotencyRecordKey(idempotency)] : []),
]

function toChangeRead(
  deps: StoreDeps,
  claimId: Id,
  memberId: Id,
  idempotency: IdempotencyKey | undefined,
  at: ItemAt,
): ChangeRead {
  const claim = at(keys.claim(claimId))
  const endorser = at(keys.member(memberId))
  const holdings = at(keys.holdings(memberId))
  const record = idempotency && at(idempotencyRecordKey(idempotency))
  const earlier = record && toEarlierWrite(deps, record)
  return {
    claim: claim && parseItem(ClaimItemSchema, claim),
    endorser: endorser && parseItem(MemberItemSchema, endorser),
    holdings: holdings ? parseItem(HoldingsSchema, holdings) : [],
    ...(earlier ? { earlier } : {}),
  }
}
