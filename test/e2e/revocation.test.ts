import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toStreamEvent } from '../../functions/adapters/dynamodb/to-stream-event.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../functions/domain/endorsement/claim-event.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { composeStatusLists } from '../../functions/lambdas/compose-status-lists.ts'
import { digests } from '../support/builders.ts'
import { aStoredCommunity, aStoredMember, BASE_URL, quietLog, readStream } from '../support/issuance-scenario.ts'
import { anEndorsedClaim, anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'
const BROWSER = { accept: 'text/html' }

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
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { key: string }).key // as the 201 is declared
}

const revoke = (id: string, token: string | undefined, body: unknown, headers: Record<string, string> = {}) =>
  api.request(`/v1/credentials/${id}/revoke`, {
    method: 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  })

const statusLists = () => composeStatusLists({ ...workshop.table, keys: workshop.keys, log: quietLog })

/** Everything the stream holds goes through fan-out, the bus and the list publisher, as it would by itself. */
async function letEventsThrough() {
  const bus = inProcessBus([statusLists().subscriber])
  const consume = composeFanOut({ ...workshop.table, bus, log: quietLog })
  const answer = await consume({ Records: await readStream(workshop.table) })
  expect(answer).toEqual({ batchItemFailures: [] })
}

const signedVersion = async ({ statusEntry }: Claim) =>
  (await workshop.stores.statusLists.loadSigned(statusEntry?.list ?? ''))?.version ?? 0

