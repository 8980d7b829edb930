import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { VerificationReportSchema } from '../../schemas/verification-report.ts'
import { digests } from '../support/builders.ts'
import { everyItem } from '../support/every-item.ts'
import { consumerOf, deliverAll, eventTypesOf, reviseOn } from '../support/issuance-consumer.ts'
import {
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  give,
  mortal,
  quietLog,
  readStream,
  recordsOf,
} from '../support/issuance-scenario.ts'
import { anEndorsedClaim, anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'
/** More calls than erasing one endorsement makes. */
const MOST_CALLS = 60

let workshop: BadgeWorkshop
let api: ReturnType<typeof assembleApi>
let pages: ReturnType<typeof assemblePublic>
let verification: ReturnType<typeof assembleVerification>
let key: string

beforeAll(async () => {
  workshop = await openWorkshop()
  const { client, tableName } = workshop.table
  api = apiOver(client)
  const around = { client, tableName, publicUrl: BASE_URL, log: quietLog }
  pages = assemblePublic(around)
  const adminTokenSha256 = digests.sha256Hex(ADMIN_TOKEN)
  verification = assembleVerification({ ...around, keys: workshop.keys, adminTokenSha256 })
  key = await anApiKey(workshop.community.slug, ['members:write', 'endorsements:write', 'credentials:write'])
})

afterAll(() => workshop.close())

const apiOver = (client: BadgeWorkshop['table']['client']) =>
  assembleApi({
    client,
    tableName: workshop.table.tableName,
    publicUrl: BASE_URL,
    log: quietLog,
    keyMaker: workshop.keys,
    adminTokenSha256: digests.sha256Hex(ADMIN_TOKEN),
  })

async function anApiKey(slug: string, scopes: readonly string[]): Promise<string> {
  const made = await api.request(`/v1/communities/${slug}/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'test', scopes }),
  })
  return JSON.parse(await made.text()).key
}

const erase = (member: string, headers: Record<string, string> = {}, over = api, slug = workshop.community.slug) =>
  over.request(`/v1/communities/${slug}/members/${member}/endorsements`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}`, ...headers },
  })

/** The outcome of a report, and the codes of what did not pass. */
async function verify(body: unknown): Promise<readonly string[]> {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { outcome, checks } = VerificationReportSchema.parse(await answer.json())
  return [outcome, ...checks.filter(({ status }) => status !== 'pass').map(({ code }) => code)]
}

async function expectProblem(answer: Response, status: number, code: string) {
  expect({ status: answer.status, ...JSON.parse(await answer.text()) }).toMatchObject({ status, code })
}

/** Everything in the table that holds a text, packed or not. */
async function holding(text: string): Promise<readonly string[]> {
  const items = await everyItem(workshop.table)
  const unpacked = (value: unknown): string =>
    value instanceof Uint8Array
      ? value[0] === 0x1f
        ? gunzipSync(value).toString('utf8')
        : ''
      : typeof value === 'object' && value !== null
        ? Object.values(value).map(unpacked).join(' ')
        : String(value)
  return items.filter((item) => unpacked(item).includes(text)).map(({ pk, sk }) => `${pk} ${sk}`)
}

const NAME = 'Zebedee Quillfeather'
const WORDS = 'An unmistakable sentence about heddles.'

/** An issued badge that embeds an endorsement of a peer with a name and words of their own. */
async function anIssuedWithWords() {
  const badge = await anIssuedBadge(workshop, { judgements: [{ comment: WORDS }, {}, {}], names: [NAME] })
  const [endorsement] = badge.endorsements
  if (!endorsement) throw new Error('there are three')
  return { ...badge, endorsement, endorser: endorsement.endorserId }
}

