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
import { contestClaim } from '../../../functions/domain/endorsement/claim-dispute.ts'
import { withdrawEndorsement } from '../../../functions/domain/endorsement/give-endorsement.ts'
import { toClaimEvent } from '../../../functions/domain/endorsement/to-claim-event.ts'
import { addMilliseconds } from '../../../functions/domain/shared/instant.ts'
import { composeIssuance } from '../../../functions/lambdas/compose-issuance.ts'
import { DisputeOutcomeSchema } from '../../../schemas/objection.ts'
import { digests } from '../../support/builders.ts'
import { freshTable, type TestTable } from '../../support/dynamodb.ts'
import { everyItem } from '../../support/every-item.ts'
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
  for (let others = 0; others < 4; others++) await aStoredMember(stores, community)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Lets issuance look at a claim, in a process that dies after so many calls; `true` when it lived. */
async function look(claim: Claim, diesAfter?: number): Promise<boolean> {
  const life = mortal(diesAfter === undefined ? undefined : { call: diesAfter, when: 'after' })
  const handler = composeIssuance({
    client: life.client(table.client),
    tableName: table.tableName,
    keys: life.keys(keys),
    publicUrl: BASE_URL,
    log: quietLog,
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

async function contested(): Promise<{ claim: Claim; objectionId: string }> {
  const opened = await aStoredClaim(stores, achievement, learner)
  await give(stores, achievement, opened, endorser)
  await look(opened)
  const claim = await loadClaim(opened)
  const now = systemNow()
  const objection = newObjection(
    claim,
    { id: random.id(), kind: 'objection', memberId: objector.id, randomness: random.secret(), now },
    digests,
  )
  const change = contestClaim(claim, objection.id)
  const raised = await stores.objections.raise({
    change,
    event: toClaimEvent(change, random.id(), now),
    objection,
    reason: 'I doubt it.',
    due: { at: addMilliseconds(now, 60_000), kind: 'objection', claimId: claim.id, ref: objection.id, attempt: 0 },
  })
  expect(raised.ok).toBe(true)
  return { claim: change.to, objectionId: objection.id }
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

const eventsOf = async (claim: Claim, type: string) =>
  (await everyItem(table)).filter(
    (item) => item['entity'] === 'event' && item['type'] === type && item['claimId'] === claim.id,
  )

describe('a process that settles a dispute and dies', () => {
  it('leaves one panel and one outcome, after whichever of its calls it was killed', async () => {
    let last = 0
    for (let call = 1; call <= MOST_CALLS; call++) {
      const { claim, objectionId } = await contested()
      const drewAlive = await look(claim, call)
      if (!drewAlive) await look(claim)
      const seated = await loadObjection(claim, objectionId)
      expect({ draws: seated.draws.length, seats: seated.seats.length }).toEqual({ draws: 1, seats: 3 })
      await vote(claim, objectionId)
      const settledAlive = await look(claim, call)
      if (!settledAlive) await look(claim)
      expect((await loadClaim(claim)).status).toBe('refused')
      const outcome = await stores.objections.loadOutcome(objectionId)
      const { settlement } = DisputeOutcomeSchema.parse(JSON.parse(outcome?.text ?? '{}'))
      expect(settlement).toMatchObject({ status: 'upheld', upheld: 3 })
      // Looked at once more, nothing changes.
      await look(claim)
      expect((await stores.objections.loadOutcome(objectionId))?.text).toBe(outcome?.text)
      for (const type of ['claim.panel-drawn', 'claim.dispute-settled', 'claim.refused'])
        expect(await eventsOf(claim, type)).toHaveLength(1)
      last = call
      if (drewAlive && settledAlive) break
    }
    expect(last).toBeGreaterThan(8)
    expect(last).toBeLessThan(MOST_CALLS)
  }, 120_000)

  it('draws one panel when several look at once', async () => {
    const { claim, objectionId } = await contested()
    await Promise.all([1, 2, 3, 4].map(() => look(claim)))
    expect((await loadObjection(claim, objectionId)).seats).toHaveLength(3)
    expect(await eventsOf(claim, 'claim.panel-drawn')).toHaveLength(1)
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
