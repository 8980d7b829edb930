import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../../functions/domain/shared/instant.ts'
import { addMilliseconds } from '../../../functions/domain/shared/instant.ts'
import { type CallersDeps, createCallers, formatApiKey } from '../../../functions/http/caller.ts'
import type { ApiKeyRecord } from '../../../functions/ports/api-key-store.ts'
import type { TokenVerdict } from '../../../functions/ports/oidc.ts'
import { aCommunity, aMember, anId, digests, NOW } from '../../support/builders.ts'

const SECRET = 's'.repeat(43)
const record: ApiKeyRecord = {
  id: anId('key'),
  community: 'weavers',
  name: 'app',
  scopes: ['*'],
  secretHash: digests.sha256Base64Url(SECRET),
  createdAt: NOW,
}
const bearer = `Bearer ${formatApiKey(record.id, SECRET)}`

let now: Instant
let calls: string[]
let logged: string[]
let verdict: TokenVerdict
beforeEach(() => {
  now = NOW
  calls = []
  logged = []
  verdict = { kind: 'proven', subject: { issuer: 'https://id.example', subject: 'asha' } }
})

/** Ports that note what is asked of them; what they answer is given. */
const withPorts = (changes: Partial<CallersDeps> = {}) =>
  createCallers({
    apiKeys: {
      load: async (id) => {
        calls.push('load key')
        return id === record.id ? record : undefined
      },
      touch: async () => {
        calls.push('touch')
      },
    },
    members: {
      load: async (id) => {
        calls.push('load member')
        return id === anId('asha') ? aMember('asha') : undefined
      },
      loadByOidc: async () => {
        calls.push('load by token')
        return aMember('asha')
      },
    },
    communities: {
      load: async (slug) => {
        calls.push('load community')
        return slug === 'weavers'
          ? aCommunity({ oidc: [{ issuer: 'https://id.example', audience: 'app' }] })
          : undefined
      },
    },
    oidc: { verify: async (_token, providers) => (providers.length === 0 ? { kind: 'unknown_issuer' } : verdict) },
    digests,
    now: () => now,
    log: {
      info: () => undefined,
      warn: (code, fields) => logged.push(`${code} ${fields?.['reason']}`),
      error: (code) => logged.push(code),
    },
    adminTokenSha256: digests.sha256Hex('administrator'),
    ...changes,
  })

describe('an API key', () => {
  it('costs one read and one note of its use in half a minute, whoever it acts for', async () => {
    const callers = withPorts()
    for (let request = 0; request < 5; request++) await callers.identify(bearer, anId('asha'))
    expect(calls).toEqual(['load key', 'touch', 'load member'])
    now = addMilliseconds(NOW, 30_000)
    await callers.identify(bearer, anId('asha'))
    expect(calls.slice(3)).toEqual(['load key', 'load member'])
  })

  it('is taken although its use cannot be noted', async () => {
    const apiKeys = { load: async () => record, touch: () => Promise.reject(new Error('throttled')) }
    expect(await withPorts({ apiKeys }).identify(bearer, undefined)).toMatchObject({ ok: true })
    expect(logged).toEqual(['api_key_use_not_noted'])
  })

  it('is not noted again within a minute, also when another process did', async () => {
    const lastUsedAt = addMilliseconds(NOW, -59_000)
    const touched: string[] = []
    const apiKeys = {
      load: async () => ({ ...record, lastUsedAt }),
      touch: async (id: string) => {
        touched.push(id)
      },
    }
    await withPorts({ apiKeys }).identify(bearer, undefined)
    expect(touched).toEqual([])
  })

  it('is refused when it is revoked', async () => {
    const apiKeys = { load: async () => ({ ...record, revokedAt: NOW }), touch: async () => undefined }
    expect(await withPorts({ apiKeys }).identify(bearer, undefined)).toMatchObject({
      error: { code: 'unauthenticated' },
    })
    expect(logged).toEqual(['authentication_refused api_key_revoked'])
  })

  it('is refused alike when its id or its secret is wrong', async () => {
    const callers = withPorts()
    for (const token of [formatApiKey(record.id, 'x'.repeat(43)), formatApiKey(anId('other'), SECRET)])
      expect(await callers.identify(`Bearer ${token}`, undefined)).toEqual({
        ok: false,
        error: { code: 'unauthenticated' },
      })
  })

  it('acts for nobody outside of its community', async () => {
    const members = { load: async () => aMember('asha', { community: 'spinners' }), loadByOidc: async () => undefined }
    expect(await withPorts({ members }).identify(bearer, anId('asha'))).toMatchObject({
      error: { code: 'acting_member_mismatch' },
    })
  })
})

describe('the administrator', () => {
  it('is known by the token, and acts for nobody', async () => {
    const callers = withPorts()
    expect(await callers.identify('Bearer administrator', undefined)).toEqual({
      ok: true,
      value: { kind: 'administrator' },
    })
    expect(await callers.identify('Bearer administrator', anId('asha'))).toMatchObject({
      error: { code: 'acting_member_mismatch' },
    })
    expect(calls).toEqual([])
  })
})

describe('a token', () => {
  const identified = { kind: 'token', token: 'a.b.c' } as const

  it('costs one read of community and member in half a minute', async () => {
    const callers = withPorts()
    for (let request = 0; request < 5; request++) await callers.callerFor(identified, 'weavers')
    expect(calls).toEqual(['load community', 'load by token'])
  })

  it.each([
    [{ kind: 'unknown_issuer' }, 'community_not_found'],
    [{ kind: 'invalid', reason: 'token_claim_exp' }, 'unauthenticated'],
    [{ kind: 'unreachable', reason: 'timed_out' }, 'overloaded'],
  ] as const)('that is %j is refused as %s', async (answer, code) => {
    verdict = answer
    expect(await withPorts().callerFor(identified, 'weavers')).toMatchObject({ ok: false, error: { code } })
  })

  it('looks alike for no community, no such name and no member', async () => {
    const nobody = { load: async () => undefined, loadByOidc: async () => undefined }
    const answers = await Promise.all([
      withPorts().callerFor(identified, 'nowhere'),
      withPorts().callerFor(identified, 'NO SLUG'),
      withPorts({ members: nobody }).callerFor(identified, 'weavers'),
    ])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toEqual({ ok: false, error: { code: 'community_not_found' } })
  })
})
