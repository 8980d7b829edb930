import { describe, expect, it } from 'vitest'
import { type DemoDeps, playDemo } from '../../../functions/local/play-demo.ts'

const PUBLIC_URL = 'https://badges.example.org'
const ISSUER = 'did:web:badges.example.org:communities:weavers-demo'
const CREDENTIAL_URL = `${PUBLIC_URL}/credentials/C`

type Answer = readonly [status: number, body: unknown]

/** What a service answers with which all goes well. */
const GOOD: Readonly<Record<string, Answer>> = {
  'POST /v1/communities': [201, {}],
  'POST /v1/communities/weavers-demo/api-keys': [201, { id: 'K', key: 'pb_key' }],
  'GET /v1/communities/weavers-demo': [200, { issuer: ISSUER }],
  'POST /v1/communities/weavers-demo/members': [201, { id: 'M' }],
  'GET /v1/communities/weavers-demo/claims': [200, { items: [] }],
  'GET /v1/communities/weavers-demo/achievements': [200, { items: [] }],
  'POST /v1/communities/weavers-demo/achievements': [201, { id: 'A' }],
  'POST /v1/communities/weavers-demo/achievements/A/publish': [201, {}],
  'POST /v1/communities/weavers-demo/claims': [201, { id: 'L', status: 'open' }],
  'POST /v1/claims/L/endorsements': [201, {}],
  'GET /v1/claims/L': [200, { status: 'issued', credentialUrl: CREDENTIAL_URL }],
  'GET /credentials/C': [200, { id: CREDENTIAL_URL }],
  'POST /v1/verifications': [200, { outcome: 'verified' }],
  'DELETE /v1/communities/weavers-demo/api-keys/K': [200, {}],
}

/** Plays against the answers above, some of them replaced, and tells which calls were made. */
function play(replaced: Readonly<Record<string, Answer | Error | string>>, timeoutMilliseconds = 1_000) {
  const calls: string[] = []
  const answers: Readonly<Record<string, Answer | Error | string>> = { ...GOOD, ...replaced }
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    if (url.origin !== 'http://localhost:8080') throw new Error(`asked ${url.origin}`)
    const call = `${init?.method} ${url.pathname}`
    calls.push(call)
    const answer = answers[call] ?? ([404, { code: 'not_found' }] as const)
    if (answer instanceof Error) throw answer
    if (typeof answer === 'string') return new Response(answer, { status: 502 })
    return Response.json(answer[1], { status: answer[0] })
  }
  const deps: DemoDeps = {
    baseUrl: 'http://localhost:8080',
    publicUrl: PUBLIC_URL,
    adminToken: 'admin',
    fetch: answer,
    wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
    timeoutMilliseconds,
  }
  return { calls, done: playDemo(deps) }
}

describe('playDemo', () => {
  it("ends with the badge's public address and what verification says, asking the service where it answers", async () => {
    const { calls, done } = play({})
    expect(await done).toEqual({ credentialUrl: CREDENTIAL_URL, outcome: 'verified' })
    expect(calls.filter((call) => call.endsWith('/endorsements'))).toHaveLength(3)
    expect(calls.at(-1)).toBe('DELETE /v1/communities/weavers-demo/api-keys/K')
  })

  it('passes on another outcome than verified', async () => {
    const { done } = play({ 'POST /v1/verifications': [200, { outcome: 'not-verified' }] })
    expect(await done).toMatchObject({ outcome: 'not-verified' })
  })

  it.each(Object.keys(GOOD).filter((call) => !call.startsWith('DELETE')))(
    'names the call and the answer when %s is refused',
    async (call) => {
      const { done } = play({ [call]: [403, { code: 'forbidden' }] })
      await expect(done).rejects.toThrow(new RegExp(`^${call}.* answered 403: \\{"code":"forbidden"\\}$`))
    },
  )

  it('names the call when the answer is no JSON, or none at all', async () => {
    const call = 'POST /v1/communities'
    await expect(play({ [call]: '<html>Bad gateway' }).done).rejects.toThrow(`${call} answered 502: <html>Bad gateway`)
    await expect(play({ [call]: '' }).done).rejects.toThrow(`${call} answered 502: nothing`)
    await expect(play({ [call]: [200, 'text'] }).done).rejects.toThrow(`${call} answered 200: "text"`)
  })

  it('names the call when nobody answers', async () => {
    const { done } = play({ 'GET /v1/claims/L': new Error('fetch failed') })
    await expect(done).rejects.toThrow('GET /v1/claims/L was not answered: fetch failed')
  })

  it('gives up on a badge that does not come, and says where the claim stands', async () => {
    const { done } = play({ 'GET /v1/claims/L': [200, { status: 'open' }] }, 20)
    await expect(done).rejects.toThrow("the demo's claim is still open after 20 ms")
  })

  it('takes its key back also when it fails; where that fails too, the first reason counts', async () => {
    const { calls, done } = play({
      'POST /v1/claims/L/endorsements': [403, { code: 'not_eligible' }],
      'DELETE /v1/communities/weavers-demo/api-keys/K': [503, { code: 'overloaded' }],
    })
    await expect(done).rejects.toThrow('not_eligible')
    expect(calls.at(-1)).toBe('DELETE /v1/communities/weavers-demo/api-keys/K')
  })

  it('goes on with what is there already', async () => {
    const { calls, done } = play({
      'POST /v1/communities': [409, { code: 'slug_taken' }],
      'GET /v1/communities/weavers-demo/claims': [200, { items: [{ id: 'L', status: 'open' }] }],
      'POST /v1/claims/L/endorsements': [409, { code: 'already_endorsed' }],
    })
    expect(await done).toMatchObject({ outcome: 'verified' })
    expect(calls).not.toContain('POST /v1/communities/weavers-demo/achievements')
    expect(calls).not.toContain('POST /v1/communities/weavers-demo/claims')
  })

  it('endorses nothing where the badge is there already', async () => {
    const { calls, done } = play({
      'GET /v1/communities/weavers-demo/claims': [200, { items: [{ id: 'L', status: 'issued' }] }],
    })
    expect(await done).toMatchObject({ credentialUrl: CREDENTIAL_URL })
    expect(calls).not.toContain('POST /v1/claims/L/endorsements')
  })

  it('leaves a community of another base URL alone, and gives up when all are', async () => {
    const elsewhere = { issuer: 'did:web:localhost%3A8080:communities:weavers-demo' }
    const { calls, done } = play({ 'GET /v1/communities/weavers-demo': [200, elsewhere] })
    await expect(done).rejects.toThrow('POST /v1/communities/weavers-demo-2/api-keys answered 404')
    expect(calls).toContain('DELETE /v1/communities/weavers-demo/api-keys/K')
    expect(calls).not.toContain('POST /v1/communities/weavers-demo/members')
  })
})
