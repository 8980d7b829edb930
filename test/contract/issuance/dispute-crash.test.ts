import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { fileSealedKeys } from '../../../functions/adapters/keys/file-sealed-keys.ts'
import { cryptoRandomness } from '../../../functions/adapters/randomness/crypto-randomness.ts'
import type { AchievementVersion } from '../../../functions/domain/achievement/achievement.ts'
import type { Community } from '../../../functions/domain/community/community.ts'
import type { Member } from '../../../functions/domain/community/member.ts'
import { castVote } from '../../../functions/domain/dispute/cast-vote.ts'
import type { Objection } from '../../../functions/domain/dispute/objection.ts'
import { newObjection } from '../../../functions/domain/dispute/raise-objection.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { appealRefusal, contestClaim } from '../../../functions/domain/endorsement/claim-dispute.ts'
import { withdrawEndorsement } from '../../../functions/domain/endorsement/give-endorsement.ts'
import { toClaimEvent } from '../../../functions/domain/endorsement/to-claim-event.ts'
import { addMilliseconds } from '../../../functions/domain/shared/instant.ts'
import { composeIssuance } from '../../../functions/lambdas/compose-issuance.ts'
import { DisputeOutcomeSchema } from '../../../schemas/objection.ts'
import { digests } from '../../support/builders.ts'
import { readEvents } from '../../support/claim-scene.ts'
import { freshTable, type TestTable } from '../../support/dynamodb.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  give,
  mortal,
  quietLog,
  type SealedKeys,
  type Stores,
  storesOf,
} from '../../support/issuance-scenario.ts'

/** More calls than a panel or its outcome takes. */
const MOST_CALLS = 40

const random = cryptoRandomness({ now: systemNow })
let table: TestTable
let stores: Stores
let keys: SealedKeys
let folder: string
let community: Community
let achievement: AchievementVersion
let learner: Member
let endorser: Member
let objector: Member

