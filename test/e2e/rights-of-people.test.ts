import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { OWN_ITEMS } from '../../functions/adapters/dynamodb/own-record-items.ts'
import {
  addMember,
  apiKey,
  createCommunity,
  openClaim,
  publishAchievement,
  type RequestOptions,
  startApp,
  type TestApp,
} from '../support/app.ts'

let app: TestApp
let tenant: Awaited<ReturnType<typeof createCommunity>>
let asha: string
let bela: string
let cleo: string
let claim: string

const path = (member: string, what: 'export' | 'consents') => `/v1/communities/weavers/members/${member}/${what}`

/** Every item of a list, page by page. */
async function all(url: string, options: RequestOptions): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let cursor = ''
  for (let page = 0; page < 100; page++) {
    const answer = await app.request('GET', `${url}?limit=2${cursor}`, options)
    expect(answer.status).toBe(200)
    items.push(...answer.body.items)
    if (answer.body.next === undefined) return items
    cursor = `&cursor=${encodeURIComponent(answer.body.next)}`
  }
  throw new Error('the list has no end')
}

const ofKind = (records: readonly Record<string, unknown>[], kind: string) =>
  records.filter((record) => record['kind'] === kind)

beforeAll(async () => {
  app = await startApp()
  tenant = await createCommunity(app, 'weavers')
  asha = await addMember(app, tenant, {
    name: 'Asha',
    externalId: 'u-1',
    languages: ['hi', 'en'],
    identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
  })
  bela = await addMember(app, tenant, { name: 'Bela' })
  cleo = await addMember(app, tenant, { name: 'Cleo' })
  const achievement = await publishAchievement(app, tenant, { policy: { minEndorsers: 2 } })
  claim = await openClaim(app, tenant, { learner: asha, achievement })
  const endorse = (endorser: string, body: object) =>
    app.request('POST', `/v1/claims/${claim}/endorsements`, { token: tenant.key, body: { endorser, ...body } })
  const first = await endorse(bela, { verdict: 'not-yet', fix: 'Straighten the left edge.' })
  await app.request('PUT', `/v1/claims/${claim}/endorsements/${first.body.id}`, {
    token: tenant.key,
    actingFor: bela,
    body: { verdict: 'endorse', comment: 'Even now.', consentToBeNamed: true },
  })
  await endorse(cleo, { verdict: 'decline', reason: 'I know nothing of looms.' })
})

