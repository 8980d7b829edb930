import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoAchievementStore } from '../../../../functions/adapters/dynamodb/achievement-store.ts'
import type { Achievement } from '../../../../functions/domain/achievement/achievement.ts'
import type { AchievementStore } from '../../../../functions/ports/achievement-store.ts'
import { aCriterion, aDraft, anAchievement, anAchievementVersion, anId, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { anIdempotencyKey, outcomeOf, tally, tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let table: TestTable
let store: AchievementStore
beforeAll(async () => {
  table = await freshTable()
  store = dynamoAchievementStore({ ...table, now: () => NOW })
})

const draft = aDraft({
  tag: ['weaving'],
  rubric: [aCriterion(), aCriterion('care')],
  repeatable: 'per-period',
  periodDays: 30,
  policy: { minEndorsers: 2, eligibility: [{ kind: 'role', roles: ['owner'] }] },
  image: { id: 'https://weavers.example.org/badge.png', caption: 'A cloth' },
})
const created = async (name: string, changes: Partial<Achievement> = {}) => {
  const achievement = anAchievement({ id: anId(`achievement ${name}`), draft, ...changes })
  unwrap(await store.create(achievement))
  return achievement
}
const published = (from: Achievement): Achievement => ({
  ...from,
  publishedVersion: from.publishedVersion + 1,
  draftChanged: false,
  version: from.version + 1,
})
const versionOf = (achievement: Achievement, version = 1) =>
  anAchievementVersion(achievement.draft, { achievementId: achievement.id, version })

describe('create', () => {
  it('gives back the draft as it was', async () => {
    const achievement = await created('drafted')
    expect(await store.load(achievement.id)).toEqual(achievement)
    expect(await store.load(anId('no achievement'))).toBeUndefined()
  })

  it('replays ten requests under one key at once, and refuses the key for another request', async () => {
    const attempt = (n: number, digest?: string) =>
      store.create(anAchievement({ id: anId(`repeat ${n}`), community: 'repeaters' }), anIdempotencyKey('a', digest))
    expect(tally(await tenAtOnce((n) => attempt(n)))).toEqual({ written: 1, replayed: 9 })
    expect(outcomeOf(await attempt(11, 'other'))).toBe('idempotency_key_reused')
    expect(unwrap(await store.list('repeaters', { limit: 20 })).items).toHaveLength(1)
  })
})

describe('change', () => {
  it('refuses all but one of ten changes of the same version as stale', async () => {
    const achievement = await created('changed')
    const results = await tenAtOnce((n) =>
      store.change(achievement, { ...achievement, draft: aDraft({ name: `Name ${n}` }), version: 2 }),
    )
    expect(tally(results)).toEqual({ done: 1, stale: 9 })
    expect((await store.load(achievement.id))?.draft.name).toBe(`Name ${results.findIndex(({ ok }) => ok)}`)
  })
})

describe('publish', () => {
  it('stores the version with the achievement that points at it', async () => {
    const achievement = await created('published')
    const version = versionOf(achievement)
    expect(outcomeOf(await store.publish(achievement, published(achievement), version))).toBe('written')
    expect(await store.loadVersion(achievement.id, 1)).toEqual(version)
    expect(await store.load(achievement.id)).toEqual(published(achievement))
  })

  it('lets exactly one of ten publications of the same version through', async () => {
    const achievement = await created('published at once')
    const results = await tenAtOnce((n) =>
      store.publish(achievement, published(achievement), { ...versionOf(achievement), policyDigest: `digest ${n}` }),
    )
    expect(tally(results)).toEqual({ written: 1, stale: 9 })
    const winner = results.findIndex(({ ok }) => ok)
    expect((await store.loadVersion(achievement.id, 1))?.policyDigest).toBe(`digest ${winner}`)
  })

  it('refuses a draft that changed meanwhile, and publishes nothing', async () => {
    const achievement = await created('changed meanwhile')
    unwrap(await store.change(achievement, { ...achievement, version: 2 }))
    expect(outcomeOf(await store.publish(achievement, published(achievement), versionOf(achievement)))).toBe('stale')
    expect(await store.loadVersion(achievement.id, 1)).toBeUndefined()
  })

  it('replays a publication under its key, with the number of the version', async () => {
    const achievement = await created('published twice')
    const publish = () =>
      store.publish(achievement, published(achievement), versionOf(achievement), anIdempotencyKey('publish'))
    expect(tally(await tenAtOnce(publish))).toEqual({ written: 1, replayed: 9 })
    expect(await publish()).toEqual({ ok: true, value: { kind: 'replayed', id: '1' } })
  })
})

describe('loadVersion', () => {
  it('finds a version published after it was asked for in vain', async () => {
    const achievement = await created('later')
    expect(await store.loadVersion(achievement.id, 1)).toBeUndefined()
    const elsewhere = dynamoAchievementStore({ ...table, now: () => NOW })
    unwrap(await elsewhere.publish(achievement, published(achievement), versionOf(achievement)))
    expect(await store.loadVersion(achievement.id, 1)).toEqual(versionOf(achievement))
  })
})

describe('list', () => {
  it('pages through the achievements of one community', async () => {
    const made = [await created('p1', { community: 'potters' }), await created('p2', { community: 'potters' })]
    const first = unwrap(await store.list('potters', { limit: 1 }))
    const second = unwrap(await store.list('potters', { limit: 1, cursor: first.next }))
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.map(({ id }) => id).sort())
    expect(second).not.toHaveProperty('next')
  })

  it('refuses a cursor of the members’ list', async () => {
    const cursor = Buffer.from(`members/potters ${anId('x')}`).toString('base64url')
    expect(await store.list('potters', { limit: 1, cursor })).toMatchObject({ error: { code: 'invalid_cursor' } })
  })
})
