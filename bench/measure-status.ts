import { systemNow } from '../functions/adapters/clock/system-clock.ts'
import { keys } from '../functions/adapters/dynamodb/keys.ts'
import type { Claim } from '../functions/domain/endorsement/claim.ts'
import { type ClaimChange, issueClaim } from '../functions/domain/endorsement/claim-transitions.ts'
import { STATUS_LIST_SIZE } from '../functions/domain/status/bitstring.ts'
import { composeStatusLists } from '../functions/lambdas/compose-status-lists.ts'
import { aRevocationOf, revokeBadge } from '../test/support/badge-revocations.ts'
import { aClaim, anId, digests } from '../test/support/builders.ts'
import { aStoredCommunity, quietLog, type Stores, storesOf } from '../test/support/issuance-scenario.ts'
import { type Cost, meterOf } from '../test/support/measured-client.ts'
import { anEvent, openClaimOf } from '../test/support/store-examples.ts'
import type { Engine, PlainTable } from './engine.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, timed } from './statistics.ts'
import { bitsOf, entriesOf, forget, putItems, startLike, startLists } from './status-items.ts'
import { type Allot, drawEntries, type FilledList, openAllotting } from './status-register.ts'

const PUBLICATIONS = 3

/** What giving out an entry, revoking a badge and publishing its list take. */
interface Taken {
  readonly milliseconds: number
  readonly cost: Cost
}
type Step = 'allot' | 'revoke' | 'publish'
type Steps = Readonly<Record<Step, Taken>>

const WHAT: Readonly<Record<Step, string>> = {
  allot: 'give out an entry',
  revoke: 'revoke a badge',
  publish: 'publish a list',
}

