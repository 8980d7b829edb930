import { beforeEach, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { OPEN_LIMIT } from '../../../functions/domain/reviewing/terms.ts'
import { toRequestEvent } from '../../../functions/domain/reviewing/to-review-event.ts'
import { addMilliseconds } from '../../../functions/domain/shared/instant.ts'
import { fillPool, poolDue } from '../../../functions/reviews/fill-pool.ts'
import { requestDue, tendReviewRequest } from '../../../functions/reviews/tend-review-request.ts'
import { aMember } from '../../support/builders.ts'
import { freshTable, type TestTable } from '../../support/dynamodb.ts'
import { beforeFirstPut, watchCommands } from '../../support/fault-injection.ts'
import { aClaimBy, addPeers, ask, type ReviewQueue, requestOf, reviewDepsOf } from '../../support/review-queue.ts'
import { unwrap } from '../../support/store-examples.ts'

let table: TestTable
let queue: ReviewQueue
beforeEach(async () => {
  table = await freshTable()
  queue = reviewDepsOf(table, systemNow)
})

const openOf = async (ids: readonly string[]) =>
  [...(await queue.reviews.loadReviewers(ids)).values()].map(({ open }) => open.length)

/** Learners whose budgets do not matter here. */
const learners = (count: number) => Array.from({ length: count }, () => queue.random.id())

describe('two draws at once', () => {
  it('never let more wait for anyone than may, whatever they race for', async () => {
    const peers = await addPeers(queue, 4)
    const claims = await Promise.all(
      learners(12).map((learner, n) => aClaimBy(queue, `claim ${n}`, learner, { achievementId: queue.random.id() })),
    )
    const ids = await Promise.all(claims.map((claim) => ask(queue, claim, { count: 2 })))
    const open = await openOf(peers.map(({ id }) => id))
    // 24 are wanted of four people, who take five each: all twenty places are filled and none twice.
    expect(open).toEqual([OPEN_LIMIT, OPEN_LIMIT, OPEN_LIMIT, OPEN_LIMIT])
    const requests = await Promise.all(claims.map((claim, n) => requestOf(queue, claim, ids[n] ?? '')))
    for (const { asked } of requests) expect(new Set(asked).size).toBe(asked.length)
    expect(requests.flatMap(({ asked }) => asked)).toHaveLength(20)
  })

  it('of one claim never ask one person twice', async () => {
    const peers = await addPeers(queue, 3)
    const [learner = ''] = learners(1)
    const claim = await aClaimBy(queue, 'raced', learner)
    const ids = await Promise.all([0, 1, 2].map(() => ask(queue, claim, { count: 2 })))
    const asked = (await Promise.all(ids.map((id) => requestOf(queue, claim, id)))).flatMap((one) => one.asked)
    expect([...asked].sort()).toEqual(peers.map(({ id }) => id).sort())
    expect(await openOf(asked)).toEqual([1, 1, 1])
  })

  it('tend one request to the same end', async () => {
    await addPeers(queue, 6)
    const [learner = ''] = learners(1)
    const claim = await aClaimBy(queue, 'tended', learner)
    const id = await ask(queue, claim, { count: 3 })
    await Promise.all(Array.from({ length: 5 }, () => tendReviewRequest(queue, claim.id, 1)))
    expect((await requestOf(queue, claim, id)).asked).toHaveLength(3)
  })

  it('spend no budget twice', async () => {
    await addPeers(queue, 2)
    const [learner = ''] = learners(1)
    const claims = await Promise.all([0, 1, 2, 3].map((n) => aClaimBy(queue, `budget ${n}`, learner)))
    const asked = await Promise.allSettled(claims.map((claim) => ask(queue, claim, { count: 2 })))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect((await queue.reviews.loadReviewers([learner])).get(learner)?.asksLeft).toBe(0)
  })
})

describe('a process that stops', () => {
  it('after the request is stored and before anyone is asked is taken up by the clock', async () => {
    await addPeers(queue, 3)
    const [learner = ''] = learners(1)
    const claim = await aClaimBy(queue, 'stopped', learner)
    const die = beforeFirstPut('review-assignment', () => Promise.reject(new Error('the process was killed')))
    const dying = reviewDepsOf({ ...table, client: watchCommands(table.client, die) }, systemNow)
    await expect(ask(dying, claim, { count: 2 })).rejects.toThrow('killed')
    const [stored] = await queue.reviews.loadRequests(claim.id)
    expect(stored).toMatchObject({ state: 'open', asked: [] })
    const due = await queue.due.loadDue(addMilliseconds(systemNow(), 60_000), 10)
    for (const item of due)
      if (item.kind === 'review-request') await tendReviewRequest(queue, item.claimId, Number(item.ref))
    expect((await queue.reviews.loadRequests(claim.id))[0]?.asked).toHaveLength(2)
  })
})

describe('a clock that stops', () => {
  it('after it ended what the rule asked for, finds out again whether an opinion is lacking', async () => {
    const [learner = ''] = learners(1)
    const claim = await aClaimBy(queue, 'ended', learner)
    const at = systemNow()
    const request = {
      ...{ id: queue.random.id(), claimId: claim.id, community: 'weavers', number: 1, source: 'rule' as const },
      ...{ wanted: 1, named: [], languages: [], asked: [], state: 'closed' as const, closedAs: 'expired' as const },
      ...{ widened: [], askedAt: at, closedAt: at, paid: 0, version: 1 },
    }
    const event = toRequestEvent('review.asked', request, { id: queue.random.id(), at })
    unwrap(await queue.reviews.ask({ request, event, due: requestDue(request, at) }))
    for (let n = 0; n < 2; n++)
      expect(await tendReviewRequest(queue, claim.id, 1)).toMatchObject({ kind: 'review-further', claimId: claim.id })
  })
})

describe('accounts of one person', () => {
  it('are not drawn together, nor one after the other', async () => {
    const first = queue.random.id()
    const others = await addPeers(queue, 3, (n) => (n === 2 ? { id: first } : { person: first }))
    const [learner = ''] = learners(1)
    const claim = await aClaimBy(queue, 'one person', learner)
    const { asked } = await requestOf(queue, claim, await ask(queue, claim, { count: 3 }))
    expect(asked).toHaveLength(1)
    expect(others.map(({ id }) => id)).toContain(asked[0])
    await ask(queue, claim, { count: 1 })
    expect((await queue.reviews.loadRequests(claim.id)).flatMap((one) => one.asked)).toEqual(asked)
  })
})

describe('members from before pools were kept', () => {
  it('are drawn at once, and are in the pools once the clock has put them there', async () => {
    const members = await addPeers(queue, 3)
    for (const member of members) await queue.reviewerPool.leave(member, ['all', 'language:*'])
    const older = aMember('older', { community: 'dyers', id: queue.random.id() })
    unwrap(await queue.members.add(older))
    await queue.reviewerPool.leave(older, ['all', 'language:*'])
    expect(await queue.reviewerPool.sample('dyers', 'all', 'seed', 10)).toEqual([])
    expect(await fillPool(queue, poolDue('dyers', systemNow()))).toBeUndefined()
    expect(await queue.reviewerPool.sample('dyers', 'all', 'seed', 10)).toMatchObject([{ memberId: older.id }])
    expect(await queue.reviewerPool.isFilled('dyers')).toBe(true)
  })
})

describe('a pool', () => {
  it('gives everybody about the same chance, wherever in it a sample begins', async () => {
    const peers = await addPeers(queue, 60)
    const met = new Map(peers.map(({ id }) => [id, 0]))
    for (let n = 0; n < 60; n++)
      for (const { memberId } of await queue.reviewerPool.sample('weavers', 'all', `seed ${n}`, 20))
        met.set(memberId, (met.get(memberId) ?? 0) + 1)
    const counts = [...met.values()]
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60 * 20)
    expect(Math.min(...counts)).toBeGreaterThan(0)
  })

  it('is read whole, each once, when it is no larger than the sample', async () => {
    const peers = await addPeers(queue, 7)
    const sampled = await queue.reviewerPool.sample('weavers', 'language:*', 'anything', 20)
    expect(sampled.map(({ memberId }) => memberId).sort()).toEqual(peers.map(({ id }) => id).sort())
  })
})

describe('loads over the real store', () => {
  it('stay within twice the median for 30 claims among 15 members', async () => {
    const peers = await addPeers(queue, 15)
    const asked = new Map(peers.map(({ id }) => [id, 0]))
    for (const [n, learner] of learners(30).entries()) {
      const claim = await aClaimBy(queue, `many ${n}`, learner, { achievementId: queue.random.id() })
      const { asked: drawn } = await requestOf(queue, claim, await ask(queue, claim, { count: 2 }))
      for (const id of drawn) asked.set(id, (asked.get(id) ?? 0) + 1)
    }
    const loads = [...asked.values()].sort((a, b) => a - b)
    expect(loads.reduce((sum, one) => sum + one, 0)).toBe(60)
    expect(loads.at(-1)).toBeLessThanOrEqual(2 * (loads[7] ?? 0))
  })
})
