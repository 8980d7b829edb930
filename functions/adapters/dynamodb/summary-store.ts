import type { ClaimEvent } from '../../domain/endorsement/claim-event.ts'
import { toSummarised } from '../../domain/independence/summarised-event.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Randomness } from '../../ports/randomness.ts'
import type { SummaryStore } from '../../ports/summary-store.ts'
import { EventItemSchema } from './event-items.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { countEndorsements } from './summaries/count-endorsements.ts'
import { groupBy } from './summaries/group-by.ts'
import { handOnReach, takeBackReach } from './summaries/keep-reach.ts'
import { keepTies } from './summaries/keep-ties.ts'
import { markRing } from './summaries/mark-ring.ts'
import { markVouched } from './summaries/mark-vouched.ts'

/** What keeping summaries needs beside the table. */
export interface SummaryDeps extends TableDeps {
  readonly random: Pick<Randomness, 'id'>
}

/**
 * Summaries in DynamoDB: items of at most 4 KB with each member, one with each community. Only this writes them, but for the units
 * that an endorser uses, which go with their endorsement.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoSummaryStore(deps: SummaryDeps): SummaryStore {
  const keep = (events: readonly ClaimEvent[]) => keepAll(deps, events)
  return {
    keep,
    async keepStored(claimId, ref) {
      const [at, id = ''] = ref.split('/')
      const event = await loadItem(deps, keys.event(claimId, stored.instant.parse(at), id), EventItemSchema)
      if (event) await keep([event])
    },
  }
}

async function keepAll(deps: SummaryDeps, events: readonly ClaimEvent[]): Promise<void> {
  const told = events.flatMap((event) => toSummarised(event) ?? [])
  for (const [community, own] of groupBy(told, ({ event }) => event.community))
    await countEndorsements(deps, community, own)
  const reached = told.filter(({ endorses, event }) => endorses && event.data['reached'] === true)
  for (const [claimId] of groupBy(reached, ({ event }) => event.claimId)) await markVouched(deps, claimId)
  for (const [one, closesRingOf] of await keepTies(deps, told))
    await markRing(deps, one, closesRingOf, deps.random.id())
  for (const { type, claimId, at, data } of events) {
    if (type === 'claim.issued') await handOnReach(deps, claimId, toIds(data['vouchers']), at)
    if (type === 'credential.revoked') await takeBackReach(deps, claimId, at)
  }
}

const toIds = (text: unknown): readonly Id[] => (typeof text === 'string' ? text.split(' ').filter(Boolean) : [])