/** The cost of a badge's status with few and with very many badges, and of publishing lists with few and many bits. */
export async function measureStatus(engine: Engine, sizes: Sizes, tell: (step: string) => void) {
  const table = await engine.openPlainTable('status')
  const meter = await meterOf(table)
  const community = await aStoredCommunity(table.stores, engine.keys)
  const [few, many] = sizes.statusBadges
  tell(`drawing the entries of ${many} badges`)
  const { lists, draws } = await drawEntries(community, table.stores.communities, engine.keys, many)

  const open = async (client: PlainTable['client']): Promise<Workbench> => {
    const stores = storesOf({ ...table, client })
    const allot = await openAllotting(community, stores.communities, engine.keys, stores.statusLists)
    const { subscriber } = composeStatusLists({ ...table, client, keys: engine.keys, log: quietLog })
    return { stores, allot, publish: (claim) => subscriber.deliver([aRevocationOf(claim)]) }
  }
  const [plain, metered] = [await open(table.client), await open(meter.client)]
  const measure = async (stage: string): Promise<Steps> => {
    const times: Record<Step, number[]> = { allot: [], revoke: [], publish: [] }
    for (let round = 0; round < sizes.statusRounds; round++)
      await walk(plain, community.slug, `${stage} ${round}`, async (step, run) => {
        times[step].push(await timed(run))
      })
    const costs = new Map<Step, Cost>()
    await walk(metered, community.slug, `${stage} metered`, async (step, run) => {
      costs.set(step, await meter.measure(run))
    })
    const of = (step: Step): Taken => ({
      milliseconds: median(times[step]),
      cost: costs.get(step) ?? { requests: [], units: Number.NaN },
    })
    return { allot: of('allot'), revoke: of('revoke'), publish: of('publish') }
  }

  tell(`storing the entries of ${few} badges`)
  await startLists(table.stores, lists.slice(0, 1), undefined)
  await putItems(table, entriesOf(lists.slice(0, 1)).slice(0, few))
  const small = await measure('few')
  tell(`storing the entries of ${many} badges`)
  await startLists(table.stores, lists.slice(1), lists[0])
  const filling = await timed(() => putItems(table, entriesOf(lists).slice(few)))
  const large = await measure('many')

  const rows = (['allot', 'revoke', 'publish'] as const).map((step): Row => {
    const [before, after] = [small[step], large[step]]
    const note = `${describe(before)} with ${few} badges; ${describe(after)} with ${many}`
    return { what: `${WHAT[step]}, ${many} badges`, value: after.milliseconds, unit: 'ms', note }
  })
  const published = await measurePublishing(table, plain, sizes, lists.at(-1), tell)
  const full = lists.slice(0, -1).map(({ indexes }) => indexes.size / STATUS_LIST_SIZE)
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`
  const ratio = (step: Step) => (large[step].cost.units / small[step].cost.units).toFixed(2)
  const growth = [
    `With ${many} badges in ${lists.length} pairs of lists instead of ${few} in one, giving out an entry consumes ${ratio('allot')} times the capacity, revoking a badge ${ratio('revoke')} times and publishing a list with as many entries set ${ratio('publish')} times.`,
    full.length === 0
      ? `None of the lists was full; a badge took ${(draws / many).toFixed(2)} draws.`
      : `A new pair of lists was started when ${percent(Math.min(...full))} to ${percent(Math.max(...full))} of a list were given out; a badge took ${(draws / many).toFixed(2)} draws on average, each a transaction of its own.`,
  ]
  const fill: Row = {
    what: 'pairs of status lists started',
    value: lists.length,
    unit: '',
    note: `for ${many} badges of one community; their entries took ${Math.round(filling / 1000)} s to store here`,
  }
  return { rows: [...rows, ...published, fill], growth }
}

const describe = ({ milliseconds, cost: { units, requests } }: Taken) =>
  `${milliseconds.toFixed(1)} ms, ${units} units, ${requests.length} ${requests.length === 1 ? 'request' : 'requests'}`

interface Workbench {
  readonly stores: Stores
  readonly allot: Allot
  readonly publish: (claim: Claim) => Promise<unknown>
}

/** One badge from its entry to its published revocation; only the three steps are measured. */
async function walk(
  { stores, allot, publish }: Workbench,
  community: string,
  name: string,
  measure: (step: Step, run: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const decidedAt = systemNow()
  const open = await openClaimOf(stores.claims, name, { community, status: 'met', decidedAt, round: 1 })
  let met: Claim | undefined
  await measure('allot', async () => {
    met = await allot(open)
  })
  if (!met) throw new Error('no entry was given out')
  const change = issueClaim(met, systemNow(), { repeatable: 'once' })
  await storeBadge(stores, change)
  await measure('revoke', () => revokeBadge({ stores }, change.to))
  await measure('publish', () => publish(change.to))
}

/** Stores a badge without bytes worth naming: nothing of its status depends on them. */
async function storeBadge(stores: Stores, change: ClaimChange): Promise<void> {
  const { id: claimId, credentialId: id, community } = change.to
  const text = '{"type":"OpenBadgeCredential"}'
  const digest = digests.sha256Base64Url(text)
  const credential = { id, claimId, community, text, digest, storedAt: systemNow(), embedded: new Map() }
  const event = anEvent(`issue ${claimId}`, { type: 'claim.issued', claimId })
  const issued = await stores.credentials.issue({
    change,
    event,
    credential,
    awardText: '{"type":"AwardRecord"}',
    capability: digests.sha256Base64Url(claimId),
  })
  if (!issued.ok) throw new Error(`the badge was refused: ${issued.error.code}`)
}

/** How long signing and publishing a list takes with so many entries set, whether of one badge or of all. */
async function measurePublishing(
  table: PlainTable,
  { publish }: Workbench,
  { publishedBits }: Sizes,
  model: FilledList | undefined,
  tell: (step: string) => void,
): Promise<readonly Row[]> {
  if (!model) throw new Error('there is no list')
  const rows: Row[] = []
  for (const count of publishedBits) {
    tell(`publishing a list with ${count} entries set`)
    const list = anId(`list with ${count} set`)
    await startLike(table.stores, model, list)
    await putItems(table, bitsOf(list, count))
    const claim = aClaim({ statusEntry: { list, index: 0 } })
    const times: number[] = []
    for (let round = 0; round < PUBLICATIONS; round++) {
      // Without its newest version the list is signed anew, whatever is set in it.
      await forget(table, keys.signedList(list))
      times.push(await timed(() => publish(claim)))
    }
    const note = `median of ${PUBLICATIONS}; reading what is set, signing, checking the signature, storing`
    rows.push({ what: `publish a list with ${count} entries set`, value: median(times), unit: 'ms', note })
  }
  return rows
}
