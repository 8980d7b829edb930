import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { dynamoIssuedBadges } from '../../../functions/adapters/dynamodb/issued-badges.ts'
import { DUE_SHARDS, keys as itemKeys } from '../../../functions/adapters/dynamodb/keys.ts'
import { inProcessBus } from '../../../functions/adapters/event-bus/in-process.ts'
import type { AchievementVersion } from '../../../functions/domain/achievement/achievement.ts'
import type { Member } from '../../../functions/domain/community/member.ts'
import { newObjection } from '../../../functions/domain/dispute/raise-objection.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { contestClaim, dismissObjection } from '../../../functions/domain/endorsement/claim-dispute.ts'
import { reopenClaim } from '../../../functions/domain/endorsement/claim-transitions.ts'
import { toClaimEvent } from '../../../functions/domain/endorsement/to-claim-event.ts'
import { addDays, addMilliseconds, type Instant } from '../../../functions/domain/shared/instant.ts'
import { composeFanOut } from '../../../functions/lambdas/compose-fan-out.ts'
import type { DynamoDbStreamRecord } from '../../../functions/local/stream-records.ts'
import { anId, digests } from '../../support/builders.ts'
import { dueItems, runClockAt } from '../../support/clock-runs.ts'
import { beforeFirstPut, watchCommands } from '../../support/fault-injection.ts'
import { consumerOf, deliverAll, eventTypesOf, withdrawOn } from '../../support/issuance-consumer.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredMember,
  give,
  quietLog,
  readStream,
  recordsOf,
} from '../../support/issuance-scenario.ts'
import { anEndorsedClaim, type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'
import { openUniqueClaim } from '../../support/unique-claim.ts'

const MINUTE_MS = 60_000
/** What falls due in the past is due at once, so examples start now. */
const START: Instant = systemNow()
/** A claim that opens at the start ends here. */
const END = addDays(START, 90)

let workshop: BadgeWorkshop
let achievement: AchievementVersion
let learner: Member

beforeEach(async () => {
  workshop = await openWorkshop()
  achievement = await aPublishedAchievement(workshop.stores, workshop.community)
  learner = await aStoredMember(workshop.stores, workshop.community)
})

afterEach(() => workshop.close())

async function openAtStart(member = learner): Promise<Claim> {
  const { claim, answer } = await openUniqueClaim(workshop.stores, achievement, member, START)
  if (answer !== 'open') throw new Error(`the claim was refused: ${answer}`)
  return claim
}

const loadClaim = ({ id }: Claim) => workshop.stores.claims.load(id)
const statusOf = async (claim: Claim) => (await loadClaim(claim))?.status

/** A claim whose consumer died right after the rule was met. */
async function metClaim() {
  const { claim, endorsements } = await anEndorsedClaim(workshop)
  const die = beforeFirstPut('credential', () => Promise.reject(new Error('the process was killed')))
  const dieParking = beforeFirstPut('parked', () => Promise.reject(new Error('the process was killed')))
  const client = watchCommands(workshop.table.client, async (command) => {
    await die(command)
    await dieParking(command)
  })
  await deliverAll(workshop, claim, { client })
  const met = await loadClaim(claim)
  if (met?.status !== 'met') throw new Error(`the claim is ${met?.status}, not met`)
  return { met, decidedAt: met.decidedAt ?? START, end: met.expiresAt ?? END, endorsements }
}

describe('claims that end', () => {
  it('expire exactly at their end, not a millisecond before', async () => {
    const claim = await openAtStart()
    expect(await runClockAt(workshop.table, addMilliseconds(END, -1))).toEqual({ handled: 0, failed: 0 })
    expect(await statusOf(claim)).toBe('open')
    expect(await runClockAt(workshop.table, END)).toEqual({ handled: 1, failed: 0 })
    expect(await loadClaim(claim)).toMatchObject({ status: 'expired', version: 2 })
    expect(await eventTypesOf(workshop, claim.id)).toEqual(['claim.opened', 'claim.expired'])
    expect(await runClockAt(workshop.table, END)).toEqual({ handled: 0, failed: 0 })
  })

  it('free the achievement to be claimed again', async () => {
    await openAtStart()
    const again = (now: Instant) => openUniqueClaim(workshop.stores, achievement, learner, now)
    expect((await again(END)).answer).toBe('claim_exists')
    await runClockAt(workshop.table, END)
    expect((await again(END)).answer).toBe('open')
  })

  it('stay as they are once issued, and are forgotten', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    await deliverAll(workshop, claim)
    const issued = await loadClaim(claim)
    if (issued?.expiresAt === undefined) throw new Error('the claim has an end')
    await workshop.stores.due.put({ at: issued.expiresAt, kind: 'claim-expiry', claimId: claim.id, attempt: 0 })
    const after = addDays(issued.expiresAt, 1)
    await runClockAt(workshop.table, after)
    expect(await loadClaim(claim)).toEqual(issued)
    expect((await dueItems(workshop.table)).map(({ kind }) => kind)).not.toContain('claim-expiry')
  })

  it.each([
    ['go on being looked at while an appeal is not settled, however long that takes', 'raised', true],
    ['are forgotten once nothing can come of a refusal any more', 'dismissed', false],
  ] as const)('%s', async (_title, appeal, isLookedAt) => {
    const claim = await openAtStart()
    const to = { ...claim, status: 'refused', refusedAt: START, appeal, version: claim.version + 1 } as const
    const change = { from: claim, to, event: 'claim.refused', data: {}, uniqueness: { kind: 'keep' } } as const
    await workshop.stores.claims.apply(change, toClaimEvent(change, anId('refusal'), START))
    await runClockAt(workshop.table, END)
    expect(await statusOf(claim)).toBe('refused')
    const left = (await dueItems(workshop.table)).filter(({ kind }) => kind === 'claim-expiry')
    expect(left).toHaveLength(isLookedAt ? 1 : 0)
  })

  it('that are being issued at their end are looked at again, and expire only if that came to nothing', async () => {
    const { met, end, endorsements } = await metClaim()
    await workshop.stores.due.put({ at: end, kind: 'claim-expiry', claimId: met.id, attempt: 0 })
    await runClockAt(workshop.table, end)
    expect(await statusOf(met)).toBe('met')
    const left = await dueItems(workshop.table)
    expect(left.map(({ kind }) => kind).sort()).toEqual(['claim-expiry', 'claim-met'])
    const again = left.find(({ kind }) => kind === 'claim-expiry')?.at ?? end
    expect(again > end).toBe(true)
    const [first] = endorsements
    if (!first) throw new Error('the claim has endorsements')
    expect(await withdrawOn(workshop, met, first)).toBe('done')
    await runClockAt(workshop.table, again)
    expect(await statusOf(met)).toBe('expired')
  })
})

