import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { VerificationReportSchema } from '../../schemas/verification-report.ts'
import { digests } from '../support/builders.ts'
import { deliverAll } from '../support/issuance-consumer.ts'
import { aStoredMember, BASE_URL, give, quietLog } from '../support/issuance-scenario.ts'
import {
  anEndorsedClaim,
  anIssuedBadge,
  type BadgeWorkshop,
  type EndorsedClaim,
  openWorkshop,
} from '../support/issued-badge.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'

let workshop: BadgeWorkshop
let api: ReturnType<typeof assembleApi>
let impatient: ReturnType<typeof assembleApi>
let pages: ReturnType<typeof assemblePublic>
let verification: ReturnType<typeof assembleVerification>
let key: string

beforeAll(async () => {
  workshop = await openWorkshop()
  const { client, tableName } = workshop.table
  const around = { client, tableName, publicUrl: BASE_URL, log: quietLog }
  const parts = { ...around, keyMaker: workshop.keys, adminTokenSha256: digests.sha256Hex(ADMIN_TOKEN) }
  api = assembleApi(parts)
  impatient = assembleApi({ ...parts, pause: async () => undefined })
  pages = assemblePublic(around)
  verification = assembleVerification({ ...parts, keys: workshop.keys })
  const made = await api.request(`/v1/communities/${workshop.community.slug}/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'test', scopes: ['credentials:write'] }),
  })
  key = JSON.parse(await made.text()).key
})

afterAll(() => workshop.close())

const call = (method: string, path: string, headers: Record<string, string> = {}, over = api) =>
  over.request(path, { method, headers: { authorization: `Bearer ${key}`, ...headers } })

const refresh = (id: string, headers: Record<string, string> = {}, over = api) =>
  call('POST', `/v1/credentials/${id}/refresh`, headers, over)

/** Asks, and lets the stream run until the answer is there. */
async function refreshThrough(
  { claim }: Pick<EndorsedClaim, 'claim'>,
  headers: Record<string, string> = {},
): Promise<Response> {
  let answered = false
  const answer = Promise.resolve(refresh(claim.credentialId, headers)).finally(() => {
    answered = true
  })
  while (!answered) {
    await deliverAll(workshop, claim)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return answer
}

async function endorseLater({ claim, achievement }: EndorsedClaim) {
  const peer = await aStoredMember(workshop.stores, workshop.community, { name: 'Late' })
  return give(workshop.stores, achievement, claim, peer)
}

async function expectProblem(answer: Response, status: number, code: string) {
  expect({ status: answer.status, ...JSON.parse(await answer.text()) }).toMatchObject({ status, code })
}

const refreshPath = async ({ claim }: EndorsedClaim): Promise<string> => {
  const badge = JSON.parse(await (await pages.request(`/credentials/${claim.credentialId}`)).text())
  return badge.refreshService.id.slice(BASE_URL.length)
}

describe('GET /credentials/{id} as JWT', () => {
  it.each(['text/plain', 'application/jwt', 'application/vc+jwt'])(
    'DOC-01: DOC-03: gives the exact compact JWS to whoever accepts %s',
    async (type) => {
      const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
      const jwt = (await workshop.stores.credentials.load(claim.credentialId))?.jwt
      const answer = await pages.request(`/credentials/${claim.credentialId}`, { headers: { accept: type } })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe(type)
      expect(answer.headers.get('etag')).toBe(`"${jwt?.digest}"`)
      expect(answer.headers.get('vary')).toBe('Accept')
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(await answer.text()).toBe(jwt?.text)
    },
  )

  it('DOC-03: gives text/plain behind the suffix .jwt whatever is accepted, and 304 to whoever has it', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    const path = `/credentials/${claim.credentialId}.jwt`
    const answer = await pages.request(path, { headers: { accept: 'text/html,*/*;q=0.1' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain'])
    expect(await answer.text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    const again = await pages.request(path, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('is linked from the page; among forms liked equally JSON goes first, then the JWT, then the page', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    const path = `/credentials/${claim.credentialId}`
    const typeFor = async (accept: string) =>
      (await pages.request(path, { headers: { accept } })).headers.get('content-type')
    expect(await typeFor('text/html, text/plain, application/json')).toBe('application/json')
    expect(await typeFor('text/html, text/plain')).toBe('text/plain')
    expect(await typeFor('*/*')).toBe('application/vc+ld+json')
    const page = await (await pages.request(path, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain(`href="${BASE_URL}/credentials/${claim.credentialId}.jwt"`)
  })
})

describe('POST /v1/credentials/{id}/refresh', () => {
  it('REF-06: answers with the richer badge, which every form then shows', async () => {
    const badge = await anIssuedBadge(workshop)
    const path = `/credentials/${badge.claim.credentialId}`
    const before = JSON.parse(await (await pages.request(path)).text())
    await endorseLater(badge)
    const answer = await refreshThrough(badge)
    const body = JSON.parse(await answer.text())
    expect([answer.status, body]).toEqual([
      200,
      { id: badge.claim.credentialId, version: 2, validFrom: expect.stringMatching(/^\S{19}Z$/) },
    ])
    expect(Date.parse(body.validFrom)).toBeGreaterThan(Date.parse(before.validFrom))
    const after = JSON.parse(await (await pages.request(path)).text())
    expect([after.validFrom, after.endorsement.length]).toEqual([body.validFrom, 4])
    expect(await (await pages.request(path, { headers: { accept: 'text/html' } })).text()).toContain('Late')
  })

  it('answers with the same version when nothing changed', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const answer = await refreshThrough(badge)
    expect([answer.status, JSON.parse(await answer.text())]).toMatchObject([200, { version: 1 }])
  })

  it('comes to one new version, however many ask at once and under whatever key', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => refreshThrough(badge, n % 2 ? {} : { 'idempotency-key': 'same' })),
    )
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect(new Set(bodies).size).toBe(1)
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ version: 2 })
  }, 30_000)

  it('answers 202 while issuance is still at it, and with the new version once it is done', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    const early = await refresh(badge.claim.credentialId, {}, impatient)
    expect([early.status, early.headers.get('retry-after'), JSON.parse(await early.text())]).toMatchObject([
      202,
      '2',
      { version: 1 },
    ])
    await deliverAll(workshop, badge.claim)
    expect(JSON.parse(await (await refreshThrough(badge)).text())).toMatchObject({ version: 2 })
  })

  it('is open to the learner for their own badge, and to nobody else without a role', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const id = badge.claim.credentialId
    const other = await aStoredMember(workshop.stores, workshop.community)
    expect((await refresh(id, { 'peerbadge-member': badge.learner.id }, impatient)).status).toBe(202)
    await expectProblem(await refresh(id, { 'peerbadge-member': other.id }), 403, 'forbidden')
    await expectProblem(await refresh(id, { authorization: 'Bearer nobody' }), 401, 'unauthenticated')
  })

  it('refuses a badge that is revoked, not issued or unknown', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const pending = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    const revoked = await api.request(`/v1/credentials/${badge.claim.credentialId}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'A mistake.' }),
    })
    expect(revoked.status).toBe(200)
    await expectProblem(await refresh(badge.claim.credentialId), 409, 'already_revoked')
    await expectProblem(await refresh(pending.claim.credentialId), 404, 'credential_not_found')
    await expectProblem(await refresh('01M81TGFZCX9NJTDPM0MRTQRWV'), 404, 'credential_not_found')
  })
})

