import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Connect } from '../../functions/adapters/outbound/exchange.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { ProblemSchema } from '../../schemas/problem.ts'
import { VerificationReportSchema } from '../../schemas/verification-report.ts'
import { digests } from '../support/builders.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'

const ELSEWHERE = 'https://elsewhere.example.org/badge'
/** The page that verifies, as this service is reached from outside under another name. */
const BACK = `https://mirror.example.org/verify?url=${encodeURIComponent(ELSEWHERE)}`

let workshop: BadgeWorkshop
let app: ReturnType<typeof assembleVerification>
let asked: string[]
let depth: number

/** An internet in which one host leads to the page that verifies here. */
const leadsBack: Connect = async ({ url, headers }) => {
  asked.push(url.href)
  const body = (text: string) =>
    (async function* () {
      yield new TextEncoder().encode(text)
    })()
  if (url.href === ELSEWHERE) return { status: 302, headers: { location: BACK }, body: body('') }
  depth += 1
  if (depth > 5) throw new Error('it goes round and round')
  const answer = await app.request(`${BASE_URL}${url.pathname}${url.search}`, { headers })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: body(await answer.text()) }
}

beforeAll(async () => {
  workshop = await openWorkshop()
  app = assembleVerification({
    ...workshop.table,
    keys: workshop.keys,
    publicUrl: BASE_URL,
    adminTokenSha256: digests.sha256Hex('not used here'),
    log: quietLog,
    outbound: { resolve: async () => ['93.184.216.34'], connect: leadsBack },
  })
})

afterAll(() => workshop.close())
beforeEach(() => {
  asked = []
  depth = 0
})

const verify = (headers: Readonly<Record<string, string>>) =>
  app.request(`${BASE_URL}/v1/verifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ url: ELSEWHERE }),
  })

describe('a verification that leads to another', () => {
  it('ends where the other would begin, and the badge stays unknown', async () => {
    const answer = await verify({})
    const report = VerificationReportSchema.parse(await answer.json())
    expect(report.outcome).toBe('undetermined')
    expect(report.checks.map(({ code }) => code)).toEqual(['URL_UNREACHABLE'])
    expect(asked).toEqual([ELSEWHERE, BACK])
  })

  it.each(['peerbadge', 'cloudflare; loops=1, peerbadge', 'PeerBadge;v=1', 'a,peerbadge ;b="c"'])(
    'is refused by the API and by the page, and nothing looked up: CDN-Loop: %s',
    async (loop) => {
      const headers = { 'cdn-loop': loop, accept: 'application/json' }
      const page = `${BASE_URL}/verify?url=${encodeURIComponent(ELSEWHERE)}`
      for (const answer of [await verify(headers), await app.request(page, { headers })]) {
        expect(answer.status).toBe(403)
        expect(ProblemSchema.parse(await answer.json()).code).toBe('verification_loop')
      }
      expect(asked).toEqual([])
    },
  )

  it.each(['cloudflare', 'not-peerbadge', 'peerbadge.example.org', ''])(
    'is none when only others passed it on: CDN-Loop: %s',
    async (loop) => {
      expect((await verify({ 'cdn-loop': loop })).status).toBe(200)
    },
  )
})
