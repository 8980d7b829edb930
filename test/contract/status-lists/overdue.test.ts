import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { inProcessBus } from '../../../functions/adapters/event-bus/in-process.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import type { DomainEvent } from '../../../functions/domain/shared/domain-event.ts'
import { addMilliseconds, type Instant } from '../../../functions/domain/shared/instant.ts'
import { composeStatusLists } from '../../../functions/lambdas/compose-status-lists.ts'
import type { EventBus } from '../../../functions/ports/event-bus.ts'
import {
  aRevocationOf,
  aSuspensionOf,
  changeBadge,
  isRevocationPublished,
  isSuspensionPublished,
  revokeBadge,
  suspensionEntryOf,
} from '../../support/badge-revocations.ts'
import { dueItems, runClockAt } from '../../support/clock-runs.ts'
import { quietLog } from '../../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'

const MINUTE_MS = 60_000

let workshop: BadgeWorkshop
let claim: Claim
let revokedBefore: Instant

/** A revocation of which no consumer of the stream ever hears. */
beforeEach(async () => {
  // The clock of a table never goes back.
  workshop = await openWorkshop()
  claim = (await anIssuedBadge(workshop, { judgements: [{}] })).claim
  await revokeBadge(workshop, claim)
  revokedBefore = systemNow()
})

afterEach(() => workshop.close())

const minutesLater = (minutes: number) => addMilliseconds(revokedBefore, minutes * MINUTE_MS)
const looksLeft = async () =>
  (await dueItems(workshop.table)).filter((item) => item.kind === 'revocation' && item.claimId === claim.id)
const publisher = () => {
  const { client, tableName } = workshop.table
  return composeStatusLists({ client, tableName, keys: workshop.keys, log: quietLog }).subscriber
}

/** A bus that remembers what it was given. */
function watchedBus(bus: EventBus) {
  const published: DomainEvent[] = []
  const publish: EventBus['publish'] = (events) => {
    published.push(...events)
    return bus.publish(events)
  }
  return {
    bus: { publish },
    published: () => published.filter((event) => 'claimId' in event && event.claimId === claim.id),
  }
}

describe('a revocation whose event was lost', () => {
  it('is asked for by the clock after a minute, and then in the published list', async () => {
    const { bus, published } = watchedBus(inProcessBus([publisher()]))
    await runClockAt(workshop.table, addMilliseconds(revokedBefore, MINUTE_MS - 5_000), { bus })
    expect(published()).toEqual([])
    await runClockAt(workshop.table, minutesLater(1), { bus })
    expect(published()).toMatchObject([{ type: 'status-list.overdue', data: { ...claim.statusEntry } }])
    expect(await isRevocationPublished(workshop, claim)).toBe(true)
    await runClockAt(workshop.table, minutesLater(3), { bus })
    expect(published()).toHaveLength(1)
    expect(await looksLeft()).toEqual([])
  })

  it('is asked for again, each time after a longer wait, until the list shows it', async () => {
    const { bus, published } = watchedBus(inProcessBus([]))
    for (const [minutes, asked] of [
      [1, 1],
      [3, 2],
      [4, 2],
      [6, 3],
    ] as const) {
      await runClockAt(workshop.table, minutesLater(minutes), { bus })
      expect(published()).toHaveLength(asked)
    }
    expect(new Set(published().map(({ id }) => id)).size).toBe(3)
    await runClockAt(workshop.table, minutesLater(60), { bus: inProcessBus([publisher()]) })
    expect(await isRevocationPublished(workshop, claim)).toBe(true)
  })

  it('stays on the clock when the bus does not take the event', async () => {
    const refusing: EventBus = { publish: async (events) => events.map(({ id }) => id) }
    const { failed } = await runClockAt(workshop.table, minutesLater(1), { bus: refusing })
    expect(failed).toBeGreaterThan(0)
    expect(await looksLeft()).toMatchObject([{ attempt: 1 }])
    await runClockAt(workshop.table, minutesLater(60), { bus: inProcessBus([publisher()]) })
    expect(await isRevocationPublished(workshop, claim)).toBe(true)
  })
})

describe('a suspension whose event was lost, and the reinstatement after it', () => {
  let changedBefore: Instant
  const after = (minutes: number) => addMilliseconds(changedBefore, minutes * MINUTE_MS)
  const runClock = (minutes: number, bus: EventBus) => runClockAt(workshop.table, after(minutes), { bus })

  beforeEach(async () => {
    claim = (await anIssuedBadge(workshop, { judgements: [{}] })).claim
    await changeBadge(workshop, claim, 'suspend')
    changedBefore = systemNow()
  })

  it('BSL-11: are both asked for by the clock, each until the suspension list shows it', async () => {
    const { bus, published } = watchedBus(inProcessBus([publisher()]))
    await runClock(1, bus)
    const entry = await suspensionEntryOf(workshop, claim)
    expect(published()).toMatchObject([{ type: 'status-list.overdue', data: { ...entry } }])
    expect(await isSuspensionPublished(workshop, claim)).toBe(true)
    await changeBadge(workshop, claim, 'reinstate')
    changedBefore = systemNow()
    expect(await isSuspensionPublished(workshop, claim)).toBe(true)
    await runClock(3, bus)
    expect(await isSuspensionPublished(workshop, claim)).toBe(false)
    const asked = published().length
    await runClock(10, bus)
    expect(published()).toHaveLength(asked)
  })

  it('cost one look and nothing on the bus when they are published in time', async () => {
    expect(await publisher().deliver([await aSuspensionOf(workshop, claim)])).toEqual([])
    const { bus, published } = watchedBus(inProcessBus([]))
    await runClock(1, bus)
    expect(published()).toEqual([])
  })
})

describe('a revocation that is published in time', () => {
  it('costs the clock one look and nothing on the bus', async () => {
    expect(await publisher().deliver([aRevocationOf(claim)])).toEqual([])
    const { bus, published } = watchedBus(inProcessBus([]))
    await runClockAt(workshop.table, minutesLater(1), { bus })
    expect(published()).toEqual([])
    expect(await looksLeft()).toEqual([])
  })
})