describe('claims that stay met', () => {
  it('for over a minute are nudged, and issued through the stream', async () => {
    const { met, decidedAt } = await metClaim()
    const seen = recordsOf(await readStream(workshop.table), met.id).length
    await runClockAt(workshop.table, addMilliseconds(decidedAt, MINUTE_MS - 1))
    expect(recordsOf(await readStream(workshop.table), met.id)).toHaveLength(seen)
    await runClockAt(workshop.table, addMilliseconds(decidedAt, MINUTE_MS))
    const Records = recordsOf(await readStream(workshop.table), met.id).slice(seen)
    expect(Records.map(({ dynamodb }) => dynamodb.NewImage?.['entity']?.S)).toEqual(['nudge'])
    await consumerOf(workshop)({ Records })
    expect(await statusOf(met)).toBe('issued')
    const later = addMilliseconds(decidedAt, 10 * MINUTE_MS)
    await runClockAt(workshop.table, later)
    expect(await dueItems(workshop.table)).toEqual([])
  })

  it('are nudged again when the first nudge came to nothing, each time after a longer wait', async () => {
    const { decidedAt } = await metClaim()
    let last = addMilliseconds(decidedAt, MINUTE_MS)
    const waits: number[] = []
    for (let nudges = 0; nudges < 4; nudges++) {
      await runClockAt(workshop.table, last)
      const [next, ...others] = await dueItems(workshop.table)
      if (!next) throw new Error('the claim was forgotten')
      expect(others).toEqual([])
      waits.push(Math.floor((Date.parse(next.at) - Date.parse(last)) / MINUTE_MS))
      last = next.at
    }
    expect(waits).toEqual([1, 2, 4, 8])
  })
})