describe('the export of a member', () => {
  it('holds their profile, their evidence, their claim with its history, and what was said of it', async () => {
    const records = await all(path(asha, 'export'), { token: tenant.key, actingFor: asha })
    expect(ofKind(records, 'member')).toEqual([
      expect.objectContaining({ name: 'Asha', externalId: 'u-1', languages: ['hi', 'en'] }),
    ])
    expect(ofKind(records, 'evidence')).toEqual([
      expect.objectContaining({ claim, version: 1, narrative: 'Here is my cloth.' }),
    ])
    const [told] = ofKind(records, 'claim')
    expect(told).toMatchObject({ id: claim, status: 'open' })
    expect(told?.['events']).toEqual([
      expect.objectContaining({ type: 'claim.opened', byThemself: true }),
      expect.objectContaining({ type: 'endorsement.given' }),
      expect.objectContaining({ type: 'endorsement.revised' }),
      expect.objectContaining({ type: 'endorsement.given' }),
    ])
    expect(told?.['received']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ endorser: bela, verdict: 'endorse', comment: 'Even now.' }),
        expect.objectContaining({ endorser: cleo, verdict: 'decline', reason: 'I know nothing of looms.' }),
      ]),
    )
  })

  it('holds every version of what they judged, with their words', async () => {
    const records = await all(path(bela, 'export'), { token: tenant.key })
    expect(ofKind(records, 'endorsement')).toEqual([
      expect.objectContaining({ claim, version: 1, verdict: 'not-yet', fix: 'Straighten the left edge.' }),
      expect.objectContaining({ claim, version: 2, verdict: 'endorse', comment: 'Even now.' }),
    ])
    expect(ofKind(records, 'claim')).toEqual([])
  })

  it('holds nothing secret', async () => {
    await app.issue(claim)
    for (const member of [asha, bela, cleo])
      expect(JSON.stringify(await all(path(member, 'export'), { token: tenant.key }))).not.toMatch(
        /sealed|salt|secret/i,
      )
  })

  it('is for the member, owners and keys alone', async () => {
    const facilitator = await addMember(app, tenant, { name: 'Fay', role: 'facilitator' })
    const owner = await addMember(app, tenant, { name: 'Olga', role: 'owner' })
    const ask = (actingFor: string) => app.request('GET', path(asha, 'export'), { token: tenant.key, actingFor })
    expect((await ask(owner)).status).toBe(200)
    for (const other of [bela, facilitator]) {
      const { status, body } = await ask(other)
      expect([status, body.code]).toEqual([404, 'member_not_found'])
    }
  })

  it.each([
    ['sealed', 'somebody else', 0, 1],
    ['anonymous', 'themself', 0, 0],
    ['anonymous', 'somebody else', 1, 1],
  ] as const)(
    'tells an owner of a %s claim of %s who judged no sooner than the claim does',
    async (blindness, whose, open, judged) => {
      const owner = await addMember(app, tenant, { name: 'Olga', role: 'owner' })
      const [learner, endorser] = await Promise.all(['Lea', 'Edi'].map((name) => addMember(app, tenant, { name })))
      if (learner === undefined || endorser === undefined) throw new Error('nobody was added')
      const achievement = await publishAchievement(app, tenant, { policy: { minEndorsers: 3, blindness } })
      const of = await openClaim(app, tenant, { learner: whose === 'themself' ? owner : learner, achievement })
      const endorse = (body: { readonly endorser: string }) =>
        app.request('POST', `/v1/claims/${of}/endorsements`, {
          token: tenant.key,
          body: { verdict: 'not-yet', fix: 'Straighten the left edge.', ...body },
        })
      await endorse({ endorser })
      const told = async (options: RequestOptions) => {
        const records = [
          ...(await all(path(endorser, 'export'), options)),
          ...(await all(path(endorser, 'consents'), options)),
        ]
        return records.filter((record) => record['claim'] === of)
      }
      const asOwner = { token: tenant.key, actingFor: owner }
      expect(await told(asOwner)).toHaveLength(open * 3)
      if (whose !== 'themself') await endorse({ endorser: owner })
      expect(await told(asOwner)).toHaveLength(judged * 3)
      for (const unlimited of [{ token: tenant.key }, { token: tenant.key, actingFor: endorser }])
        expect(await told(unlimited)).toHaveLength(3)
    },
  )

  it('refuses members of other communities and cursors of other lists', async () => {
    const spinners = await createCommunity(app, 'spinners')
    const stranger = await addMember(app, spinners, { name: 'Stranger' })
    const ask = async (member: string, query = '') => {
      const { status, body } = await app.request('GET', `${path(member, 'export')}${query}`, { token: tenant.key })
      return [status, body.code]
    }
    expect(await ask(stranger)).toEqual([404, 'member_not_found'])
    const { body } = await app.request('GET', `${path(asha, 'export')}?limit=1`, { token: tenant.key })
    expect(await ask(bela, `?cursor=${encodeURIComponent(body.next)}`)).toEqual([400, 'invalid_cursor'])
    for (const cursor of ['nonsense', 'own.nonsense', 'claims.nonsense', 'own.WzEsMl0', 'other.'])
      expect(await ask(asha, `?cursor=${cursor}`)).toEqual([400, 'invalid_cursor'])
  })

  it('takes a scope to read members', async () => {
    const { key } = await apiKey(app, 'weavers', ['claims:read'])
    const { status, body } = await app.request('GET', path(asha, 'export'), { token: key })
    expect([status, body.code]).toEqual([403, 'insufficient_scope'])
  })

  it('decides for every kind of item under a member what of it is told', async () => {
    const readme = await readFile(new URL('../../functions/adapters/dynamodb/README.md', import.meta.url), 'utf8')
    const kinds = kindsUnder(readme, 'MEMBER#<id>')
    expect(kinds.length).toBeGreaterThan(7)
    expect(Object.keys(OWN_ITEMS).sort()).toEqual([...kinds].sort())
  })

  it('is described, kind by kind', async () => {
    const page = await readFile(new URL('../../docs/your-data.md', import.meta.url), 'utf8')
    const [table = ''] = /\| kind \|[\s\S]*?\n\n/.exec(page) ?? []
    const described = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind)
    const told = Object.values(OWN_ITEMS).flatMap((telling) => {
      if (typeof telling === 'object') return [telling.name]
      return telling === 'evidence' ? ['evidence'] : []
    })
    expect(new Set(described)).toEqual(new Set([...told, 'endorsement', 'claim', 'claim-continued']))
  })
})

/** The kinds of items that the table of the storage README lists under a partition. */
function kindsUnder(readme: string, partition: string): readonly string[] {
  let current = ''
  return readme.split('\n').flatMap((line) => {
    const [, pk = '', , entities = ''] = line.split('|').map((cell) => cell.trim())
    if (pk !== '') current = pk
    if (current !== `\`${partition}\``) return []
    return [...entities.matchAll(/`([a-z-]+)`/g)].map(([, entity = '']) => entity)
  })
}

describe('the consents of a member', () => {
  it('are those to a public page, to publish an endorsement, and to be named, each with its instant', async () => {
    const learner = await all(path(asha, 'consents'), { token: tenant.key, actingFor: asha })
    expect(learner).toEqual([
      { kind: 'consent', to: 'public-page', given: true, claim, at: expect.stringMatching(/Z$/) },
    ])
    const endorser = await all(path(bela, 'consents'), { token: tenant.key })
    expect(endorser.map(({ to, given, version }) => [to, given, version])).toEqual([
      ['text-published', false, 1],
      ['be-named', false, 1],
      ['text-published', true, 2],
      ['be-named', true, 2],
    ])
  })

  it('end with the judgement when it is taken back, which is told as well', async () => {
    const given = (await all(path(bela, 'export'), { token: tenant.key })).filter(({ kind }) => kind === 'endorsement')
    const withdraw = `/v1/claims/${claim}/endorsements/${given[0]?.['id']}`
    expect((await app.request('DELETE', withdraw, { token: tenant.key, actingFor: bela })).status).toBe(200)
    const records = ofKind(await all(path(bela, 'export'), { token: tenant.key }), 'endorsement')
    expect(records.map(({ version, state }) => [version, state])).toEqual([
      [1, 'given'],
      [2, 'given'],
      [3, 'withdrawn'],
    ])
    const consents = await all(path(bela, 'consents'), { token: tenant.key })
    expect(consents.slice(-2).map(({ to, given, version }) => [to, given, version])).toEqual([
      ['text-published', false, 3],
      ['be-named', false, 3],
    ])
  })
})
