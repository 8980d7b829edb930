import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys as tableKeys } from '../../functions/adapters/dynamodb/keys.ts'
import { toStreamEvent } from '../../functions/adapters/dynamodb/to-stream-event.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { composeStatusLists } from '../../functions/lambdas/compose-status-lists.ts'
import { BitstringStatusListCredentialSchema } from '../../schemas/open-badges/status-list.ts'
import { suspensionEntryOf } from '../support/badge-revocations.ts'
import { digests } from '../support/builders.ts'
import { aStoredCommunity, aStoredMember, BASE_URL, quietLog, readStream } from '../support/issuance-scenario.ts'
import { anEndorsedClaim, anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'

let workshop: BadgeWorkshop
let api: ReturnType<typeof assembleApi>
let pages: ReturnType<typeof assemblePublic>
let verification: ReturnType<typeof assembleVerification>
let key: string

beforeAll(async () => {
  workshop = await openWorkshop()
  const { client, tableName } = workshop.table
  const around = { client, tableName, publicUrl: BASE_URL, log: quietLog }
  const adminTokenSha256 = digests.sha256Hex(ADMIN_TOKEN)
  api = assembleApi({ ...around, keyMaker: workshop.keys, adminTokenSha256 })
  pages = assemblePublic(around)
  verification = assembleVerification({ ...around, keys: workshop.keys, adminTokenSha256 })
  key = await anApiKey(workshop.community.slug, ['credentials:write'])
})

afterAll(() => workshop.close())

async function anApiKey(slug: string, scopes: readonly string[]): Promise<string> {
  const answer = await api.request(`/v1/communities/${slug}/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'test', scopes }),
  })
  return ((await answer.json()) as { key: string }).key // as the 201 is declared
}

type Change = 'suspend' | 'reinstate' | 'revoke'

const change = (id: string, what: Change, body: unknown = { reason: 'x' }, headers: Record<string, string> = {}) =>
  api.request(`/v1/credentials/${id}/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const statusOf = (id: string, headers: Record<string, string> = {}) =>
  api.request(`/v1/credentials/${id}/status`, { headers: { authorization: `Bearer ${key}`, ...headers } })

let recordsHandled = 0

/** What is new in the stream goes through fan-out, the bus and the list publisher, as it would by itself. */
async function letEventsThrough() {
  const { subscriber } = composeStatusLists({ ...workshop.table, keys: workshop.keys, log: quietLog })
  const consume = composeFanOut({ ...workshop.table, bus: inProcessBus([subscriber]), log: quietLog })
  const Records = (await readStream(workshop.table)).slice(recordsHandled)
  recordsHandled += Records.length
  expect(await consume({ Records })).toEqual({ batchItemFailures: [] })
}

async function reportOf({ credentialId }: Claim) {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${BASE_URL}/credentials/${credentialId}` }),
  })
  const report = (await answer.json()) as { outcome: string; checks: { id: string; code?: string }[] }
  const codes = report.checks.filter(({ id }) => id === 'status').map(({ code }) => code)
  return { outcome: report.outcome, codes }
}

const pageOf = async ({ credentialId }: Claim, headers: Record<string, string> = {}) =>
  pages.request(`/credentials/${credentialId}`, { headers: { accept: 'text/html', ...headers } })

const signedVersion = async (list: string) => (await workshop.stores.statusLists.loadSigned(list))?.version

async function expectProblem(answer: Response, status: number, code: string) {
  expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({ status, code })
}

const aBadge = async () => (await anIssuedBadge(workshop, { judgements: [{}] })).claim

describe('POST /v1/credentials/{id}/suspend and /reinstate', () => {
  it('show on the page and in the report, and are over when it is reinstated', async () => {
    const claim = await aBadge()
    const before = await pageOf(claim)
    const suspended = await change(claim.credentialId, 'suspend', { reason: 'The cloth is being looked at again.' })
    expect(suspended.status).toBe(200)
    expect(await suspended.json()).toEqual({
      id: claim.credentialId,
      status: 'suspended',
      changedAt: expect.stringMatching(/Z$/),
      reason: 'The cloth is being looked at again.',
    })
    const page = await pageOf(claim, { 'if-none-match': before.headers.get('etag') ?? '' })
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toMatch(/Suspended since \d{1,2} \w+ \d{4}\. This badge is not valid until it is reinstated\./)
    expect(html).toContain('Reason given: The cloth is being looked at again.')
    await letEventsThrough()
    expect(await reportOf(claim)).toEqual({ outcome: 'not-verified', codes: ['SUSPENDED'] })

    const reinstated = await change(claim.credentialId, 'reinstate', { reason: 'It was theirs.' })
    expect(reinstated.status).toBe(200)
    expect(await reinstated.json()).toMatchObject({ status: 'valid', reason: 'It was theirs.' })
    expect(await (await pageOf(claim)).text()).toContain('Valid. This badge is not revoked.')
    await letEventsThrough()
    expect(await reportOf(claim)).toMatchObject({ outcome: 'verified' })
  })

  it('BSL-09: publish a signed list of their own, beside the revocation list that the badge names alone', async () => {
    const claim = await aBadge()
    const json = JSON.parse(await (await pages.request(`/credentials/${claim.credentialId}.json`)).text())
    expect(json.credentialStatus).toMatchObject({
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListCredential: `${BASE_URL}/status/${claim.statusEntry?.list}`,
    })
    const { list } = await suspensionEntryOf(workshop, claim)
    const answer = await pages.request(`/status/${list}`, { headers: { origin: 'https://elsewhere.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cache-control')).toMatch(/max-age=\d+/)
    const served = BitstringStatusListCredentialSchema.parse(JSON.parse(await answer.text()))
    expect(served.credentialSubject).toMatchObject({ statusPurpose: 'suspension', ttl: 300_000 })
    expect(served.validFrom).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  it('leave the revocation list, the badge and its neighbours as they are', async () => {
    const [claim, neighbour] = [await aBadge(), await aBadge()]
    const list = claim.statusEntry?.list ?? ''
    const bytes = await (await pages.request(`/credentials/${claim.credentialId}.json`)).text()
    const version = await signedVersion(list)
    await change(claim.credentialId, 'suspend')
    await letEventsThrough()
    expect(await signedVersion(list)).toBe(version)
    expect(await (await pages.request(`/credentials/${claim.credentialId}.json`)).text()).toBe(bytes)
    expect(await reportOf(neighbour)).toMatchObject({ outcome: 'verified' })
  })

  it('work for a badge in a list from before there was suspension', async () => {
    const claim = await aBadge()
    const list = claim.statusEntry?.list ?? ''
    const { table, stores } = workshop
    const { list: sibling } = await suspensionEntryOf(workshop, claim)
    await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: tableKeys.list(list),
        UpdateExpression: 'REMOVE suspensionListId',
      }),
    )
    for (const gone of [tableKeys.list(sibling), tableKeys.signedList(sibling)])
      await table.client.send(new DeleteCommand({ TableName: table.tableName, Key: gone }))
    expect(await reportOf(claim)).toMatchObject({ outcome: 'verified' })
    expect((await change(claim.credentialId, 'suspend')).status).toBe(200)
    const { list: added } = await suspensionEntryOf(workshop, claim)
    expect(added).not.toBe(sibling)
    expect(await reportOf(claim)).toMatchObject({ outcome: 'verified' })
    await letEventsThrough()
    expect(await stores.statusLists.loadSigned(added)).toMatchObject({ version: 1, setCount: 1 })
    expect(await reportOf(claim)).toEqual({ outcome: 'not-verified', codes: ['SUSPENDED'] })
  })

  it('end with a revocation, which is final', async () => {
    const claim = await aBadge()
    await change(claim.credentialId, 'suspend')
    expect((await change(claim.credentialId, 'revoke', { reason: 'It was bought.' })).status).toBe(200)
    await letEventsThrough()
    expect(await reportOf(claim)).toEqual({ outcome: 'not-verified', codes: ['REVOKED'] })
    expect(await (await pageOf(claim)).text()).toContain('Reason given: It was bought.')
    await expectProblem(await change(claim.credentialId, 'reinstate'), 409, 'already_revoked')
    await expectProblem(await change(claim.credentialId, 'suspend'), 409, 'already_revoked')
  })

  it('happen once: of ten at once one wins, and what does not apply is refused', async () => {
    const claim = await aBadge()
    await expectProblem(await change(claim.credentialId, 'reinstate'), 409, 'not_suspended')
    const answers = await Promise.all(Array.from({ length: 10 }, () => change(claim.credentialId, 'suspend')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)])
    await expectProblem(await change(claim.credentialId, 'suspend'), 409, 'already_suspended')
  })

  it('answer a repeat under the Idempotency-Key as the first time, also after the badge was reinstated', async () => {
    const claim = await aBadge()
    const again = { 'idempotency-key': `suspend-${claim.id}` }
    const send = (reason: string) => change(claim.credentialId, 'suspend', { reason }, again)
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('a doubt')))
    await change(claim.credentialId, 'reinstate')
    const bodies = await Promise.all([...answers, await send('a doubt')].map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(await (await statusOf(claim.credentialId)).json()).toMatchObject({ status: 'valid', statusVersion: 3 })
    await expectProblem(await send('another doubt'), 422, 'idempotency_key_reused')
  })

  it.each(['suspend', 'reinstate'] as const)('%s refuses bad requests, and those who may not', async (what) => {
    const claim = await aBadge()
    if (what === 'reinstate') await change(claim.credentialId, 'suspend')
    const before = await (await statusOf(claim.credentialId)).json()
    for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(501) }, { reason: 'x', until: 'now' }])
      await expectProblem(await change(claim.credentialId, what, body), 400, 'invalid_request')
    const reading = `Bearer ${await anApiKey(workshop.community.slug, ['claims:read'])}`
    const body = { reason: 'x' }
    await expectProblem(
      await change(claim.credentialId, what, body, { authorization: reading }),
      403,
      'insufficient_scope',
    )
    const member = await aStoredMember(workshop.stores, workshop.community)
    await expectProblem(
      await change(claim.credentialId, what, body, { 'peerbadge-member': member.id }),
      403,
      'forbidden',
    )
    expect(await (await statusOf(claim.credentialId)).json()).toEqual(before)
  })

  it('look alike for a badge that does not exist, is not issued yet, or is of another community', async () => {
    const claim = await aBadge()
    const pending = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    const elsewhere = await aStoredCommunity(workshop.stores, workshop.keys)
    const foreign = { authorization: `Bearer ${await anApiKey(elsewhere.slug, ['*'])}` }
    for (const [id, headers] of [
      ['01M81TGFZCX9NJTDPM0MRTQRWV', {}],
      [pending.claim.credentialId, {}],
      [claim.credentialId, foreign],
    ] as const) {
      await expectProblem(await change(id, 'suspend', { reason: 'x' }, headers), 404, 'credential_not_found')
      await expectProblem(await change(id, 'reinstate', { reason: 'x' }, headers), 404, 'credential_not_found')
      await expectProblem(await statusOf(id, headers), 404, 'credential_not_found')
    }
  })
})

describe('GET /v1/credentials/{id}/status', () => {
  it('tells every change with its reason and instant, oldest first', async () => {
    const { credentialId } = await aBadge()
    expect(await (await statusOf(credentialId)).json()).toEqual({
      id: credentialId,
      status: 'valid',
      statusVersion: 1,
      history: [],
    })
    await change(credentialId, 'suspend', { reason: 'one' })
    await change(credentialId, 'reinstate', { reason: 'two' })
    await change(credentialId, 'revoke', { reason: 'three' })
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
    expect(await (await statusOf(credentialId)).json()).toEqual({
      id: credentialId,
      status: 'revoked',
      statusVersion: 4,
      history: [
        { status: 'suspended', reason: 'one', at },
        { status: 'valid', reason: 'two', at },
        { status: 'revoked', reason: 'three', at },
      ],
    })
  })

  it('is not for members who may not change the status', async () => {
    const { credentialId } = await aBadge()
    const member = await aStoredMember(workshop.stores, workshop.community)
    await expectProblem(await statusOf(credentialId, { 'peerbadge-member': member.id }), 403, 'forbidden')
  })
})

describe('the events of a status', () => {
  it('hold ids and the place in the list, never the reason', async () => {
    const claim = await aBadge()
    const owner = await aStoredMember(workshop.stores, workshop.community, { role: 'owner' })
    const acting = { 'peerbadge-member': owner.id }
    for (const what of ['suspend', 'reinstate', 'revoke'] as const)
      await change(claim.credentialId, what, { reason: 'between us' }, acting)
    const entry = await suspensionEntryOf(workshop, claim)
    const events = (await readStream(workshop.table)).flatMap((record) => {
      const streamed = toStreamEvent(record)
      const event = streamed?.kind === 'event' ? streamed.event : undefined
      return event && 'claimId' in event && event.claimId === claim.id ? [event] : []
    })
    const { credentialId } = claim
    expect(events.filter(({ type }) => type.startsWith('credential.'))).toMatchObject([
      { type: 'credential.suspended', actorId: owner.id, data: { credentialId, ...entry } },
      { type: 'credential.reinstated', actorId: owner.id, data: { credentialId, ...entry } },
      { type: 'credential.revoked', actorId: owner.id, data: { credentialId, ...claim.statusEntry } },
    ])
    expect(JSON.stringify(events)).not.toContain('between us')
  })
})