describe('the clock', () => {
  it('twice at once does everything once, and leaves one item for what has to be looked at again', async () => {
    const claims = await Promise.all(
      [0, 1, 2, 3, 4].map(async () => openAtStart(await aStoredMember(workshop.stores, workshop.community))),
    )
    const { met } = await metClaim()
    await workshop.stores.due.put({ at: END, kind: 'claim-met', claimId: met.id, attempt: 0 })
    const runs = await Promise.all([0, 1].map(() => runClockAt(workshop.table, END)))
    expect(runs.map(({ failed }) => failed)).toEqual([0, 0])
    for (const claim of claims)
      expect(await eventTypesOf(workshop, claim.id)).toEqual(['claim.opened', 'claim.expired'])
    const left = await dueItems(workshop.table)
    expect(left.filter(({ at }) => at > END)).toMatchObject([{ kind: 'claim-met', claimId: met.id, attempt: 1 }])
  })

  it('catches up after days without running', async () => {
    const claims: Claim[] = []
    for (let day = 0; day < 3; day++) {
      const member = await aStoredMember(workshop.stores, workshop.community)
      claims.push((await openUniqueClaim(workshop.stores, achievement, member, addDays(START, day))).claim)
    }
    await runClockAt(workshop.table, addMilliseconds(END, -1))
    expect(await runClockAt(workshop.table, addDays(END, 3))).toEqual({ handled: 3, failed: 0 })
    for (const claim of claims) expect(await statusOf(claim)).toBe('expired')
  })

  it('puts off what fails, and does everything else', async () => {
    const [broken, fine] = [
      await openAtStart(),
      await openAtStart(await aStoredMember(workshop.stores, workshop.community)),
    ]
    const { client, tableName } = workshop.table
    // An item that nobody here can read: what a newer version may have written.
    const unreadable = { ...itemKeys.claim(broken.id), entity: 'claim', claimId: broken.id, status: 'unheard of' }
    await client.send(new PutCommand({ TableName: tableName, Item: unreadable }))
    expect(await runClockAt(workshop.table, END)).toEqual({ handled: 1, failed: 1 })
    expect(await statusOf(fine)).toBe('expired')
    expect(await dueItems(workshop.table)).toEqual([
      { at: expect.any(String), kind: 'claim-expiry', claimId: broken.id, attempt: 1 },
    ])
    expect(await runClockAt(workshop.table, addMilliseconds(END, 2 * MINUTE_MS))).toEqual({ handled: 0, failed: 1 })
    expect(await dueItems(workshop.table)).toMatchObject([{ attempt: 2 }])
  })

  it('leaves due what cannot even be put off, and ends instead of trying for ever', async () => {
    const claim = await openAtStart()
    const client = watchCommands(workshop.table.client, async ({ name, puts }) => {
      const isLooking = name === 'QueryCommand' || puts.some(({ entity }) => entity === 'due-cursor')
      if (!isLooking) throw new Error('the table is out of reach')
    })
    expect(await runClockAt({ ...workshop.table, client }, END)).toEqual({ handled: 0, failed: 1 })
    expect(await runClockAt(workshop.table, END)).toEqual({ handled: 1, failed: 0 })
    expect(await statusOf(claim)).toBe('expired')
  })

  it('gets past more failing items than one read returns', async () => {
    const claim = await openAtStart()
    const broken = { ...itemKeys.claim(claim.id), entity: 'claim', claimId: claim.id, status: 'unheard of' }
    await workshop.table.client.send(new PutCommand({ TableName: workshop.table.tableName, Item: broken }))
    const moments = Array.from({ length: 60 }, (_, index) => addMilliseconds(END, -1 - index))
    await Promise.all(
      moments.map((at) => workshop.stores.due.put({ at, kind: 'claim-expiry', claimId: claim.id, attempt: 0 })),
    )
    expect(await runClockAt(workshop.table, END)).toEqual({ handled: 0, failed: 61 })
    expect((await dueItems(workshop.table)).filter(({ at }) => at <= END)).toEqual([])
  })

  it('costs a bounded number of reads and no write when nothing is due', async () => {
    await runClockAt(workshop.table, END)
    const sent: string[] = []
    const client = watchCommands(workshop.table.client, async ({ name }) => {
      sent.push(name)
    })
    await runClockAt({ ...workshop.table, client }, addMilliseconds(END, MINUTE_MS))
    expect(new Set(sent)).toEqual(new Set(['QueryCommand']))
    // One for the cursors; of each shard the present hour and, for what came late, the one before.
    expect(sent.length).toBeLessThanOrEqual(1 + 2 * DUE_SHARDS)
  })
})