describe('GET /refresh/{capability}', () => {
  it('REF-02: REF-04: gives the current version to anyone who knows the address, as JSON or JWT', async () => {
    const badge = await anIssuedBadge(workshop)
    await endorseLater(badge)
    await refreshThrough(badge)
    const path = await refreshPath(badge)
    const stored = await workshop.stores.credentials.load(badge.claim.credentialId)
    const [json, jwt, browser] = await Promise.all([
      pages.request(path),
      pages.request(path, { headers: { accept: 'text/plain' } }),
      pages.request(path, { headers: { accept: 'text/html' } }),
    ])
    expect([json.status, json.headers.get('content-type')]).toEqual([200, 'application/vc+ld+json'])
    expect(json.headers.get('access-control-allow-origin')).toBe('*')
    expect(json.headers.get('cache-control')).toBe('public, max-age=10')
    expect(await json.text()).toBe(stored?.text)
    expect([jwt.headers.get('content-type'), await jwt.text()]).toEqual(['text/plain', stored?.jwt?.text])
    expect(browser.headers.get('content-type')).toBe('application/json')
    const again = await pages.request(path, { headers: { 'if-none-match': json.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('gives a revoked badge too', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    await api.request(`/v1/credentials/${badge.claim.credentialId}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'A mistake.' }),
    })
    expect((await pages.request(await refreshPath(badge))).status).toBe(200)
  })

  it.each(['A'.repeat(43), 'short', '01M81TGFZCX9NJTDPM0MRTQRWV', `${'A'.repeat(43)}.json`])(
    'does not know %s',
    async (capability) => {
      await expectProblem(await pages.request(`/refresh/${capability}`), 404, 'credential_not_found')
    },
  )

  it('makes nothing else of a badge', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const answer = await pages.request(await refreshPath(badge), { headers: { accept: 'image/png' } })
    await expectProblem(answer, 406, 'not_acceptable')
  })
})

describe('GET /v1/credentials/{id}/versions', () => {
  it('lists every version with its digests, and gives each byte for byte', async () => {
    const badge = await anIssuedBadge(workshop)
    const id = badge.claim.credentialId
    const first = await workshop.stores.credentials.load(id)
    await endorseLater(badge)
    await refreshThrough(badge)
    const second = await workshop.stores.credentials.load(id)
    const list = JSON.parse(await (await call('GET', `/v1/credentials/${id}/versions`)).text())
    expect(list.items).toEqual(
      [first, second].map((version) => ({
        version: version?.version,
        digest: version?.digest,
        jwtDigest: version?.jwt?.digest,
        storedAt: version?.storedAt,
        current: version === second,
      })),
    )
    for (const version of [first, second]) {
      const path = `/v1/credentials/${id}/versions/${version?.version}`
      expect(await (await call('GET', path)).text()).toBe(version?.text)
      const jwt = await call('GET', path, { accept: 'application/jwt' })
      expect([jwt.headers.get('content-type'), await jwt.text()]).toEqual(['application/jwt', version?.jwt?.text])
      expect(jwt.headers.get('cache-control')).toBe('private, max-age=0')
    }
  })

  it('refuses a version that is not there, and whoever may not look', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const path = `/v1/credentials/${badge.claim.credentialId}/versions`
    await expectProblem(await call('GET', `${path}/2`), 404, 'credential_version_not_found')
    await expectProblem(await call('GET', `${path}/0`), 404, 'credential_version_not_found')
    await expectProblem(await call('GET', `${path}/1`, { accept: 'image/png' }), 406, 'not_acceptable')
    const other = await aStoredMember(workshop.stores, workshop.community)
    await expectProblem(await call('GET', path, { 'peerbadge-member': other.id }), 403, 'forbidden')
  })
})

describe('verifying a copy that a refresh left behind', () => {
  const verify = async (credential: unknown) => {
    const answer = await verification.request('/v1/verifications', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ credential }),
    })
    return VerificationReportSchema.parse(await answer.json())
  }
  const stored = async ({ claim }: EndorsedClaim) => {
    const badge = await workshop.stores.credentials.load(claim.credentialId)
    return { json: JSON.parse(badge?.text ?? ''), jwt: badge?.jwt?.text }
  }

  it('REF-06: reports on the newest version from the store, says so of the copy, and reads nothing over the network', async () => {
    const badge = await anIssuedBadge(workshop, { judgements: [{}] })
    const copy = await stored(badge)
    expect(await verify(copy.json)).toMatchObject({ outcome: 'verified', endorsements: [{ outcome: 'verified' }] })
    await endorseLater(badge)
    await refreshThrough(badge)
    const newest = await stored(badge)
    for (const given of [copy.json, copy.jwt]) {
      const report = await verify(given)
      expect(report).toMatchObject({
        outcome: 'verified',
        refreshed: { from: copy.json.validFrom, to: newest.json.validFrom },
        credential: { validFrom: newest.json.validFrom },
        endorsements: [{ outcome: 'verified' }, { outcome: 'verified' }],
      })
      expect(report.checks.filter(({ status }) => status !== 'pass').map(({ code }) => code)).toEqual(['NEWER_VERSION'])
    }
    expect((await verify(newest.json)).refreshed).toBeUndefined()
  })
})
