import type { ClaimEvent } from '../../domain/endorsement/claim-event.ts'
import { tellsEndorse } from '../../domain/independence/summarised-event.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Randomness } from '../../ports/randomness.ts'
import type { SummaryStore } from '../../ports/summary-store.ts'
import { EventItemSchema } from './event-items.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { countEndorsements, type EndorseEvent } from './summaries/count-endorsements.ts'
import { groupBy } from './summaries/group-by.ts'
import { handOnReach, takeBackReach } from './summaries/keep-reach.ts'
import { keepReceived } from './summaries/keep-received.ts'
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
  const endorsed = events.flatMap((event) => toEndorseEvent(event) ?? [])
  for (const [community, own] of groupBy(endorsed, (event) => event.community))
    await countEndorsements(deps, community, own)
  for (const [learnerId, own] of groupBy(endorsed, learnerOf)) await keepReceived(deps, learnerId, own)
  for (const [claimId] of groupBy(
    endorsed.filter(({ data }) => data['reached'] === true),
    (event) => event.claimId,
  ))
    await markVouched(deps, claimId)
  const ties = endorsed.map((event) => ({ endorserId: event.actorId, learnerId: learnerOf(event), at: event.at }))
  for (const [index, closesRingOf] of (await keepTies(deps, ties)).entries()) {
    const event = endorsed[index]
    if (event && closesRingOf !== undefined) await markRing(deps, event, closesRingOf, deps.random.id())
  }
  for (const { type, claimId, at, data } of events) {
    if (type === 'claim.issued') await handOnReach(deps, claimId, toIds(data['vouchers']), at)
    if (type === 'credential.revoked') await takeBackReach(deps, claimId, at)
  }
}

/** Events stored before learners were named in them are in no summary. */
const toEndorseEvent = (event: ClaimEvent): EndorseEvent | undefined =>
  tellsEndorse(event) && event.actorId !== undefined && typeof event.data['learnerId'] === 'string'
    ? { ...event, actorId: event.actorId }
    : undefined

const learnerOf = ({ data }: EndorseEvent): Id => String(data['learnerId'])

const toIds = (text: unknown): readonly Id[] => (typeof text === 'string' ? text.split(' ').filter(Boolean) : [])