describe('badges that could not be counted when they were issued', () => {
  const refusingToCount = () =>
    watchCommands(
      workshop.table.client,
      beforeFirstPut('counted-badge', () => Promise.reject(new Error('the table refused'))),
    )

  it('are counted by the clock, and by whatever else is delivered of them not again', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    await deliverAll(workshop, claim)
    const Records = recordsOf(await readStream(workshop.table), claim.id)
    const around = { ...workshop.table, bus: inProcessBus([]), log: quietLog }
    expect(await composeFanOut({ ...around, client: refusingToCount() })({ Records })).toEqual({
      batchItemFailures: [],
    })
    const counted = () => dynamoIssuedBadges(workshop.table).issuedBy(workshop.community.slug)
    expect(await counted()).toBe(0)
    const left = (await dueItems(workshop.table)).filter(({ kind }) => kind === 'badge-count')
    expect(left.map(({ claimId }) => claimId)).toEqual([claim.id])

    await runClockAt(workshop.table, addMilliseconds(left[0]?.at ?? START, 1))
    expect(await counted()).toBe(1)
    expect((await dueItems(workshop.table)).map(({ kind }) => kind)).not.toContain('badge-count')
    await composeFanOut(around)({ Records })
    expect(await counted()).toBe(1)
  })

  it('are put off while the table refuses, and forgotten for a claim that is not there', async () => {
    const item = { at: START, kind: 'badge-count', claimId: '01KAM0000000000000000000ZZ', attempt: 0 } as const
    await workshop.stores.due.put(item)
    expect(await runClockAt(workshop.table, addMilliseconds(systemNow(), 1))).toEqual({ handled: 1, failed: 0 })
    const claim = await openAtStart()
    await workshop.stores.due.put({ ...item, claimId: claim.id })
    const now = addMilliseconds(systemNow(), 1)
    expect(await runClockAt({ ...workshop.table, client: refusingToCount() }, now)).toEqual({ handled: 0, failed: 1 })
    const [later] = (await dueItems(workshop.table)).filter(({ kind }) => kind === 'badge-count')
    expect(later).toMatchObject({ claimId: claim.id, attempt: 1 })
    expect(later && later.at > now).toBe(true)
  })
})

describe('claims that may be objected to', () => {
  /** A claim that is met, and may be objected to for two days. */
  async function objectable() {
    const rule = await aPublishedAchievement(workshop.stores, workshop.community, {
      policy: { minEndorsers: 1, objectionHours: 48, claimDays: 3 },
    })
    const claim = await aStoredClaim(workshop.stores, rule, learner)
    await give(workshop.stores, rule, claim, await aStoredMember(workshop.stores, workshop.community))
    await deliverAll(workshop, claim)
    // A clock that never ran would begin a day before its first look.
    await runClockAt(workshop.table, START)
    const met = await loadClaim(claim)
    if (met?.objectableUntil === undefined) throw new Error('the claim cannot be objected to')
    return { met, until: met.objectableUntil }
  }

  it('are looked at once that time is over, and not before', async () => {
    const { met, until } = await objectable()
    await runClockAt(workshop.table, addMilliseconds(until, -1))
    expect((await readStream(workshop.table)).some(isNudgeOf(met))).toBe(false)
    await runClockAt(workshop.table, until)
    expect((await readStream(workshop.table)).some(isNudgeOf(met))).toBe(true)
  })

  it('do not expire while an objection is settled, and have as much time afterwards as they had before', async () => {
    const { met } = await objectable()
    const { claims, objections } = workshop.stores
    const expiry = { at: met.expiresAt ?? START, kind: 'claim-expiry' as const, claimId: met.id, attempt: 0 }
    await workshop.stores.due.put(expiry)
    const id = anId('objection')
    const objection = newObjection(
      met,
      { id, kind: 'objection', memberId: learner.id, randomness: 'r', now: START },
      digests,
    )
    const change = contestClaim(met, id)
    const due = { at: START, kind: 'objection' as const, claimId: met.id, ref: id, attempt: 0 }
    const raised = { change, event: toClaimEvent(change, anId('event'), START), objection, reason: 'A doubt.', due }
    expect((await objections.raise(raised)).ok).toBe(true)
    await runClockAt(workshop.table, addDays(START, 4))
    expect(await statusOf(met)).toBe('contested')
    expect((await readStream(workshop.table)).some(isNudgeOf(met))).toBe(true)
    const dismissed = dismissObjection(change.to, 'clock', START, addDays(START, 4))
    expect((await claims.apply(dismissed, toClaimEvent(dismissed, anId('dismissed'), START))).ok).toBe(true)
    const reopened = reopenClaim(dismissed.to, 'issuance')
    expect((await claims.apply(reopened, toClaimEvent(reopened, anId('reopened'), START))).ok).toBe(true)
    const end = met.expiresAt && addDays(met.expiresAt, 4)
    await runClockAt(workshop.table, addMilliseconds(end ?? START, -1))
    expect(await statusOf(met)).toBe('open')
    await runClockAt(workshop.table, addMilliseconds(end ?? START, 3_600_000))
    expect(await statusOf(met)).toBe('expired')
  })
})

const isNudgeOf =
  ({ id }: Claim) =>
  ({ dynamodb }: DynamoDbStreamRecord) =>
    dynamodb.Keys['pk']?.S === `CLAIM#${id}` && dynamodb.Keys['sk']?.S === 'N#'