describe('DELETE /v1/communities/{slug}/members/{member}/endorsements', () => {
  it('END-10: has the badge issued again without the endorsement, and every earlier version that embeds it erased', async () => {
    const { claim, endorsement, endorser, achievement } = await anIssuedWithWords()
    const { credentials } = workshop.stores
    await give(workshop.stores, achievement, claim, await aStoredMember(workshop.stores, workshop.community))
    await workshop.stores.refreshes.ask(claim.id)
    await deliverAll(workshop, claim)
    const before = await credentials.loadHeld(claim.credentialId)
    expect(before).toHaveLength(2)

    const answer = await erase(endorser)
    expect([answer.status, JSON.parse(await answer.text())]).toEqual([200, { erased: 1, done: true }])
    const gone = await pages.request(`/endorsements/${endorsement.id}`)
    await expectProblem(gone, 410, 'endorsement_erased')
    expect(await deliverAll(workshop, claim)).toEqual({ batchItemFailures: [] })

    const badge = await credentials.load(claim.credentialId)
    expect([badge?.version, badge?.embedded.has(endorsement.id), badge?.embedded.size]).toEqual([3, false, 3])
    expect(badge?.text).not.toContain(NAME)
    const held = await credentials.loadHeld(claim.credentialId)
    expect(held).toMatchObject([
      { ...before[0], erasedAt: expect.any(String) },
      { ...before[1], erasedAt: expect.any(String) },
      { version: 3 },
    ])
    expect((await holding(WORDS)).filter((place) => !place.startsWith('IDEMPOTENCY'))).toEqual([])
    expect(await holding(NAME)).toEqual([`MEMBER#${endorser} PROFILE`])
    expect(await eventTypesOf(workshop, claim.id)).toContain('endorsement.erased')
    const version = await api.request(`/v1/credentials/${claim.credentialId}/versions/1`, {
      headers: { authorization: `Bearer ${key}` },
    })
    await expectProblem(version, 410, 'credential_version_erased')
    expect((await pages.request(`/awards/${claim.credentialId}`)).status).toBe(200)
  })

  it('has copies of earlier versions told from the newest, and the erased endorsement unknown', async () => {
    const { claim, endorsement, endorser } = await anIssuedWithWords()
    const { credentials } = workshop.stores
    const copy = await credentials.load(claim.credentialId)
    const taken = JSON.parse(copy?.text ?? '')
    const alone = taken.endorsement.find(({ id }: { id: string }) => id.endsWith(endorsement.id))
    expect(await verify({ credential: taken })).toEqual(['verified'])
    expect(await verify({ credential: alone })).toEqual(['verified'])
    expect((await erase(endorser)).status).toBe(200)
    await deliverAll(workshop, claim)
    expect(await verify({ credential: taken })).toEqual(['verified', 'NEWER_VERSION', 'RULE_NO_LONGER_MET'])
    expect(await verify({ credential: copy?.jwt?.text })).toEqual(['verified', 'NEWER_VERSION', 'RULE_NO_LONGER_MET'])
    expect(await verify({ credential: alone })).toEqual(['not-verified', 'NOT_ISSUED_HERE'])
    expect(await verify({ url: alone.id })).toEqual(['not-verified', 'CREDENTIAL_NOT_FOUND'])
    expect(await verify({ url: taken.id })).toEqual(['verified', 'ENDORSEMENTS_TAKEN_BACK', 'RULE_NO_LONGER_MET'])
  })

  it('finds endorsements without words too, and what was said in earlier versions', async () => {
    const badge = await anEndorsedClaim(workshop, {
      draft: { policy: { minEndorsers: 9 } },
      judgements: [{ comment: WORDS }, {}],
      names: [NAME],
    })
    const [first, second] = badge.endorsements
    const [wordy, silent] = await Promise.all(
      [first, second].map((one) => workshop.stores.members.load(one?.endorserId ?? '')),
    )
    if (!first || !wordy || !silent) throw new Error('there are two')
    const said = { verdict: 'endorse', consentToBeNamed: true } as const
    expect(await reviseOn(workshop, { ...badge, endorser: wordy }, first, said)).toBe('done')
    for (const member of [wordy, silent]) {
      const answer = await erase(member.id)
      expect(JSON.parse(await answer.text())).toEqual({ erased: 1, done: true })
    }
    const left = await workshop.stores.endorsements.load(badge.claim.id, 1)
    expect(left.map(({ state }) => state)).toEqual(['erased', 'erased'])
    expect(await holding(WORDS)).toEqual([])
  })

  it('opens a claim again whose rule was met on it', async () => {
    const badge = await anEndorsedClaim(workshop)
    const records = recordsOf(await readStream(workshop.table), badge.claim.id)
    const statusNow = async () => (await workshop.stores.claims.load(badge.claim.id))?.status
    for (let call = 1; (await statusNow()) === 'open'; call++) {
      const life = mortal({ call, when: 'before' })
      const parts = { client: life.client(workshop.table.client), keys: life.keys(workshop.keys) }
      await consumerOf(workshop, parts)({ Records: records }).catch(() => undefined)
    }
    expect(await statusNow()).toBe('met')
    expect((await erase(badge.endorsements[0]?.endorserId ?? '')).status).toBe(200)
    await deliverAll(workshop, badge.claim)
    expect(await statusNow()).toBe('open')
    expect(await workshop.stores.credentials.load(badge.claim.credentialId)).toBeUndefined()
  })

  it('leaves the badge as it is when it never embedded the endorsement, and does not embed later ones by itself', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const late = await aStoredMember(workshop.stores, workshop.community)
    const later = await aStoredMember(workshop.stores, workshop.community)
    await give(workshop.stores, badge.achievement, badge.claim, late)
    await give(workshop.stores, badge.achievement, badge.claim, later)
    await deliverAll(workshop, badge.claim)
    expect((await erase(late.id)).status).toBe(200)
    await deliverAll(workshop, badge.claim)
    expect((await workshop.stores.credentials.load(badge.claim.credentialId))?.version).toBe(1)
  })

  it('reissues a revoked badge without the words, and it stays revoked', async () => {
    const { claim, endorser } = await anIssuedWithWords()
    const revoked = await api.request(`/v1/credentials/${claim.credentialId}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'A mistake.' }),
    })
    expect(revoked.status).toBe(200)
    expect((await erase(endorser)).status).toBe(200)
    await deliverAll(workshop, claim)
    const badge = await workshop.stores.credentials.load(claim.credentialId)
    expect([badge?.version, badge?.status]).toEqual([2, 'revoked'])
    expect(badge?.text).not.toContain(NAME)
  })

  it('is safe to repeat, and says that nothing is left', async () => {
    const { endorser } = await anIssuedWithWords()
    expect((await erase(endorser)).status).toBe(200)
    const again = await erase(endorser)
    expect([again.status, JSON.parse(await again.text())]).toEqual([200, { erased: 0, done: true }])
  })

  it.each(['before', 'after'] as const)(
    'is finished by a repeat wherever the first was killed %s one of its calls to the store',
    async (when) => {
      let last = 0
      for (let call = 2; call <= MOST_CALLS; call += 2) {
        const { claim, endorser } = await anIssuedWithWords()
        const life = mortal({ call, when })
        await apiOver(life.client(workshop.table.client)).request(
          `/v1/communities/${workshop.community.slug}/members/${endorser}/endorsements`,
          { method: 'DELETE', headers: { authorization: `Bearer ${key}` } },
        )
        expect((await erase(endorser)).status).toBe(200)
        await deliverAll(workshop, claim)
        expect((await holding(WORDS)).filter((place) => place.includes(claim.id) || place.includes(endorser))).toEqual(
          [],
        )
        const badge = await workshop.stores.credentials.load(claim.credentialId)
        expect([badge?.version, badge?.embedded.size]).toEqual([2, 2])
        if (!life.died()) {
          last = call
          break
        }
      }
      expect(last).toBeGreaterThan(4)
    },
    120_000,
  )

  it('lets nobody give or change an erased endorsement again', async () => {
    const { claim, endorsement, endorser } = await anIssuedWithWords()
    await erase(endorser)
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'peerbadge-member': endorser,
    }
    const path = `/v1/claims/${claim.id}/endorsements`
    const body = JSON.stringify({ verdict: 'endorse' })
    await expectProblem(await api.request(path, { method: 'POST', headers, body }), 409, 'already_endorsed')
    const own = `${path}/${endorsement.id}`
    await expectProblem(await api.request(own, { method: 'PUT', headers, body }), 410, 'endorsement_erased')
    await expectProblem(await api.request(own, { method: 'DELETE', headers }), 410, 'endorsement_erased')
  })

  it('is for the member themself, for those who lead and for keys; others learn nothing', async () => {
    const { stores, community } = workshop
    const [member, other] = [await aStoredMember(stores, community), await aStoredMember(stores, community)]
    const elsewhere = await aStoredCommunity(stores, workshop.keys)
    expect((await erase(member.id, { 'peerbadge-member': member.id })).status).toBe(200)
    await expectProblem(await erase(member.id, { 'peerbadge-member': other.id }), 404, 'member_not_found')
    await expectProblem(await erase('01M81TGFZCX9NJTDPM0MRTQRWV'), 404, 'member_not_found')
    await expectProblem(await erase(member.id, {}, api, elsewhere.slug), 404, 'community_not_found')
    await expectProblem(await erase(member.id, { authorization: 'Bearer nobody' }), 401, 'unauthenticated')
  })
})