async function outcomeOf({ credentialId }: Claim) {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${BASE_URL}/credentials/${credentialId}` }),
  })
  return answer.json()
}

async function expectProblem(answer: Response, status: number, code: string) {
  expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({ status, code })
}

describe('POST /v1/credentials/{id}/revoke', () => {
  it('shows on the page, in the list and in the report; the badge stays public, byte for byte', async () => {
    const { claim } = await anIssuedBadge(workshop)
    const path = `/credentials/${claim.credentialId}`
    const [json, page, list] = await Promise.all([
      pages.request(path),
      pages.request(path, { headers: BROWSER }),
      pages.request(`/status/${claim.statusEntry?.list}`),
    ])
    const answer = await revoke(claim.credentialId, key, { reason: 'The cloth was bought.' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      id: claim.credentialId,
      status: 'revoked',
      reason: 'The cloth was bought.',
    })

    const revokedPage = await pages.request(path, {
      headers: { ...BROWSER, 'if-none-match': page.headers.get('etag') ?? '' },
    })
    expect(revokedPage.status).toBe(200)
    const html = await revokedPage.text()
    expect(html).toMatch(/Revoked on \d{1,2} \w+ \d{4}\. This badge is no longer valid\./)
    expect(html).toContain('Reason given: The cloth was bought.')
    expect(await (await pages.request(path)).text()).toBe(await json.text())
    const sameJson = await pages.request(path, { headers: { 'if-none-match': json.headers.get('etag') ?? '' } })
    expect(sameJson.status).toBe(304)

    await letEventsThrough()
    const newList = await pages.request(`/status/${claim.statusEntry?.list}`, {
      headers: { 'if-none-match': list.headers.get('etag') ?? '' },
    })
    expect(newList.status).toBe(200)
    expect(await outcomeOf(claim)).toMatchObject({
      outcome: 'not-verified',
      checks: expect.arrayContaining([expect.objectContaining({ id: 'status', code: 'REVOKED' })]),
    })
  })

  it('happens once: of ten at once one wins, and later ones are told', async () => {
    const { claim } = await anIssuedBadge(workshop)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => revoke(claim.credentialId, key, { reason: `reason ${n}` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)])
    await expectProblem(await revoke(claim.credentialId, key, { reason: 'again' }), 409, 'already_revoked')
  })

  it('answers a request repeated under its Idempotency-Key as the first time, also ten at once', async () => {
    const { claim } = await anIssuedBadge(workshop)
    const again = { 'idempotency-key': `revoke ${claim.id}`.replaceAll(' ', '-') }
    const send = (reason: string) => revoke(claim.credentialId, key, { reason }, again)
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('a mistake')))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const bodies = await Promise.all([...answers, await send('a mistake')].map((answer) => answer.json()))
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    await expectProblem(await send('another reason'), 422, 'idempotency_key_reused')
  })

  it('leaves the other badges of the list valid, however many are revoked at once', async () => {
    const badges = await Promise.all(Array.from({ length: 4 }, () => anIssuedBadge(workshop, { judgements: [{}] })))
    const [kept, ...revoked] = badges.map(({ claim }) => claim)
    if (!kept) throw new Error('there are four')
    const answers = await Promise.all(revoked.map(({ credentialId }) => revoke(credentialId, key, { reason: 'x' })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await letEventsThrough()
    for (const claim of revoked) expect(await outcomeOf(claim)).toMatchObject({ outcome: 'not-verified' })
    expect(await outcomeOf(kept)).toMatchObject({ outcome: 'verified' })
  })

  it('lets the learner claim the achievement again', async () => {
    const { claim, achievement } = await anIssuedBadge(workshop)
    await revoke(claim.credentialId, key, { reason: 'x' })
    const again = await workshop.stores.claims.open({
      claim: { ...claim, id: '01M81TGFZCX9NJTDPM0MRTQRWQ', credentialId: '01M81TGFZCX9NJTDPM0MRTQRWR', status: 'open' },
      evidence: { version: 1, text: '{}', digest: claim.evidenceDigest },
      event: {
        id: '01M81TGFZCX9NJTDPM0MRTQRWS',
        type: 'claim.opened',
        at: claim.openedAt,
        community: claim.community,
        claimId: '01M81TGFZCX9NJTDPM0MRTQRWQ',
        data: {},
      },
      unique: true,
    })
    expect(achievement.content.repeatable).toBe('once')
    expect(again).toMatchObject({ ok: true })
  })

  it('looks alike for a badge that does not exist, is not issued yet, or is of another community', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    const pending = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    const elsewhere = await aStoredCommunity(workshop.stores, workshop.keys)
    const foreignKey = await anApiKey(elsewhere.slug, ['*'])
    for (const [id, token] of [
      ['01M81TGFZCX9NJTDPM0MRTQRWV', key],
      ['nonsense', key],
      [pending.claim.credentialId, key],
      [claim.credentialId, foreignKey],
    ] as const)
      await expectProblem(await revoke(id, token, { reason: 'x' }), 404, 'credential_not_found')
    expect(await outcomeOf(claim)).toMatchObject({ outcome: 'verified' })
  })

  it('is for owners, facilitators and keys with the scope', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    const { stores, community } = workshop
    const member = await aStoredMember(stores, community)
    const reading = await anApiKey(community.slug, ['claims:read'])
    const body = { reason: 'x' }
    await expectProblem(await revoke(claim.credentialId, undefined, body), 401, 'unauthenticated')
    await expectProblem(await revoke(claim.credentialId, ADMIN_TOKEN, body), 403, 'forbidden')
    await expectProblem(await revoke(claim.credentialId, reading, body), 403, 'insufficient_scope')
    const asMember = { 'peerbadge-member': member.id }
    await expectProblem(await revoke(claim.credentialId, key, body, asMember), 403, 'forbidden')
    const facilitator = await aStoredMember(stores, community, { role: 'facilitator' })
    expect((await revoke(claim.credentialId, key, body, { 'peerbadge-member': facilitator.id })).status).toBe(200)
  })

  it.each([
    ['no reason', {}],
    ['an empty reason', { reason: '' }],
    ['a reason of 501 characters', { reason: 'x'.repeat(501) }],
    ['a member that is not known', { reason: 'x', at: 'now' }],
    ['a reason with NUL', { reason: 'a\u0000b' }],
  ])('refuses %s and writes nothing', async (_what, body) => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    await expectProblem(await revoke(claim.credentialId, key, body), 400, 'invalid_request')
    expect(await workshop.stores.credentials.load(claim.credentialId)).toMatchObject({ status: 'valid' })
  })
})

describe('publishing status lists', () => {
  const toMessage = (messageId: string, event: unknown) => ({
    messageId,
    body: JSON.stringify({ 'detail-type': 'credential.revoked', source: 'peerbadge', detail: event }),
  })

  async function revokedEvents(count: number): Promise<{ claims: readonly Claim[]; events: readonly ClaimEvent[] }> {
    const badges = await Promise.all(Array.from({ length: count }, () => anIssuedBadge(workshop, { judgements: [{}] })))
    const claims = badges.map(({ claim }) => claim)
    for (const { credentialId } of claims) await revoke(credentialId, key, { reason: 'x' })
    const ids = new Set(claims.map(({ id }) => id))
    const events = (await readStream(workshop.table)).flatMap((record) => {
      const streamed = toStreamEvent(record)
      return streamed?.kind === 'event' &&
        streamed.event.type === 'credential.revoked' &&
        ids.has(streamed.event.claimId)
        ? [streamed.event]
        : []
    })
    expect(events).toHaveLength(count)
    return { claims, events }
  }

  it('signs once for all events of a list in a batch, and not at all for repeats', async () => {
    const { claims, events } = await revokedEvents(3)
    const [claim] = claims
    if (!claim) throw new Error('there are three')
    const before = await signedVersion(claim)
    const { consumer } = statusLists()
    const batch = { Records: events.map((event, n) => toMessage(`m${n}`, event)) }
    expect(await consumer(batch)).toEqual({ batchItemFailures: [] })
    expect(await signedVersion(claim)).toBe(before + 1)
    expect(await consumer(batch)).toEqual({ batchItemFailures: [] })
    expect(await signedVersion(claim)).toBe(before + 1)
    for (const each of claims) expect(await outcomeOf(each)).toMatchObject({ outcome: 'not-verified' })
  })

  it('ends with every bit published when ten publish at once', async () => {
    const { claims, events } = await revokedEvents(4)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        statusLists().consumer({ Records: [toMessage(`m${n}`, events[n % events.length])] }),
      ),
    )
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toEqual([])
    for (const claim of claims) expect(await outcomeOf(claim)).toMatchObject({ outcome: 'not-verified' })
  })

  it('reports what it cannot read or handle, and only that', async () => {
    const { claims, events } = await revokedEvents(1)
    const answer = await statusLists().consumer({
      Records: [
        toMessage('good', events[0]),
        { messageId: 'no-json', body: '{' },
        toMessage('other', { type: 'claim.opened', data: {} }),
        toMessage('no-list', { type: 'credential.revoked', data: { list: '01M81TGFZCX9NJTDPM0MRTQRWQ', index: 1 } }),
      ],
    })
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
      'no-json',
      'no-list',
      'other',
    ])
    expect(await outcomeOf(claims[0] as Claim)).toMatchObject({ outcome: 'not-verified' }) // there is one
  })

  it('signs nothing for an event whose bit is not set in the store', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    const before = await signedVersion(claim)
    const event = { type: 'credential.revoked', data: { ...claim.statusEntry } }
    const answer = await statusLists().consumer({ Records: [toMessage('early', event)] })
    expect(answer.batchItemFailures).toEqual([])
    expect(await signedVersion(claim)).toBe(before)
  })
})
