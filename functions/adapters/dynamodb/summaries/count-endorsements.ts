import { hear, type Recount, standsSince } from '../../../domain/independence/heard.ts'
import { moveInMonths } from '../../../domain/independence/monthly-counts.ts'
import { addReceived, withoutReceived } from '../../../domain/independence/received.ts'
import { recountTally } from '../../../domain/independence/share.ts'
import type { SummarisedEndorsement } from '../../../domain/independence/summarised-event.ts'
import type { Id, Slug } from '../../../domain/shared/ids.ts'
import { type Instant, toEpochDays } from '../../../domain/shared/instant.ts'
import { type ItemsByKey, itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import type { TableDeps } from '../store-deps.ts'
import { transact } from '../transact.ts'
import { changeSummary, isErased, untilDone } from './change-summary.ts'
import { groupBy } from './group-by.ts'
import { claimTag, fromReceived, toGiven, toHeard, toReceived, toTally } from './summary-items.ts'

/** With what each has given and each learner received, they fit into one transaction beside the community's number. */
const PEOPLE_A_TRANSACTION = 30

/** All that is told of what one person endorsed of one claim. */
type Told = readonly [SummarisedEndorsement, ...SummarisedEndorsement[]]

/**
 * Counts endorsements of one community, for it, for who gave and for who received them: of one claim each person once, while one
 * of theirs stands. What was heard of them is kept with the claim and written with the numbers as one, so that each is right
 * whatever comes twice or late; a batch at a time, so that a crowd that endorses at once changes the community's number seldom.
 */
export async function countEndorsements(deps: TableDeps, community: Slug, told: readonly SummarisedEndorsement[]) {
  const people = groupBy(told, ({ event, endorserId }) => `${event.claimId} ${endorserId}`).map(([, own]) => own)
  for (let from = 0; from < people.length; from += PEOPLE_A_TRANSACTION)
    await untilDone(deps, () => tryCounting(deps, community, people.slice(from, from + PEOPLE_A_TRANSACTION)))
}

/** What news of one person and claim change. */
interface Change extends Recount {
  readonly endorserId: Id
  readonly learnerId: Id
  readonly claimId: Id
}

async function tryCounting(deps: TableDeps, community: Slug, people: readonly Told[]): Promise<boolean> {
  const tallyKey = keys.communityTally(community)
  const items = await loadByKey(deps, [
    tallyKey,
    ...people.flatMap(([{ event, endorserId, learnerId }]) => [
      keys.talliedEndorser(event.claimId, endorserId),
      keys.standing(endorserId),
      keys.received(learnerId),
    ]),
  ])
  const at = itemAt(items)
  const heard = people.map((told) => hearAll(items, told))
  const marks = heard.flatMap(({ mark }) => mark ?? [])
  if (marks.length === 0) return true
  const changes = heard.flatMap(({ change }) => (change && change.before !== change.after ? change : []))
  const newest = newestOf(people.flat())
  const given = new Map(
    groupBy(changes, ({ endorserId }) => endorserId).map(([id, own]) => [
      id,
      own.reduce(moveInMonths, toGiven(at(keys.standing(id)))),
    ]),
  )
  const tally = changes.reduce(
    (sum, change) => recountTally(sum, change.endorserId, change, given.get(change.endorserId) ?? {}),
    toTally(at(tallyKey)),
  )
  const endorsers = [...given].map(async ([id, months]) => {
    const item = at(keys.standing(id))
    if (await isErased(deps, id, item)) return []
    return [changeSummary(keys.standing(id), 'standing', item, { given: months }, newest)]
  })
  const learners = groupBy(changes, ({ learnerId }) => learnerId).map(async ([id, own]) => {
    const item = at(keys.received(id))
    if (await isErased(deps, id, item)) return []
    const received = own.reduce(moveReceived, toReceived(item))
    return [changeSummary(keys.received(id), 'received', item, { received: fromReceived(received) }, newest)]
  })
  const failed = await transact(deps, {
    marks,
    tally:
      changes.length === 0 ? undefined : changeSummary(tallyKey, 'community-tally', at(tallyKey), { ...tally }, newest),
    people: (await Promise.all([...endorsers, ...learners])).flat(),
  })
  return failed === undefined
}

/** The mark that all of it was heard, if some of it was not yet, and what that changes. */
function hearAll(items: ItemsByKey, told: Told) {
  const [{ event, endorserId, learnerId }] = told
  const key = keys.talliedEndorser(event.claimId, endorserId)
  const item = itemAt(items)(key)
  const known = toHeard(item)
  const heard = told.reduce(hear, known)
  if (heard === known) return {}
  const recount = { before: standsSince(known), after: standsSince(heard) }
  const change: Change = { endorserId, learnerId, claimId: event.claimId, ...recount }
  return { change, mark: changeSummary(key, 'tallied-endorser', item, { heard }, newestOf(told)) }
}

function moveReceived(received: ReturnType<typeof toReceived>, { endorserId, claimId, after }: Change) {
  const source = { endorserId, claimId: claimTag(claimId) }
  const without = withoutReceived(received, source)
  return after === undefined ? without : addReceived(without, { ...source, day: toEpochDays(after) })
}

/** The instant of the newest of some events. */
function newestOf(told: readonly { readonly at: Instant }[]): Instant {
  const newest = told
    .map(({ at }) => at)
    .sort()
    .at(-1)
  if (newest === undefined) throw new TypeError('of no events none is the newest')
  return newest
}