beforeAll(async () => {
  table = await freshTable()
  stores = storesOf(table)
  folder = await mkdtemp(join(tmpdir(), 'peerbadge-dispute-'))
  keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  community = await aStoredCommunity(stores, keys)
  achievement = await aPublishedAchievement(stores, community, {
    repeatable: 'many',
    policy: { minEndorsers: 1, objectionHours: 48 },
  })
  ;[learner, endorser, objector] = [
    await aStoredMember(stores, community),
    await aStoredMember(stores, community),
    await aStoredMember(stores, community),
  ]
  // Enough for a panel, and for another after an appeal.
  for (let others = 0; others < 6; others++) await aStoredMember(stores, community)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Lets issuance look at a claim at an instant, in a process that dies after so many calls; `true` when it lived. */
async function look(claim: Claim, diesAfter?: number, now = systemNow): Promise<boolean> {
  const life = mortal(diesAfter === undefined ? undefined : { call: diesAfter, when: 'after' })
  const handler = composeIssuance({
    client: life.client(table.client),
    tableName: table.tableName,
    keys: life.keys(keys),
    publicUrl: BASE_URL,
    log: quietLog,
    now,
  })
  const nudge = {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '1',
      Keys: { pk: { S: `CLAIM#${claim.id}` }, sk: { S: 'N#' } },
      NewImage: { entity: { S: 'nudge' } },
    },
  }
  await handler({ Records: [nudge] }).catch(() => undefined)
  return !life.died()
}

const loadClaim = async ({ id }: Pick<Claim, 'id'>): Promise<Claim> => {
  const claim = await stores.claims.load(id)
  if (!claim) throw new Error('the claim is gone')
  return claim
}

/** Killed after so many calls, and then looked at once more by a process that lives. @returns whether the first one lived. */
async function lookTwice(claim: Claim, diesAfter: number): Promise<boolean> {
  const lived = await look(claim, diesAfter)
  if (!lived) await look(claim)
  return lived
}

async function metClaim(): Promise<Claim> {
  const opened = await aStoredClaim(stores, achievement, learner)
  await give(stores, achievement, opened, endorser)
  await look(opened)
  return loadClaim(opened)
}

/** Raises an objection to a claim, or an appeal; `undefined` when the claim had moved on. */
async function raise(claim: Claim, kind: Objection['kind'], now = systemNow()): Promise<string | undefined> {
  const memberId = kind === 'appeal' ? claim.learnerId : objector.id
  const id = random.id()
  const objection = newObjection(claim, { id, kind, memberId, randomness: random.secret(), now }, digests)
  const change = kind === 'appeal' ? appealRefusal(claim, id, false, now) : contestClaim(claim, id)
  const raised = await stores.objections.raise({
    change,
    event: toClaimEvent(change, random.id(), now),
    objection,
    reason: 'I doubt it.',
    due: { at: addMilliseconds(now, 60_000), kind: 'objection', claimId: claim.id, ref: id, attempt: 0 },
  })
  return raised.ok ? id : undefined
}

async function mustRaise(claim: Claim, kind: Objection['kind']): Promise<string> {
  const id = await raise(claim, kind)
  if (id === undefined) throw new Error('the claim moved on')
  return id
}

async function loadObjection(claim: Claim, id: string): Promise<Objection> {
  const objection = await stores.objections.load(claim.id, id)
  if (!objection) throw new Error('the objection is gone')
  return objection
}

async function vote(claim: Claim, id: string) {
  for (const { memberId } of (await loadObjection(claim, id)).seats) {
    const from = await loadObjection(claim, id)
    const to = castVote(from, memberId, systemNow())
    if (!to.ok) throw new Error(to.error.code)
    const event = {
      id: random.id(),
      type: 'claim.panel-voted' as const,
      at: systemNow(),
      community: claim.community,
      claimId: claim.id,
      data: {},
    }
    const voted = await stores.objections.vote(
      { from, to: to.value, event },
      { memberId, vote: 'upheld', reason: 'So it is.' },
    )
    expect(voted.ok).toBe(true)
  }
}

const eventsOf = async ({ id }: Claim) => (await readEvents({ table }, id)).map(({ type }) => String(type))

/** Everything about a dispute, in a process that dies after so many calls whenever it looks. @returns whether it ever lived. */
async function settleDying(claim: Claim, id: string, call: number): Promise<boolean> {
  const drew = await lookTwice(claim, call)
  const seated = await loadObjection(claim, id)
  expect({ draws: seated.draws.length, seats: seated.seats.length }).toEqual({ draws: 1, seats: 3 })
  await vote(claim, id)
  const settled = await lookTwice(claim, call)
  const outcome = await stores.objections.loadOutcome(id)
  const { settlement } = DisputeOutcomeSchema.parse(JSON.parse(outcome?.text ?? '{}'))
  expect(settlement).toMatchObject({ status: 'upheld', upheld: 3 })
  // Looked at once more, nothing changes.
  await look(claim)
  expect((await stores.objections.loadOutcome(id))?.text).toBe(outcome?.text)
  return drew && settled
}

describe('a process that settles a dispute and dies', () => {
  it('leaves one panel and one outcome of an objection, then of an appeal, and one badge, after whichever of its calls it was killed', async () => {
    let last = 0
    for (let call = 1; call <= MOST_CALLS; call++) {
      const claim = await metClaim()
      const lived = await settleDying(claim, await mustRaise(claim, 'objection'), call)
      const refused = await loadClaim(claim)
      expect(refused.status).toBe('refused')
      await settleDying(claim, await mustRaise(refused, 'appeal'), call)
      expect((await loadClaim(claim)).status).toBe('issued')
      const types = await eventsOf(claim)
      expect(types.filter((type) => /^claim.(contest|refus|appeal|panel-d|dispute|issued)/.test(type)).sort()).toEqual([
        'claim.appeal-upheld',
        'claim.appealed',
        'claim.contested',
        'claim.dispute-settled',
        'claim.dispute-settled',
        'claim.issued',
        'claim.panel-drawn',
        'claim.panel-drawn',
        'claim.refused',
      ])
      last = call
      if (lived) break
    }
    expect(last).toBeGreaterThan(8)
    expect(last).toBeLessThan(MOST_CALLS)
  }, 120_000)

  it('draws one panel when several look at once', async () => {
    const claim = await metClaim()
    const id = await mustRaise(claim, 'objection')
    await Promise.all([1, 2, 3, 4].map(() => look(claim)))
    expect((await loadObjection(claim, id)).seats).toHaveLength(3)
    expect((await eventsOf(claim)).filter((type) => type === 'claim.panel-drawn')).toHaveLength(1)
  })
})

describe('an objection in the last moment', () => {
  it('either contests the claim, and no badge is made, or comes too late and changes nothing', async () => {
    for (let round = 0; round < 6; round++) {
      const claim = await metClaim()
      const end = claim.objectableUntil
      if (end === undefined) throw new Error('the claim cannot be objected to')
      const wait = new Promise((resolve) => setTimeout(resolve, 4 * round))
      const [id] = await Promise.all([
        wait.then(() => raise(claim, 'objection', addMilliseconds(end, -1))),
        look(claim, undefined, () => end),
      ])
      // What the issuance that lost has to say comes to nothing.
      const { status, credentialId, ...after } = await loadClaim(claim)
      expect(status).toBe(id === undefined ? 'issued' : 'contested')
      expect((await stores.credentials.load(credentialId)) === undefined).toBe(status === 'contested')
      expect(after.disputeId).toBe(id)
    }
  })
})

describe('a process that suspends a badge by its rule and dies', () => {
  it('suspends it once, after whichever of its calls it was killed, and reinstates it once', async () => {
    const rule = await aPublishedAchievement(stores, community, {
      repeatable: 'many',
      policy: { minEndorsers: 1, living: 'suspend', livingGraceDays: 0 },
    })
    const statuses = async ({ credentialId }: Claim) =>
      (await stores.credentials.loadStatus(credentialId))?.history.map(({ status }) => status)
    let last = 0
    for (let call = 1; call <= MOST_CALLS; call++) {
      const opened = await aStoredClaim(stores, rule, learner)
      const given = await give(stores, rule, opened, endorser)
      await look(opened)
      const claim = await loadClaim(opened)
      expect(claim.status).toBe('issued')
      const taken = withdrawEndorsement(given, claim, systemNow())
      if (!taken.ok) throw new Error(taken.error.code)
      const event = {
        id: random.id(),
        type: 'endorsement.withdrawn' as const,
        at: systemNow(),
        community: claim.community,
        claimId: claim.id,
        data: {},
      }
      const guard = { kind: 'unchanged' as const, claim }
      expect((await stores.endorsements.change(given, taken.value, undefined, event, guard)).ok).toBe(true)
      const suspendedAlive = await look(claim, call)
      if (!suspendedAlive) await look(claim)
      expect(await statuses(claim)).toEqual(['suspended'])
      expect((await loadClaim(claim)).support?.state).toBe('settled')
      await give(stores, rule, claim, objector)
      const reinstatedAlive = await look(claim, call)
      if (!reinstatedAlive) await look(claim)
      expect(await statuses(claim)).toEqual(['suspended', 'valid'])
      expect((await loadClaim(claim)).support).toBeUndefined()
      last = call
      if (suspendedAlive && reinstatedAlive) break
    }
    expect(last).toBeGreaterThan(5)
    expect(last).toBeLessThan(MOST_CALLS)
  }, 120_000)
})
